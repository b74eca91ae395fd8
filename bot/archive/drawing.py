"""Who draws the papers of a package: PDF/A with typst, and arkivmelding.xml."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

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

    def subtask_pdf(self, record: CaseRecord, subtask: SubtaskRecord) -> bytes:
        """One subtask, whole, as PDF/A."""
        return subtask_pdf(record, subtask, self.translator)

    def arkivmelding_xml(self, record: CaseRecord, documents: Iterable[Document]) -> bytes:
        """The case and its documents as an archive takes them in."""
        arkivmelding: Any = importlib.import_module("bot.archive.arkivmelding")
        return bytes(arkivmelding.arkivmelding_xml(record, documents))
