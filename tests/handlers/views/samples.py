"""Plain values to draw in the tests: one case, its people, and texts that try to be more than text."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from domain.access import Granted
from domain.bulk_moves import Candidate, Offer
from domain.case_page import CasePage, CaseSubtask
from domain.forms import Home, SubtaskForm
from domain.values import (
    Attachment,
    Card,
    CaseFacts,
    CaseLine,
    CaseStatus,
    Ending,
    InternalMessage,
    Person,
    SubtaskFacts,
    SubtaskStatus,
    TaskPage,
)

KARI = Person(1, "Kari Nordmann", "kari@uni.example", "U0KARI")
OLA = Person(2, "Ola Hansen", "ola@uni.example", "U0OLA")
TURID = Person(3, "Turid Vik", "turid@uni.example", None)
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NASTY = "<!channel> *bold* <@U123> & <script> `code` ~strike~ _it_ :smile:\n> sitat"
EMOJI = "👩‍👩‍👧‍👦🇳🇴" * 20
RIGHT_TO_LEFT = "שלום עולם \u202e مرحبا"
TEXTS = [NASTY, EMOJI, RIGHT_TO_LEFT, "a", " ", "æøå " * 10]


def subtask(**changes: Any) -> SubtaskFacts:
    given: dict[str, Any] = {
        "id": 7,
        "title": "Vurder emnet HIS1000",
        "status": SubtaskStatus.OPEN,
        "deadline_on": date(2026, 12, 18),
        "description": "Er HIS1000 likeverdig med HIST101?",
        "case_id": "2026-101",
        "case_title": "Innpassing av eksterne emner – Bachelor i historie",
        "owner": KARI,
        "assignee": OLA,
        "declined_at": NOON if changes.get("declined_because") else None,
    }
    return SubtaskFacts(**(given | changes))


def solved(ending: Ending = Ending.ASSIGNEE, **changes: Any) -> SubtaskFacts:
    by = {Ending.ASSIGNEE: OLA}.get(ending, KARI)
    given = {"status": SubtaskStatus.SOLVED, "solved_at": NOON, "solved_by": by, "ending": ending}
    return subtask(**(given | changes))


def attachments(number: int = 2, title: str = "Vitnemål") -> tuple[Attachment, ...]:
    return tuple(
        Attachment(at, f"{title} {at}", f"vitnemal-{at}.pdf", "application/pdf", 1_234_567) for at in range(number)
    )


def granted(number: int, title: str, waiting: Collection[int]) -> tuple[Granted, ...]:
    """Attachments as they are open to Ola, of whom Kari has fetched those that do not wait."""
    return tuple(
        Granted(
            *(at, f"{title} {at}", f"vitnemal-{at}.pdf", "application/pdf", 1_234_567),
            grant_id=at,
            waits=at in waiting,
            ends_on=date(2027, 1, 2),
            fetched_at=None if at in waiting else NOON,
            fetched_by=None if at in waiting else KARI,
        )
        for at in range(number)
    )


def card(**changes: Any) -> Card:
    given: dict[str, Any] = {"subtask": subtask(), "reader": OLA, "attachments": attachments()}
    return Card(**(given | changes))


def message(text: str = "Har du sett på pensum?", **changes: Any) -> InternalMessage:
    given: dict[str, Any] = {
        "id": 5,
        "author": OLA,
        "text": text,
        "sent_at": NOON,
        "edited": False,
        "deleted": False,
        "file_names": (),
        "blocks": (),
    }
    return InternalMessage(**(given | changes))


def task_page(**changes: Any) -> TaskPage:
    given: dict[str, Any] = {
        "subtask": subtask(),
        "reader": OLA,
        "attachments": attachments(),
        "messages": (message(),),
        "earlier_messages": 0,
        "saved_at": None,
    }
    return TaskPage(**(given | changes))


def case(**changes: Any) -> CaseFacts:
    given: dict[str, Any] = {
        "id": "2026-101",
        "title": "Innpassing av eksterne emner – Bachelor i historie",
        "place": "Institutt for historie",
        "status": CaseStatus.OPEN,
        "owner": KARI,
        "applicant": "Ada Søker",
        "applicant_email": "ada@student.example",
        "applied_on": date(2026, 11, 2),
        "deadline_on": date(2026, 12, 18),
        "text": "Jeg søker om innpassing.",
    }
    return CaseFacts(**(given | changes))


def case_page(number_of_subtasks: int = 1, **changes: Any) -> CasePage:
    given: dict[str, Any] = {
        "case": case(),
        "reader": KARI,
        "attachments": attachments(),
        "subtasks": tuple(CaseSubtask(subtask(id=at), 1, message()) for at in range(number_of_subtasks)),
        "page": 0,
        "has_more": False,
        "may_create": True,
        "may_close": True,
    }
    return CasePage(**(given | changes))


def case_line(**changes: Any) -> CaseLine:
    given: dict[str, Any] = {
        "id": "2026-101",
        "title": "Innpassing av eksterne emner – Bachelor i historie",
        "status": CaseStatus.OPEN,
        "deadline_on": date(2026, 12, 18),
        "open_subtasks": 1,
    }
    return CaseLine(**(given | changes))


def home(number_of_subtasks: int = 1, number_of_cases: int = 1, **changes: Any) -> Home:
    given: dict[str, Any] = {
        "reader": KARI,
        "today": TODAY,
        "subtasks": tuple(subtask(id=at) for at in range(number_of_subtasks)),
        "more_subtasks": False,
        "subtask_page": 0,
        "cases": tuple(case_line(id=f"2026-{at}") for at in range(number_of_cases)),
        "more_cases": False,
        "case_page": 0,
    }
    return Home(**(given | changes))


def form(**changes: Any) -> SubtaskForm:
    given: dict[str, Any] = {
        "case_id": "2026-101",
        "case_title": "Innpassing av eksterne emner – Bachelor i historie",
        "today": TODAY,
        "latest_on": date(2026, 12, 18),
        "proposed_on": date(2026, 12, 7),
        "case_deadline_passed": False,
        "attachments": attachments(),
    }
    return SubtaskForm(**(given | changes))


def offer(number: int, *, taken_by: Person | None = None, is_over: bool = False) -> Offer:
    """A case that is offered."""
    return Offer(number, candidate(number), is_of_case=True, taken_by=taken_by, is_over=is_over)


def candidate(number: int, **other: Any) -> Candidate:
    """A case that may be moved."""
    return Candidate(str(number), f"Sak {number}", "2026-101", "Institutt for historie", TODAY, KARI, **other)
