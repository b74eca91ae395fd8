"""Who must be shown what after an import: cards, copies of files and App Homes that no longer tell the truth."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from cases import effects, standing_in
from cases.acts import case_files
from cases.importing.apply import Moves
from cases.importing.plan import CaseStep, Plan
from cases.transaction import Transaction
from domain.history import CaseFact
from domain.notices import CaseAssigned, CaseSupplemented
from domain.values import SubtaskStatus
from store import case_copies
from store import cases as case_rows
from store import importing as rows
from store.grants import StandingGrantRow
from store.outbox import OutboxItem

_ON_CARDS = {CaseFact.TITLE, CaseFact.OWNER, CaseFact.PLACE}
_ON_COPIES = {CaseFact.PLACE, CaseFact.OWNER}


def items_after(act: Transaction, plan: Plan, moves: Moves) -> list[OutboxItem]:
    """The outbox rows, each queue in the order in which it must happen: cards, what hangs under them, App Home."""
    connection = act.connection
    regranted = _grants(connection, plan)
    cards = _cards(connection, plan, regranted)
    homes = {item.person_id for item in cards} | _homes(connection, plan, moves)
    holders = {grant.id: grant.holders for grant in regranted}
    return [
        *cards,
        *(item for number in sorted(holders) for item in effects.show_granted([number], holders[number])),
        *_fetched(connection, plan, moves),
        *_notices(act, plan, moves),
        *effects.homes(*sorted(homes)),
    ]


def _given(plan: Plan) -> list[CaseStep]:
    """The cases that go from nobody or somebody to somebody else; new ones show on App Home, without a word."""
    return [step for step in plan.cases if step.known and step.owner and CaseFact.OWNER in step.changes]


def _notices(act: Transaction, plan: Plan, moves: Moves) -> list[OutboxItem]:
    """A new owner hears of the case; who answers for it already hears of what was sent in later (F16)."""
    given = [step.record.id for step in _given(plan)]
    more = [step.record.id for step in plan.cases if step.known and any(not one.known for one in step.attachments)]
    answers = standing_in.who_answers(act, more)
    return [
        effects.notice(CaseAssigned(number), moves.person_ids[step.owner])
        if (number := step.record.id) in given
        else effects.notice(CaseSupplemented(number), answers.get(number, moves.person_ids[step.owner]))
        for step in plan.cases
        if step.owner and step.record.id in {*given, *more}
    ]


def _cards(connection: Connection, plan: Plan, regranted: Iterable[StandingGrantRow]) -> list[OutboxItem]:
    """Every card that stands somewhere or comes, and both parties' cards of what is unsolved."""
    changed_cases = [step.record.id for step in plan.cases if step.known and _ON_CARDS & step.changes.keys()]
    changed_people = [step.known.id for step in plan.people if step.known]
    subtasks = [
        *rows.subtasks_of_cases(connection, changed_cases),
        *rows.subtasks_of_people(connection, changed_people),
        *rows.subtasks_with_ids(connection, {grant.subtask_id for grant in regranted}),
    ]
    open_ones = [one for one in subtasks if one.status is not SubtaskStatus.SOLVED]
    return [
        *effects.cards_again(connection, {one.id for one in subtasks}),
        *(effects.card(one.id, person) for one in open_ones for person in one.people),  # new owners have none yet
    ]


def _grants(connection: Connection, plan: Plan) -> list[StandingGrantRow]:
    """The grants whose copies have to be replaced: other bytes came under the same name."""
    return rows.grants_on(connection, [one.known.id for step in plan.cases for one in step.attachments if one.known])


def _fetched(connection: Connection, plan: Plan, moves: Moves) -> list[OutboxItem]:
    """The copies that people who run a case have fetched, and may have to lose, or to get anew."""
    people = plan.people_of_other_access
    cases = {
        step.record.id
        for step in plan.cases
        if _ON_COPIES & step.changes.keys() or any(one.known for one in step.attachments)
    }
    found = [
        row
        for row in case_copies.of_all(connection)
        if row.person_id in people or row.case_id in cases or row.place_id in moves.changed_place_ids
    ]
    return case_files.items_for(found)


def _homes(connection: Connection, plan: Plan, moves: Moves) -> set[int]:
    """Whose App Home lists, or has open, something that has changed."""
    people = {step.known.id for step in plan.people if step.known}
    owners = {moves.person_ids[step.owner] for step in plan.cases if step.owner}
    former = {step.known.owner_id for step in plan.cases if step.known and step.known.owner_id}
    in_front = [
        *rows.homes_on_cases(connection, [step.record.id for step in plan.cases if step.known]),
        *rows.homes_on_places(connection, moves.changed_place_ids),
    ]
    over = case_rows.distributors_over_cases_of(connection, {*people, *owners})
    return {*people, *owners, *former, *in_front, *over, *_distributors(connection, plan)}


def _distributors(connection: Connection, plan: Plan) -> set[int]:
    """Who sees a case come into, or go out of, their list of those that wait."""
    waiting = [
        step.record.id for step in plan.cases if not step.owner or (step.known is not None and not step.known.owner)
    ]
    paths = rows.paths_of_cases(connection, waiting)
    return {row.person_id for row in rows.distributors(connection) if any(path.startswith(row.path) for path in paths)}


def counted(steps: Iterable[CaseStep]) -> tuple[int, int]:
    """How many attachments are added, and how many replaced."""
    known = [one.known is not None for step in steps for one in step.attachments]
    return known.count(False), known.count(True)
