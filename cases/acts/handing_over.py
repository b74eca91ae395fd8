"""What giving cases or subtasks to somebody else always does, be it one or many at once.

Everything is locked already, and the receiver is one who may have it. What is said to whom is the act's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.engine import Connection

from cases import effects, loading
from cases.acts import case_files
from cases.transaction import Transaction
from domain.history import Act, CaseFact
from domain.values import SubtaskStatus
from store import case_copies
from store import cases as case_rows
from store import grants as grant_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.outbox import OutboxItem
from store.whole_subtask import SubtaskRow


def cases_to(
    act: Transaction, found: Sequence[CaseRow], owner_id: int, said: Mapping[str, object], **deadline: date | None
) -> None:
    """Give cases to another owner, who gets the cards of what is unsolved in them; the former ones' cards close.

    `said` is what the history keeps besides, `deadline_on` their deadline, where it is named.
    """
    numbers = [case.id for case in found]
    case_rows.give_to(act.connection, numbers, owner_id, **deadline)
    details = {"owner": people_rows.name(act.connection, owner_id), "people": {"owner": owner_id}, **said}
    over = distributors_over(act.connection, found)
    for case in found:
        what = Act.CASE_REDISTRIBUTED if case.owner_id else Act.CASE_DISTRIBUTED
        homes = [*case.owners, owner_id, *over[case.place_path]]
        act.did_in_case(what, case.id, details, homes=homes, changed={CaseFact.OWNER})
    act.show(cards_after(act.connection, found))


def distributors_over(connection: Connection, found: Sequence[CaseRow]) -> dict[str, list[int]]:
    """Who distributes the cases at each of the places of these, by the place's path."""
    return {path: people_rows.distributors_over(connection, path) for path in {case.place_path for case in found}}


def cards_after(connection: Connection, found: Sequence[CaseRow]) -> list[OutboxItem]:
    """After these cases, as they were before, have another owner: the cards of all that is theirs, and was."""
    numbers = [case.id for case in found]
    former = {case.id: case.owners for case in found}
    told = case_files.items_for(case_copies.of_cases(connection, numbers))
    solved: list[int] = []
    for row in subtask_rows.in_cases(connection, numbers):
        told += effects.redraw(row.id, former[row.case_id])
        if row.status is SubtaskStatus.SOLVED:  # then the new owner gets no card, but the others' name them
            solved.append(row.id)
            told += effects.homes(*loading.holders(row))
        else:
            told += effects.redraw(row.id, loading.parties(row))
    return told + effects.cards_again(connection, solved)


def subtasks_to(act: Transaction, found: Sequence[SubtaskRow], to: int, said: Mapping[str, object]) -> None:
    """Give unsolved subtasks to somebody else: card, thread and grants move, the former assignees' cards close.

    `said` is what the history keeps besides.
    """
    numbers = [row.id for row in found]
    subtask_rows.give_to(act.connection, numbers, to, act.now)
    grant_rows.forget_fetched(act.connection, numbers)
    name = people_rows.name(act.connection, to)
    for row in found:
        details = {"from": row.assignee.name, "to": name, **said, "people": {"from": row.assignee_id, "to": to}}
        act.did(Act.SUBTASK_REASSIGNED, row, details, came=[to] if row.is_begun else ())
