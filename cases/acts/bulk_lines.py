"""What would become of each of many that somebody wants to move at once: found out in one way, before it and at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from cases import loading
from domain import arriving
from domain.bulk_moves import Candidate, Line, Outcome, Wanted
from domain.permissions import Actor
from domain.values import WORKED_ON, SubtaskStatus
from store import bulk_moves as rows
from store import cases as case_rows
from store import disqualifications, offers, stand_ins
from store import people as people_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.whole_subtask import SubtaskRow


@dataclass(frozen=True, slots=True)
class Found:
    """One of them as it stands, with what would become of it; `subtask` is None for a case.

    `asked` are those to whom it would be offered.
    """

    case: CaseRow
    subtask: SubtaskRow | None
    outcome: Outcome
    asked: frozenset[int] = frozenset()

    @property
    def thing(self) -> Candidate:
        """As it is shown to a distributor."""
        return of_case(self.case) if self.subtask is None else of_subtask(self.subtask, self.case.place_name)

    @property
    def line(self) -> Line:
        """As the dry run shows it."""
        return Line(self.thing, self.outcome, len(self.asked))


def of_case(row: CaseRow) -> Candidate:
    """A case, to be chosen."""
    return Candidate(row.id, row.title, row.id, row.place_name, row.deadline_on, row.owner)


def of_subtask(row: SubtaskRow, place: str) -> Candidate:
    """A subtask, to be chosen."""
    return Candidate(str(row.id), row.title, row.case_id, place, row.deadline_on, row.assignee, rests(row))


def rests(row: SubtaskRow) -> bool:
    """Whether its assignee is not to go on with it now: it is on hold, or waits for its owner's answer."""
    return row.held_until_on is not None or loading.waits_since(row) is not None


def found(connection: Connection, who: Actor, wanted: Wanted, *, lock: bool = False) -> list[Found]:
    """Each of them that the actor distributes, in the order in which they were chosen; of others nothing is said.

    `lock` makes rivals wait until the commit, in the order in which every act takes cases and subtasks.
    """
    if wanted.is_of_cases:
        return _cases(connection, who, wanted, lock=lock)
    return _subtasks(connection, who, wanted, lock=lock)


def _cases(connection: Connection, who: Actor, wanted: Wanted, *, lock: bool) -> list[Found]:
    if lock:
        stand_ins.lock(connection, wanted.keys, ())
        stand_ins.lock(connection, (), subtask_rows.numbers_in(connection, wanted.keys))
    known = {row.id: row for row in case_rows.several(connection, wanted.keys) if _is_reached(row, who)}
    judge = _Judge(connection, wanted, list(known.values()))
    offered = {row.case_id for row in offers.open_for(connection, list(known), ()) if row.role is wanted.role}
    return [judge.of_case(known[key], is_offered=key in offered) for key in wanted.keys if key in known]


def _subtasks(connection: Connection, who: Actor, wanted: Wanted, *, lock: bool) -> list[Found]:
    numbers = [number for key in wanted.keys if (number := arriving.number(key))]
    if lock:
        stand_ins.lock(connection, (), numbers)
    known = {row.id: row for row in subtask_rows.several(connection, numbers)}
    around = case_rows.several(connection, {row.case_id for row in known.values()})
    within = {row.id: row for row in around if _is_reached(row, who)}
    judge = _Judge(connection, wanted, list(within.values()))
    offered = {row.subtask_id for row in offers.open_for(connection, (), numbers) if row.role is wanted.role}
    theirs = [known[number] for number in numbers if number in known and known[number].case_id in within]
    return [judge.of_subtask(row, within[row.case_id], is_offered=row.id in offered) for row in theirs]


def _is_reached(row: CaseRow, who: Actor) -> bool:
    return loading.relation_to_case(row, who).distributor


class _Judge:
    """Says what becomes of each, with what has to be known for all of them."""

    def __init__(self, connection: Connection, wanted: Wanted, cases: Sequence[CaseRow]) -> None:
        self._wanted = wanted
        self._out = {
            (row.case_id, row.person_id) for row in disqualifications.of_cases(connection, [case.id for case in cases])
        }
        to = wanted.receiver_id or 0
        self._owns = rows.answers(connection, to)
        self._places = {place for place, _ in people_rows.roles_of(connection, to)}
        self._holding: dict[int, set[int]] = defaultdict(set)
        if wanted.role:
            for one in offers.holding(connection, {case.place_id for case in cases}, wanted.role):
                self._holding[one.place_id].add(one.person_id)

    def of_case(self, case: CaseRow, *, is_offered: bool) -> Found:
        ended = case.status not in WORKED_ON
        return self._found(case, None, case.owner_id, ended=ended, rests=False, is_offered=is_offered)

    def of_subtask(self, row: SubtaskRow, case: CaseRow, *, is_offered: bool) -> Found:
        ended = case.status not in WORKED_ON or row.status is SubtaskStatus.SOLVED
        resting = (rests(row) and not self._wanted.with_resting) or (not row.is_begun and self._wanted.role is not None)
        holder = None if row.declined_at else row.assignee_id
        return self._found(case, row, holder, ended=ended, rests=resting, is_offered=is_offered)

    def _found(
        self, case: CaseRow, row: SubtaskRow | None, holder: int | None, *, ended: bool, rests: bool, is_offered: bool
    ) -> Found:
        if ended:
            return Found(case, row, Outcome.ENDED)
        asked = self._asked(case, holder)
        outcome = self._offer(asked, is_offered) if self._wanted.role else self._gift(case, row, holder)
        if outcome.is_done and rests:
            return Found(case, row, Outcome.RESTS)
        return Found(case, row, outcome, asked if outcome is Outcome.OFFERED else frozenset())

    def _asked(self, case: CaseRow, holder: int | None) -> frozenset[int]:
        there = self._holding[case.place_id]
        return frozenset(one for one in there if one != holder and (case.id, one) not in self._out)

    @staticmethod
    def _offer(asked: Collection[int], is_offered: bool) -> Outcome:
        if is_offered:
            return Outcome.OFFERED_BEFORE
        return Outcome.OFFERED if asked else Outcome.NOBODY

    def _gift(self, case: CaseRow, row: SubtaskRow | None, holder: int | None) -> Outcome:
        to = self._wanted.receiver_id or 0
        if to == holder:
            return Outcome.THEIRS
        if (case.id, to) in self._out:
            return Outcome.DISQUALIFIED
        if row is None:
            return Outcome.MOVES if self._owns else Outcome.NO_ROLE
        is_owner = case.owner is not None and case.owner.active and case.owner.id == to
        return Outcome.MOVES if is_owner or case.place_id in self._places else Outcome.NO_ROLE
