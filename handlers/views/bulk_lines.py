"""Many cases or subtasks in words: what is moved of them, what stays and why, and each by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from domain.bulk_moves import Candidate, Outcome
from domain.errors import N_
from domain.values import Person, Role
from handlers.translator import Translator
from handlers.views.blocks import Block, bold, line_of, one_line, rich, words_of
from handlers.views.status import name_of
from handlers.views.subtask_form import ROLES

EACH: Final = 20  # lines in one block
# Characters of each: so two hundred lines are below the 250,000 bytes of a view, whatever is written in them.
TITLE: Final = 80
NAME: Final = 40
COUNTED: Final = {
    Outcome.MOVES: N_("{n} flyttes"),
    Outcome.OFFERED: N_("{n} tilbys"),
    Outcome.RESTS: N_("{n} er på vent"),
    Outcome.DISQUALIFIED: N_("{n}: {name} er inhabil"),
    Outcome.NO_ROLE: N_("{n}: {name} kan ikke være sakseier"),
    Outcome.NOBODY: N_("{n}: ingen andre ved stedet har rollen"),
    Outcome.THEIRS: N_("{n}: {name} har den fra før"),
    Outcome.OFFERED_BEFORE: N_("{n} er tilbudt fra før"),
    Outcome.ENDED: N_("{n} er avsluttet"),
}


def summary(
    counts: Iterable[tuple[Outcome, int]], receiver: Person | None, translator: Translator, *, is_of_cases: bool
) -> str:
    """Say in one line how many are moved, and how many are not, and why."""
    name = name_of(receiver, translator)
    words = COUNTED if is_of_cases else {**COUNTED, Outcome.NO_ROLE: N_("{n}: {name} har ingen rolle ved stedet")}
    return ", ".join(translator.say(words[outcome], n=n, name=name) for outcome, n in counts if n)


def role(offered_to: Role | None, translator: Translator) -> str:
    """Name a role."""
    return translator.say(ROLES[offered_to]) if offered_to else ""


def listed(things: Sequence[Candidate], translator: Translator, *, is_of_cases: bool) -> list[Block]:
    """List them, each with what it is known by; to those who distribute, or have, them."""
    lines = [
        line_of([bold(one_line(one.title, TITLE)), words_of(f"\n{standing(one, translator, is_of_case=is_of_cases)}")])
        for one in things
    ]
    parts = (lines[at : at + EACH] for at in range(0, len(lines), EACH))
    return [rich({"type": "rich_text_list", "style": "bullet", "elements": part}) for part in parts]


def standing(one: Candidate, translator: Translator, *, is_of_case: bool) -> str:
    """Say by what a case or a subtask is known, and who has it."""
    holder = one_line(name_of(one.holder, translator), NAME) if one.holder else translator.say("ingen")
    values = {"id": one.case_id, "place": one_line(one.place, NAME), "holder": holder}
    if one.deadline_on is None:
        return translator.say("{id} · {place} · sakseier: {holder}", **values)
    deadline = translator.day(one.deadline_on)
    if is_of_case:
        return translator.say("{id} · {place} · sakseier: {holder} · frist {deadline}", deadline=deadline, **values)
    return translator.say("{id} · ansvarlig: {holder} · frist {deadline}", deadline=deadline, **values)
