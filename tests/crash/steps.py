"""The steps of a subtask's life at which the bot is killed, and what must be true of each one afterwards."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import sqlalchemy as sa

from sandbox.messages import Message
from sandbox.person import Person
from store import tables
from tests.bot.lives import said_in
from tests.crash.lives import Lives
from tests.handlers import asking_several

Picture: TypeAlias = dict[str, list[str]]


@dataclass
class Life:
    """One subtask, known by its title."""

    lives: Lives
    title: str
    pressed: list[Message] = field(default_factory=list)

    @property
    def kari(self) -> Person:
        """Give the owner."""
        return self.lives.kari

    @property
    def aisha(self) -> Person:
        """Give the assignee."""
        return self.lives.aisha

    def id(self) -> int:
        """Give the subtask's number; 0 when it does not exist. There must not be two."""
        rows = self.lives.rows(sa.select(tables.subtasks.c.id).where(tables.subtasks.c.title == self.title))
        assert len(rows) <= 1, f"{len(rows)} subtasks {self.title!r}"
        return rows[0].id if rows else 0

    def count(self, table: sa.Table) -> int:
        """Count the rows of a table that belong to the subtask."""
        statement = sa.select(sa.func.count()).select_from(table).where(table.c.subtask_id == self.id())
        return int(self.lives.rows(statement)[0][0])

    def picture(self) -> Picture:
        """What both parties see of it: the card and the thread under it, in order."""
        return {person.name: self._thread(person) for person in (self.kari, self.aisha)}

    def _thread(self, person: Person) -> list[str]:
        there = [one for one in person.messages if not one.deleted]
        roots = [one for one in there if not one.is_reply and self.title in person.text_of(one)]
        shown = [one for root in roots for one in (root, *person.thread(root.ts)) if not one.deleted]
        texts = [text.replace(self.title, "…") for text in said_in(person, shown)]
        return [re.sub(r"\d\d[.:]\d\d", "kl.", text) for text in texts]


Do: TypeAlias = Callable[[Life], Awaitable[bool]]


@dataclass(frozen=True)
class Step:
    """`act` tells whether the person was given an answer; `effect` counts what it has brought about."""

    after: tuple[str, ...]
    prepare: Do
    act: Do
    effect: Callable[[Life], int]
    comes_again: bool = False
    """Whether Slack itself repeats what was not acknowledged."""
    says_too_late: bool = False
    """Whether doing it once more is answered by a modal."""


async def _nothing(life: Life) -> bool:
    return life.lives.alive


async def _fill_dialog(life: Life) -> bool:
    await life.lives.open_dialog(life.kari)
    await life.kari.fill("Tittel", life.title)
    await life.kari.fill("Frist", "2026-12-10")
    await life.kari.choose("Ansvarlig", "Aisha Rahman")
    await life.kari.fill("Beskrivelse", "Sammenlign emnene med våre egne.")
    await life.kari.tick("Gi tilgang til vedlegg", "Vitnemål", "Emneliste")
    return True


async def _create(life: Life) -> bool:
    return (await life.kari.send()).closed


async def _fill_round(life: Life) -> bool:
    await asking_several.open_dialog(life.lives, life.kari)
    await asking_several.fill(life.kari, *asking_several.EVERYBODY, title=life.title)
    return True


def _asked(life: Life) -> int:
    """All of them or nobody, in one round."""
    of_it = sa.select(tables.subtasks.c.round_id).where(tables.subtasks.c.title == life.title)
    found = life.lives.rows(of_it)
    assert len(found) in (0, 3)
    assert len({row.round_id for row in found}) == bool(found)
    return len(found)


async def _say(life: Life) -> bool:
    thread = life.aisha.card(life.title).ts
    await life.aisha.say("Hva med emne 3?", thread_ts=thread, files=[("emne3.pdf", b"%PDF emne 3")])
    await life.aisha.say("Og emne 4?", thread_ts=thread)
    return True


async def _answer(life: Life) -> bool:
    thread = life.kari.card(life.title).ts
    await life.kari.say("Se her.", thread_ts=thread, files=[("krav.pdf", b"%PDF krav")])
    return True


async def _take_back(life: Life) -> bool:
    card = life.aisha.card(life.title)
    first = next(one for one in life.aisha.thread(card.ts) if one.user == life.aisha.id)
    await life.aisha.delete(first.ts)
    return True


async def _open(life: Life) -> bool:
    await life.aisha.click("Åpne", at=life.aisha.card(life.title))
    await life.lives.ws.until(lambda: life.aisha.modals)
    return True


async def _open_message(life: Life) -> bool:
    await _open(life)
    await life.aisha.click("Skriv melding")
    await life.lives.ws.until(lambda: len(life.aisha.modals) == 2)
    await life.aisha.fill("Melding", "Skrevet i dialogen")
    return True


async def _write(life: Life) -> bool:
    return (await life.aisha.send()).closed


async def _open_conclusion(life: Life) -> bool:
    await _open(life)
    return (await life.aisha.fill("Konklusjon", "Emnene dekker 20 studiepoeng.")).ok


async def _conclude(life: Life) -> bool:
    return (await life.aisha.send()).ok


async def _look_at_card(life: Life) -> bool:
    life.pressed.append(life.aisha.card(life.title))
    return True


async def _solve(life: Life) -> bool:
    return (await life.aisha.click("Løs deloppgave", at=life.pressed[-1])).ok


def _solved(life: Life) -> int:
    statement = sa.select(tables.subtasks.c.status).where(tables.subtasks.c.id == life.id())
    return int([row.status for row in life.lives.rows(statement)] == ["solved"])


def _created(life: Life) -> int:
    """Whole or not at all: the subtask, its grants, its line in the history."""
    number = int(life.id() > 0)
    assert life.count(tables.grants) == 2 * number
    return life.count(tables.history) if number else 0


def _deleted(life: Life) -> int:
    there = tables.messages.c.subtask_id == life.id()
    statement = sa.select(tables.messages.c.id).where(there, tables.messages.c.deleted_at.is_not(None))
    return len(life.lives.rows(statement))


STEPS: dict[str, Step] = {
    "create": Step((), _fill_dialog, _create, _created),
    "ask several": Step((), _fill_round, _create, _asked),
    "say": Step(("create",), _nothing, _say, lambda life: life.count(tables.messages), comes_again=True),
    "answer": Step(("create",), _nothing, _answer, lambda life: life.count(tables.messages), comes_again=True),
    "take back": Step(("create", "say"), _nothing, _take_back, _deleted, comes_again=True),
    "write": Step(("create",), _open_message, _write, lambda life: life.count(tables.messages)),
    "conclude": Step(("create",), _open_conclusion, _conclude, lambda life: life.count(tables.conclusions)),
    "solve": Step(("create",), _look_at_card, _solve, _solved, says_too_late=True),
}
