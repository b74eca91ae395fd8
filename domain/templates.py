"""Ready-made sets of subtasks (vanlige deloppgaver) for a type of case, as an administrator has written them.

What a set says is a proposal: people, days and attachments are chosen, and seen, by who creates the subtasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain import arriving, validation
from domain.answer_forms import AnswerForm
from domain.values import Attachment, Role
from domain.working_days import WorkingDays

LINES: Final = 20  # in a set: all of them are changed in one dialog
SETS: Final = 20  # for a type
NAME: Final = 75
DAYS: Final = 250
WORDS: Final = 10
PROPOSED: Final = (10, 80)  # attachments of a line, and of all of them: of more, nobody looks at what is ticked


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One subtask of a set. `after` is the place, among the lines before it, of the one that it waits for.

    `attachments` are words: what has one of them in its title or file name is proposed.
    """

    title: str
    text: str
    role: Role
    days_before: int
    attachments: tuple[str, ...] = ()
    after: int | None = None
    answer_form: AnswerForm = ()

    def proposes(self, attachment: Attachment) -> bool:
        """Whether access to this file of the case is proposed."""
        return any(arriving.is_found([*arriving.sought(word)], attachment.title, attachment.name)
                   for word in self.attachments)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """A set with a name, its lines in an order in which each comes after the one that it waits for."""

    name: str
    lines: tuple[TemplateLine, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """All sets, by the type of the cases for which they are."""

    by_type: Mapping[str, tuple[TemplateSet, ...]] = field(default_factory=dict)

    def of(self, case_type: str | None) -> tuple[TemplateSet, ...]:
        """The sets for a case of this type, which may be written in capitals in one place and not in another."""
        return self.by_type.get(known_as(case_type), ()) if case_type else ()

    @property
    def count(self) -> int:
        """How many sets there are."""
        return sum(len(sets) for sets in self.by_type.values())


def proposed_at_most(lines: int) -> int:
    """How many attachments are proposed for each of so many lines."""
    return min(PROPOSED[0], PROPOSED[1] // lines)


def known_as(case_type: str) -> str:
    """The form in which types are compared."""
    return arriving.line(case_type).casefold()


def proposed_days(
    lines: Iterable[TemplateLine], *, today: date, case_deadline_on: date | None, days: WorkingDays
) -> list[date | None]:
    """The deadlines that the lines of a set are proposed to have: so many working days before that of their case.

    Never in the past, never after the case's, and none before that of the line it waits for. Without a deadline of
    the case that is to come it is the one that every new subtask is proposed to have.
    """
    latest_on = validation.latest_deadline(today, case_deadline_on)
    usual_on = validation.proposed_deadline(today, latest_on, days)
    if latest_on is None:
        return [usual_on for _ in lines]
    first_on = min(today if days.is_open(today) else days.after(today), latest_on)
    found: list[date | None] = []
    for line in lines:
        earliest_on = first_on if line.after is None else max(first_on, found[line.after] or first_on)
        found.append(min(max(days.before(latest_on, line.days_before), earliest_on), latest_on))
    return found
