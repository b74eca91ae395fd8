"""Words that stand nowhere else, and what became of each: told as done, refused, or nobody knows."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

import sqlalchemy as sa

from store import tables
from store.database import Database

WORD = re.compile(r"zq[0-9]+z")
# Where each text that is kept stands first; what is in the history is there beside it.
KEPT = (
    ("subtasks", sa.select(tables.subtasks.c.id, sa.func.concat_ws(
        " ", tables.subtasks.c.title, tables.subtasks.c.description))),
    ("endings", sa.select(tables.subtasks.c.id, sa.func.concat_ws(
        " ", tables.subtasks.c.declined_text, tables.subtasks.c.held_because, tables.subtasks.c.ending_text))),
    ("messages", sa.select(tables.message_versions.c.message_id, tables.message_versions.c.text)),
    # Of a subtask, not of a version: a draft that was taken away by solving comes back when that is undone.
    ("conclusions", sa.select(tables.conclusions.c.subtask_id, tables.conclusions.c.text)),
    ("history", sa.select(tables.history.c.id, sa.cast(tables.history.c.details, sa.Text))),
    ("rounds", sa.select(tables.rounds.c.id, sa.func.concat_ws(" ", tables.rounds.c.asked, tables.rounds.c.summary))),
)  # fmt: skip
TELLS_MORE = ("history", "endings", "rounds")  # which say again what stands elsewhere


class Outcome(Enum):
    """What a person was told of what they had sent in."""

    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass
class Said:
    """A word, and what it was said for."""

    word: str
    what: str
    outcome: Outcome = Outcome.UNKNOWN
    times: int = 1
    """How often it may stand in one table."""


@dataclass
class Words:
    """All that were said."""

    said: dict[str, Said] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def new(self) -> str:
        """A word that nobody has said yet; it is kept once somebody says what for."""
        return f"zq{next(self._numbers)}z"

    def note(self, word: str, what: str, outcome: Outcome, times: int = 1) -> None:
        """Write down what became of one."""
        self.said[word] = Said(word, what, outcome, times)

    def found(self, database: Database) -> dict[str, dict[str, Counter[int]]]:
        """Where each word stands: by table, and by the row's number."""
        found: dict[str, dict[str, Counter[int]]] = {}
        with database.read() as connection:
            for name, statement in KEPT:
                for number, text in connection.execute(statement):
                    for word in set(WORD.findall(text or "")):
                        found.setdefault(word, {}).setdefault(name, Counter())[number] += 1
        return found

    def faults(self, database: Database) -> list[str]:
        """What is lost, doubled or untrue, in words."""
        found, faults = self.found(database), []
        for one in self.said.values():
            there = found.get(one.word, {})
            if one.outcome is Outcome.DONE and not there:
                faults.append(f"lost: {one.what} was told as done, and {one.word} stands nowhere")
            if one.outcome is Outcome.REFUSED and there:
                faults.append(f"untrue: {one.what} was refused, and {one.word} stands in {', '.join(there)}")
            faults += [
                f"doubled: {one.word} of {one.what} stands in {len(rows)} rows of {name}"
                for name, rows in there.items()
                if name not in TELLS_MORE and len(rows) > one.times
            ]
        return faults
