"""What was moved together, or offered, as the one message of each person about it shows it now (`Flytt flere`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from cases import loading
from cases.acts import bulk_lines, bulk_moves
from cases.acts.bulk_lines import Found
from cases.context import Context
from domain import page_sizes
from domain.bulk_moves import UNDO_FOR, Candidate, Offer, Outcome, Receipt, Told, Wanted
from domain.errors import NotAllowedError, NotFoundError
from domain.permissions import Actor
from domain.values import WORKED_ON, Person, SubtaskStatus
from store import bulk_moves as rows
from store import cases as case_rows
from store import offers as offer_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.bulk_moves import MoveRow
from store.cases import CaseRow
from store.offers import OfferRow
from store.whole_subtask import SubtaskRow


def told(context: Context, move_id: int, *, reader: str, now: datetime) -> Told | None:
    """What the message about a move says to this reader now; None for one who has left, and when nothing was moved."""
    with context.database.read() as connection:
        row = rows.get(connection, move_id)
        try:
            who = loading.actor(connection, reader)
        except NotAllowedError:
            return None
        return told_in(connection, row, who, now) if row is not None and row.moved is not None else None


def receipt(context: Context, move_id: int, *, actor: str, now: datetime) -> Told:
    """What who has moved something is told of it. Raises NotFoundError for anybody else."""
    found = told(context, move_id, reader=actor, now=now)
    if found is None or found.receipt is None:
        raise NotFoundError(bulk_moves.GONE)
    return found


def told_in(connection: Connection, row: MoveRow, who: Actor, now: datetime) -> Told:
    """The same inside a transaction."""
    wanted = bulk_moves.wanted_of(row.planned)
    numbers = [number for number in (row.moved_by, wanted.receiver_id) if number]
    people = {one.id: one for one in people_rows.with_numbers(connection, numbers)}
    reading = _Reading(connection, row, wanted, who)
    is_mover = who.person.id == row.moved_by
    return Told(
        number=row.id,
        by=people[row.moved_by],
        is_of_cases=wanted.is_of_cases,
        receiver=people.get(wanted.receiver_id or 0),
        role=wanted.role,
        got=() if is_mover or row.undone_at else reading.got(),
        lost=0 if is_mover else reading.lost(),
        in_cases=() if is_mover or row.undone_at else reading.in_cases(),
        offers=reading.offers(),
        receipt=reading.receipt(now) if is_mover else None,
        is_undone=row.undone_at is not None,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """A move, read for one person."""

    connection: Connection
    row: MoveRow
    wanted: Wanted
    who: Actor

    @property
    def _me(self) -> int:
        return self.who.person.id

    def _lines(self) -> dict[str, Mapping[str, Any]]:
        return {str(one["key"]): one for one in (self.row.moved or {}).get("lines", ())}

    def _things(self, keys: Sequence[str]) -> list[tuple[CaseRow, SubtaskRow | None]]:
        """These, as they stand, in their order; of a case from which the reader is disqualified nothing."""
        if self.wanted.is_of_cases:
            cases = {row.id: row for row in case_rows.several(self.connection, keys)}
            found: list[tuple[CaseRow, SubtaskRow | None]] = [(cases[key], None) for key in keys if key in cases]
        else:
            known = {str(row.id): row for row in subtask_rows.several(self.connection, [int(key) for key in keys])}
            around = {one.id: one for one in case_rows.several(self.connection, {r.case_id for r in known.values()})}
            there = [known[key] for key in keys if key in known]
            found = [(around[row.case_id], row) for row in there if row.case_id in around]
        return [one for one in found if one[0].id not in self.who.disqualified_from]

    def _shown(self, is_shown: Callable[[CaseRow, SubtaskRow | None], bool]) -> tuple[Candidate, ...]:
        if self.wanted.role:
            return ()
        return tuple(_thing(case, row) for case, row in self._things(list(self._lines())) if is_shown(case, row))

    def got(self) -> tuple[Candidate, ...]:
        """What is the reader's now, or the reader's to do in the place of who is away, and not ended."""

        def is_theirs(case: CaseRow, row: SubtaskRow | None) -> bool:
            if case.status not in WORKED_ON:
                return False
            if row is None:
                return case.owner_id == self.wanted.receiver_id and self._me in case.owners
            is_receivers = row.status is not SubtaskStatus.SOLVED and row.assignee_id == self.wanted.receiver_id
            return is_receivers and loading.relation_to(row, self.who).assignee

        return self._shown(is_theirs)

    def lost(self) -> int:
        """How many the reader had before."""
        if self._me == self.wanted.receiver_id:
            return 0
        return sum(1 for one in self._lines().values() if one.get("former") == self._me)

    def in_cases(self) -> tuple[Candidate, ...]:
        """The subtasks in the reader's cases that the receiver solves now."""
        if self.wanted.is_of_cases or self._me == self.wanted.receiver_id:
            return ()
        lines = self._lines()

        def is_in_theirs(case: CaseRow, row: SubtaskRow | None) -> bool:
            is_former = row is not None and lines[str(row.id)].get("former") == self._me
            return case.acting_owner_id == self._me and not is_former

        return self._shown(is_in_theirs)

    def offers(self) -> tuple[Offer, ...]:
        """What is, or was, offered to the reader, and who took it; not what they had themselves."""
        if not self.wanted.role:
            return ()
        mine = dict.fromkeys(people_rows.roles_of(self.connection, self._me))
        found = [
            one
            for one in offer_rows.of_move(self.connection, self.row.id)
            if (one.place_id, one.role) in mine and one.held_by != self._me
        ]
        return of_rows(self.connection, found, self.who)

    def receipt(self, now: datetime) -> Receipt:
        """How many were moved or offered, and what became of the others; what stayed is named."""
        moved = self.row.moved or {}
        until = (self.row.moved_at or now) + UNDO_FOR
        may_undo = self.row.undone_at is None and now < until and bool(moved.get("lines"))
        still = [one for one in offer_rows.of_move(self.connection, self.row.id) if one.ended_at is None]
        kept = tuple(
            _thing(case, row)
            for case, row in self._things(list(moved.get("kept", ())))
            if loading.relation_to_case(case, self.who).distributor
        )
        counted = moved.get("left", {})
        left = tuple((one, counted[one.value]) for one in Outcome if one.value in counted)
        return Receipt(len(moved.get("lines", ())), left, until if may_undo else None, len(still), kept)


def takeable_in(connection: Connection, who: Actor) -> list[OfferRow]:
    """What somebody may take now, of all that is offered: the oldest first."""
    return offer_rows.open_to(connection, who.person.id, page_sizes.TAKEABLE) if who.roles else []


def takeable(context: Context, *, actor: str) -> tuple[Offer, ...]:
    """The same, as it is shown."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        return of_rows(connection, takeable_in(connection, who), who)


def _thing(case: CaseRow, row: SubtaskRow | None) -> Candidate:
    return Found(case, row, Outcome.MOVES).thing


def of_rows(connection: Connection, found: Sequence[OfferRow], who: Actor) -> tuple[Offer, ...]:
    """These offers as they stand; those of cases from which the reader is disqualified are left out."""
    seen = [one for one in found if one.case_id not in who.disqualified_from]
    cases = {row.id: row for row in case_rows.several(connection, {one.case_id for one in seen})}
    subtasks = {row.id: row for row in subtask_rows.several(connection, {one.subtask_id or 0 for one in seen})}
    takers = {one.id: one for one in people_rows.with_numbers(connection, {one.taken_by or 0 for one in seen})}
    me = who.person.id
    return tuple(_offer(one, cases[one.case_id], subtasks, takers, me) for one in seen if one.case_id in cases)


def _offer(
    one: OfferRow, case: CaseRow, subtasks: Mapping[int, SubtaskRow], takers: Mapping[int, Person], reader: int
) -> Offer:
    row = subtasks.get(one.subtask_id or 0)
    thing = bulk_lines.of_subtask(row, case.place_name) if row else bulk_lines.of_case(case)
    taken_by = takers.get(one.taken_by or 0)
    is_over, is_mine = one.ended_at is not None, one.taken_by == reader
    return Offer(one.id, thing, row is None, case.owner, taken_by, is_over=is_over, is_mine=is_mine)
