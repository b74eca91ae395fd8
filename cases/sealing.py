"""The history is sealed by the clock, so that no act pays for it; and whether it is still as it was sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.engine import Connection

from cases.context import Context
from domain.seals import FIRST, Lasting, digest_of, seal_of
from store import seals
from store.database import Database
from store.seals import SealedRow


class Standing(StrEnum):
    """What is found of a line."""

    MATCHES = "matches"
    ERASED = "erased"
    """Its details went with an erasure, which is on record; the rest of it is as it was sealed."""
    CHANGED = "changed"
    """It, or its seal, is another one than was sealed."""
    MISSING = "missing"
    """There is a seal, and no line; or there is not even the seal."""


@dataclass(frozen=True, slots=True)
class Found:
    """One number of the chain; `erasure_id` names what took its details."""

    number: int
    history_id: int | None
    standing: Standing
    erasure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found of the whole chain: the counts, what is wrong, and its end, to be kept somewhere else."""

    counts: Counter[Standing]
    wrong: tuple[Found, ...]
    unsealed: int
    number: int
    seal: str

    @property
    def is_whole(self) -> bool:
        """Whether every line that was sealed is there, and is as it was or accounted for."""
        return not self.wrong


MOST_WRONG = 20


def seal_some(context: Context, *, after_id: int | None = None) -> int:
    """Seal some lines that have no seal; gives the last, and 0 when there were none, or another process is at it.

    `after_id` goes through the history from there: from 0 at first, for what was committed very late, and then from
    the line that was the last, since each line that is passed again costs time. None looks through the newest.
    """
    with context.database.read() as connection:
        first = seals.first_unsealed(connection, after_id)
    if first is None:
        return 0
    with context.database.begin() as connection:
        return seals.seal_some(connection, first)


def verify(database: Database, *, newest: int | None = None) -> Verdict:
    """Go through the whole chain, of which only a piece is held at a time, or through so many of its newest seals."""
    with database.read(patient=True) as connection:
        return verdict(connection, newest=newest)


def verdict(connection: Connection, *, newest: int | None = None) -> Verdict:
    """The same, inside a transaction."""
    counts: Counter[Standing] = Counter()
    wrong: list[Found] = []
    number, seal = 0, FIRST
    known = seals.erasures_known(connection)
    last = seals.end(connection)
    after = max(last.number - newest, 0) if last and newest is not None else 0
    before = (seals.seal_at(connection, after) or "") if after else FIRST
    for found, row in gone_through(seals.chain(connection, after), known, after, before):
        counts[found.standing] += 1
        if found.standing in (Standing.CHANGED, Standing.MISSING) and len(wrong) < MOST_WRONG:
            wrong.append(found)
        number, seal = found.number, row.seal
    return Verdict(counts, tuple(wrong), seals.number_unsealed(connection), number, seal)


def gone_through(
    chain: Iterator[SealedRow], erasures: frozenset[int], after: int = 0, before: str = FIRST
) -> Iterator[tuple[Found, SealedRow]]:
    """What is found of each number of a chain after one with its seal, beside the seal at which it was found."""
    next_number = after + 1
    for row in chain:
        for number in range(next_number, row.number):
            yield Found(number, None, Standing.MISSING), row
        # After seals that are missing this one cannot be proved, and is not blamed for it.
        before = before if row.number == next_number else ""
        yield Found(row.number, row.history_id, _standing(row, before, erasures), row.erasure_id), row
        before, next_number = row.seal, row.number + 1


def _standing(row: SealedRow, before: str, erasures: frozenset[int]) -> Standing:
    if row.at is None or row.case_id is None or row.act is None or row.details is None:
        return Standing.MISSING
    line = Lasting(row.history_id, row.at, row.case_id, row.subtask_id, row.act)
    if before and seal_of(before, line, row.digest) != row.seal:
        return Standing.CHANGED
    if row.salt is not None:
        return Standing.MATCHES if digest_of(row.salt, row.details) == row.digest else Standing.CHANGED
    return Standing.ERASED if row.erasure_id in erasures else Standing.CHANGED
