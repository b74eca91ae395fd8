"""A drawing of papers that says in plain words what it was asked to draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from bot.archive.drawing import Papers
from domain.archive_package import Document
from domain.case_record import CaseRecord, SubtaskRecord


class PlainDrawing:
    """Draws nothing that takes time."""

    def subtask_pdf(self, record: CaseRecord, subtask: SubtaskRecord) -> bytes:
        """Give what would be on its pages."""
        said = [version.text for message in subtask.conversation.messages for version in message.versions]
        return "\n".join([f"%PDF {record.id} {subtask.title}", *said]).encode("utf-8", "surrogatepass")

    def application_pdf(self, record: CaseRecord) -> bytes:
        """Give what would be on its pages."""
        return f"%PDF {record.id} {record.text}".encode("utf-8", "surrogatepass")

    def arkivmeldinger(self, record: CaseRecord, documents: Iterable[Document]) -> Iterator[tuple[str, bytes]]:
        """Give which documents there are."""
        yield "arkivmelding.xml", "\n".join([record.id, *(f"{one.path} {one.title}" for one in documents)]).encode()


def draw_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program itself draw so: what the papers look like is nothing to these tests."""
    monkeypatch.setattr(Papers, "subtask_pdf", PlainDrawing.subtask_pdf)
    monkeypatch.setattr(Papers, "application_pdf", PlainDrawing.application_pdf)
    monkeypatch.setattr(Papers, "arkivmeldinger", PlainDrawing.arkivmeldinger)
