"""What the dialogs "Vanlige deloppgaver" show, and what is filled into them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.absences import Choice
from domain.forms import SubtaskForm
from domain.templates import TemplateLine, TemplateSet
from domain.values import CaseFacts, NewSubtask

ROOMY: Final = (12, 9000)
"""So many lines, with so many letters of text, have fields for title and description, too."""


@dataclass(frozen=True, slots=True)
class SetChoice:
    """The sets that there are for a case; with one of them chosen, its lines are to be ticked."""

    case: CaseFacts
    sets: tuple[TemplateSet, ...]
    chosen: int | None = None

    @property
    def mark(self) -> str:
        """What tells these sets from those of another file."""
        return mark_of(self.sets)


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A line of a set with what is proposed for this case; `number` is its place in the set.

    `assignee` is the choice behind `proposed.assignee_id`; `waits_for` the title of the ticked line that it waits for.
    """

    number: int
    line: TemplateLine
    proposed: NewSubtask
    assignee: Choice | None
    waits_for: str


@dataclass(frozen=True, slots=True)
class SetForm:
    """What the dialog shows in which the ticked lines of a set become subtasks; `form` is as for a single one."""

    form: SubtaskForm
    chosen: int
    mark: str
    name: str
    lines: tuple[ProposedLine, ...]


@dataclass(frozen=True, slots=True)
class WantedSet:
    """What a person has filled into it; unchecked. `lines` are those that were ticked, by their places in the set.

    Unless they are `is_roomy` there was no field for title and description: they are those of the set.
    """

    chosen: int
    mark: str
    lines: tuple[tuple[int, NewSubtask], ...]


def mark_of(sets: Sequence[TemplateSet]) -> str:
    """What tells these sets from those of another file: a dialog may stand open while the bot is started again."""
    return hashlib.sha256(repr(tuple(sets)).encode()).hexdigest()[:16]


def is_roomy(lines: Sequence[TemplateLine]) -> bool:
    """Whether the ticked lines have fields for title and description; of more all is read that the set says."""
    return len(lines) <= ROOMY[0] and sum(len(one.text) for one in lines) <= ROOMY[1]


def first_of(lines: Sequence[TemplateLine], number: int, ticked: Sequence[int]) -> int | None:
    """For which ticked line one waits: past those that were not ticked, on which nobody works."""
    found = lines[number].after
    while found is not None and found not in ticked:
        found = lines[found].after
    return found


def field_of(number: int, name: str) -> str:
    """The name of a line's field in the dialog, and in the errors of the act."""
    return f"line:{number}:{name}"
