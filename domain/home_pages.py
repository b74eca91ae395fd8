"""The pages that App Home can show beside its main page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.case_page import CasePage


class HomePage(StrEnum):
    """Which one somebody has turned to; how it is turned stands beside it (`homes.page_state`)."""

    SEARCH = "search"
    MORNING = "morning"


@dataclass(frozen=True, slots=True)
class CaseOnHome:
    """A case's page, and the page that it lies upon: the one that it was opened from, None for the main page."""

    page: CasePage
    behind: HomePage | None = None
