"""Who draws the papers of a package: PDF/A with typst, and what an archive takes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.archive.application_paper import application_pdf
from bot.archive.arkivmelding import arkivmeldinger
from bot.archive.subtask_paper import subtask_pdf
from domain.archive_package import Document
from domain.case_record import CaseRecord, SubtaskRecord
from handlers.translator import Translator


@dataclass(frozen=True, slots=True)
class Papers:
    """Draws in bokmål, with times of this zone."""

    zone: ZoneInfo

    @property
    def translator(self) -> Translator:
        """The words on the papers."""
        return Translator.of("nb", self.zone)

    def application_pdf(self, record: CaseRecord) -> bytes:
        """The application as PDF/A."""
        return application_pdf(record, self.translator)

    def subtask_pdf(self, record: CaseRecord, subtask: SubtaskRecord) -> bytes:
        """One subtask, whole, as PDF/A."""
        return subtask_pdf(record, subtask, self.translator)

    def arkivmeldinger(self, record: CaseRecord, documents: Iterable[Document]) -> Iterator[tuple[str, bytes]]:
        """The case and its documents as an archive takes them in: messages by their names."""
        return arkivmeldinger(record, documents, self.zone)
