"""Who stands in for whom now: settled at the end of every act that may have made it another one, and as a day begins.

It is written down at each subtask and case (`stand_in_id`), and everything else looks only there: rights, lists,
threads and reminders. It follows from who is away, from the chain of their substitutes, and from whom each case may be
given to; an absent one without anybody keeps what is theirs, and the case's owner is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from cases import effects
from domain.absence_notices import NobodyStandsIn
from domain.absences import first_who_is_there
from domain.history import Act, Line
from domain.values import WORKED_ON, SubtaskStatus
from store import absences as absence_rows
from store import case_copies, stand_ins
from store import people as people_rows
from store.absences import AwayRow

if TYPE_CHECKING:
    from cases.transaction import Transaction


@dataclass(slots=True)
class Unsettled:
    """What an act has touched; `everything` is all that is theirs who are away, and all that anybody stands in for.

    `people` have just gone away: nobody may give them anything meanwhile without seeing that.
    """

    subtasks: set[int] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    everything: bool = False


def settle(act: Transaction, unsettled: Unsettled) -> None:
    """Inside the transaction of an act: let whoever stands in now be written down, shown and told."""
    if not (unsettled.subtasks or unsettled.cases or unsettled.everything):
        return
    away = {row.person_id: row for row in absence_rows.away(act.connection)}
    if not away and not unsettled.everything:
        return  # nobody stands in anywhere, or it would have been settled when the last one came back
    _Settling(act, away).settle(unsettled)


def who_answers(act: Transaction, case_ids: Collection[str]) -> dict[str, int]:
    """Who will be told what concerns the owners of these cases once the act has ended: not yet written down."""
    settling = _Settling(act, {row.person_id: row for row in absence_rows.away(act.connection)})
    found = stand_ins.cases_with(act.connection, case_ids)
    return {row.id: settling.for_case(row) or row.owner_id for row in found if row.owner_id}


def on_behalf(connection: Connection, lines: Sequence[Line], by: int) -> list[Line]:
    """The same lines, in which it says for whom somebody acted who stands in."""
    subtask_ids = {line.subtask_id for line in lines if line.subtask_id}
    assignees = {row.subtask_id: row for row in stand_ins.for_assignees(connection, by, subtask_ids)}
    owners = {row.case_id: row for row in stand_ins.for_owners(connection, by, {line.case_id for line in lines})}
    told = []
    for line in lines:
        row = assignees.get(line.subtask_id or 0) or owners.get(line.case_id)
        told.append(_for(line, row.name, row.person_id) if row is not None else line)
    return told


def _for(line: Line, name: str, person_id: int) -> Line:
    people = line.details.get("people")
    numbers = {**(people if isinstance(people, dict) else {}), "behalf": person_id}
    return replace(line, details={**line.details, "behalf": name, "people": numbers})


class _Settling:
    """One settling, with what is looked up for it more than once."""

    def __init__(self, act: Transaction, away: Mapping[int, AwayRow]) -> None:
        self._act, self._connection, self._away = act, act.connection, away
        self._substitutes = {person: row.substitute_id for person, row in away.items()}
        self._may_be_given = cache(self._may_be_given_now)
        self._name = cache(lambda person: people_rows.name(self._connection, person))

    def settle(self, unsettled: Unsettled) -> None:
        """First the cases: of a subtask that lacks somebody the owner is told, or who stands in for the owner."""
        if unsettled.everything:
            cases, subtasks = self._cases(unsettled), self._subtasks(unsettled)
            stand_ins.lock(self._connection, [row.id for row in cases], [row.id for row in subtasks])
            absence_rows.lock_people(self._connection, unsettled.people)
        for case in self._cases(unsettled):
            self._settle_case(case)
        for subtask in self._subtasks(unsettled):
            self._settle_subtask(subtask)

    def _cases(self, unsettled: Unsettled) -> list[stand_ins.CaseRow]:
        found = stand_ins.cases_with(self._connection, unsettled.cases)
        found += stand_ins.cases_of(self._connection, self._away) if unsettled.everything else []
        return [row for _, row in sorted({row.id: row for row in found}.items())]

    def _subtasks(self, unsettled: Unsettled) -> list[stand_ins.SubtaskRow]:
        found = stand_ins.subtasks_with(self._connection, unsettled.subtasks)
        found += stand_ins.subtasks_in(self._connection, unsettled.cases)
        found += stand_ins.subtasks_of(self._connection, self._away) if unsettled.everything else []
        return [row for _, row in sorted({row.id: row for row in found}.items())]

    # ---- cases

    def _settle_case(self, row: stand_ins.CaseRow) -> None:
        chosen = self.for_case(row)
        if chosen == row.stand_in_id:
            return
        stand_ins.set_in_case(self._connection, row.id, chosen)
        people = [row.owner_id, row.stand_in_id, chosen]
        if row.status in WORKED_ON and row.owner_id:
            self._act.did_in_case(Act.CASE_STAND_IN, row.id, self._said(row.owner_id, chosen), homes=people)
        self._show_case(row.id, {person for person in people if person})
        copies = case_copies.of_case(self._connection, row.id)
        self._act.show(
            [effects.look_again(*one) for one in sorted({(one.kind, one.subject_id, one.person_id) for one in copies})]
        )

    def _show_case(self, case_id: str, people: set[int]) -> None:
        """Draw the cards of a case's subtasks again; nobody gets a new one of what is solved."""
        solved: list[int] = []
        for one in stand_ins.subtasks_in(self._connection, [case_id]):
            assignee = one.assignee_id if one.declined_at is None else None
            parties = people | {person for person in (assignee, one.stand_in_id) if person}
            if one.status is SubtaskStatus.SOLVED:
                solved.append(one.id)
            else:
                self._act.show(effects.redraw(one.id, sorted(parties)))
        self._act.show(effects.cards_again(self._connection, solved), effects.homes(*sorted(people)))

    def for_case(self, row: stand_ins.CaseRow) -> int | None:
        """Who stands in for its owner: somebody whom the case could be given to. One that has ended gets nobody new."""
        if row.owner_id is None or row.owner_id not in self._away or not row.owner_answers:
            return None
        found = first_who_is_there(row.owner_id, self._substitutes)
        if found is None or (row.status not in WORKED_ON and found != row.stand_in_id):
            return None
        return found if people_rows.can_own(self._connection, found, case_id=row.id) else None

    # ---- subtasks

    def _settle_subtask(self, row: stand_ins.SubtaskRow) -> None:
        chosen = self._for_subtask(row)
        if chosen != row.stand_in_id:
            stand_ins.set_in_subtask(self._connection, row.id, chosen)
            self._show_subtask(row, chosen)
        if chosen is None and self._lacks_somebody(row):
            owner, absence = row.owner_stand_in_id or row.owner_id, self._away[row.assignee_id].id
            once = f"nobody_stands_in:{row.id}:{absence}:{owner}"
            if owner and owner != row.assignee_id and not self._act.is_quiet:
                self._act.show([effects.notice(NobodyStandsIn(absence), owner, subtask_id=row.id, dedupe_key=once)])

    def _for_subtask(self, row: stand_ins.SubtaskRow) -> int | None:
        """Who stands in for its assignee: somebody whom it could be given to. One that is solved gets nobody new."""
        if row.assignee_id not in self._away or not self._is_covered(row):
            return None
        found = first_who_is_there(row.assignee_id, self._substitutes)
        if found is None or (row.status is SubtaskStatus.SOLVED and found != row.stand_in_id):
            return None
        return found if self._may_be_given(found, row.case_id, row.place_id, row.owner_id) else None

    def _is_covered(self, row: stand_ins.SubtaskRow) -> bool:
        """Whether it is the assignee's, and among what the substitute was chosen for."""
        absence = self._away[row.assignee_id]
        is_theirs = bool(row.may_have_it) and row.declined_at is None
        return is_theirs and (absence.with_open or row.since_at >= absence.began_at)

    def _lacks_somebody(self, row: stand_ins.SubtaskRow) -> bool:
        """Whether it lies still while its assignee is away, and not because the assignee wanted it to."""
        absence = self._away.get(row.assignee_id)
        if absence is None or row.status is SubtaskStatus.SOLVED or row.declined_at or not row.may_have_it:
            return False
        return absence.substitute_id is None or self._is_covered(row)

    def _may_be_given_now(self, person: int, case_id: str, place_id: int, owner_id: int | None) -> bool:
        if person == owner_id:
            return people_rows.can_own(self._connection, person, case_id=case_id)
        return bool(people_rows.roles_at(self._connection, person, place_id, case_id=case_id))

    def _show_subtask(self, row: stand_ins.SubtaskRow, chosen: int | None) -> None:
        people = {row.stand_in_id, chosen, row.owner_id, row.owner_stand_in_id}
        people |= {row.assignee_id} if row.declined_at is None else set()
        parties = sorted(person for person in people if person)
        if row.status is SubtaskStatus.SOLVED or row.declined_at:
            self._act.show(effects.redraw(row.id, parties))
            return
        details = self._said(row.assignee_id, chosen)
        self._act.did_between(Act.SUBTASK_STAND_IN, row.case_id, row.id, parties, details)
        if row.nudged_on:
            was, to = row.stand_in_id or row.assignee_id, chosen or row.assignee_id
            once = effects.nudge(row.id, was, row.nudged_on).dedupe_key or ""
            self._act.pass_on(once, effects.nudge(row.id, to, row.nudged_on))

    def _said(self, absent: int, chosen: int | None) -> dict[str, object]:
        """What the history keeps: for whom somebody stands in, and who; nobody any more where there is no `to`."""
        details: dict[str, object] = {"for": self._name(absent), "people": {"for": absent}}
        if chosen:
            details |= {"to": self._name(chosen), "people": {"for": absent, "to": chosen}}
        return details
