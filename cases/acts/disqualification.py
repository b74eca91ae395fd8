"""Disqualified (inhabil): who says so is out of the whole case at once, and only another distributor lifts it.

It holds whatever else one is to the case, or becomes: rights are decided by it (domain/permissions.py), and so is who
can be chosen (store/people.py). See the Public Administration Act, chapter II.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.acts import case_files
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions, validation
from domain.errors import N_, InvalidInputError, Refused, TooLateError
from domain.forms import LiftForm, Reason
from domain.history import Act, CaseFact
from domain.notices import Declined
from domain.permissions import Actor
from domain.values import WORKED_ON, SubtaskStatus
from store import bulk_moves as move_rows
from store import cases as case_rows
from store import disqualifications as rows
from store import grants as grant_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.cases import CaseRow
from store.whole_subtask import SubtaskRow

REASON_MISSING = N_("Skriv en begrunnelse.")
NOBODY = N_("Ingen er inhabil i saken.")


def declare(context: Context, case_id: str, *, actor: str, key: str, now: datetime) -> None:
    """Take the actor out of a whole case, as they ask for themselves.

    Anybody may who could be given the case or a subtask of it. It says nothing of whether there is such a case: for
    one that there is not, or that has nothing to do with the actor, nothing happens, and nothing is said.
    """
    with transaction.once(context, key, digest=case_id, now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        case = case_rows.get(act.connection, loading.case_id(act.connection, case_id), lock="update")
        if case is None or not (
            loading.relation_to_case(case, who).runs_case
            or permissions.could_be_chosen(who, place_path=case.place_path)
        ):
            return
        subtask_rows.lock_in(act.connection, case.id)
        declare_in(act, case, who)


def lock_case_of(connection: Connection, subtask_id: int) -> CaseRow | None:
    """Lock a subtask's case and all that is in it, in the order in which every act takes them."""
    row = subtask_rows.get(connection, subtask_id)
    case = case_rows.get(connection, row.case_id, lock="update") if row is not None else None
    if case is not None:
        subtask_rows.lock_in(connection, case.id)
    return case


def declare_in(act: Transaction, case: CaseRow, who: Actor) -> None:
    """Inside the transaction of an act: take somebody out of a case, which is locked with its subtasks.

    What they were to solve comes back to the owner. A case that they owned waits for distribution; one that has ended
    keeps them as its owner, who sees nothing of it any more.
    """
    me = who.person.id
    if not rows.declare(act.connection, case.id, me, act.now):
        return
    owned = case.owner_id == me and case.status in WORKED_ON
    found = subtask_rows.all_in(act.connection, case.id)  # as they were while the person owned it
    if owned:
        case_rows.let_go_of(act.connection, case.id)
    over = people_rows.distributors_over(act.connection, case.place_path) if owned else []
    homes = [*case.owners, *over]
    act.did_in_case(
        Act.CASE_DISQUALIFIED, case.id, {"owned": owned}, homes=homes, changed={CaseFact.OWNER} if owned else set()
    )
    for row in found:
        _leave(act, row, me, owned=owned)
    act.show(case_files.looked_at_again(act.connection, case.id))
    act.show(effects.cards_again(act.connection, [row.id for row in found]))
    keys = {case.id, *(str(row.id) for row in found)}
    moves = move_rows.with_message_to(act.connection, me, keys)
    act.show(*(effects.moved(number, [me]) for number in moves), effects.homes(me))


def _leave(act: Transaction, row: SubtaskRow, me: int, *, owned: bool) -> None:
    """Take a subtask of the case out of somebody's sight, and from them if they were to solve it."""
    is_hers = row.assignee_id == me
    if is_hers and row.status is not SubtaskStatus.SOLVED and row.declined_at is None:
        _decline(act, row, me)
    elif is_hers and row.status is SubtaskStatus.SOLVED:
        _close_attachments(act, row, me)
    if is_hers or me in loading.parties(row):
        act.show(effects.redraw(row.id, [me]))
    if owned and row.status is not SubtaskStatus.SOLVED:
        act.show(effects.redraw(row.id, [one for one in loading.parties(row) if one != me]))


def _decline(act: Transaction, row: SubtaskRow, me: int) -> None:
    subtask_rows.mark_declined(act.connection, row.id, Reason.CONFLICT, "", act.now)
    act.did(Act.SUBTASK_DECLINED, row, {"reason": Reason.CONFLICT, "text": ""})
    if row.is_begun and row.acting_owner_id not in (None, me):
        act.show([effects.notice(Declined(), row.acting_owner_id, subtask_id=row.id)])


def _close_attachments(act: Transaction, row: SubtaskRow, me: int) -> None:
    """Let what somebody was granted in a solved subtask not come back to them by itself when that is lifted."""
    granted = grant_rows.standing(act.connection, row.id)
    numbers = grant_rows.withdraw(act.connection, row.id, [one.id for one in granted], by=me, at=act.now)
    for one in granted:
        details = {"attachment": one.title, "attachment_id": one.id, "to": row.assignee.name, "people": {"to": me}}
        act.did(Act.GRANT_WITHDRAWN, row, details)
    act.show(effects.show_granted(numbers, loading.holders(row)))


def lift_form(context: Context, case_id: str, *, actor: str) -> LiftForm:
    """What the dialog "Opphev inhabilitet" shows. Raises unless the actor is its distributor."""
    with context.database.read() as connection:
        case, relation = loading.case_for(connection, case_id, loading.actor(connection, actor))
        permissions.require_distributor(relation)
        found = tuple(rows.of_case(connection, case.id))
        if not found:
            raise TooLateError(NOBODY)
        return LiftForm(loading.case_facts(case), found)


def lift(
    context: Context, case_id: str, person_id: int | None, reason: str, *, actor: str, key: str, now: datetime
) -> None:
    """Let somebody else be no longer disqualified from a case, for a reason. Nothing comes back to them by itself.

    Raises InvalidInputError without a reason, or for one who is not disqualified.
    """
    with transaction.once(context, key, digest=f"{person_id} {reason}", now=now) as act:
        if act is None:
            return
        case, relation = loading.case_for(act.connection, case_id, act.actor(actor), lock="update")
        permissions.require_distributor(relation)
        reason = validation.require_text("reason", reason, REASON_MISSING)
        if person_id is None or not rows.lift(act.connection, case.id, person_id):
            words = N_("Velg en som er inhabil i saken.")
            raise InvalidInputError([Refused(words, field="person")])
        name = people_rows.name(act.connection, person_id)
        details = {"person": name, "people": {"person": person_id}, "reason": reason}
        homes = [*case.owners, person_id]
        act.did_in_case(Act.CASE_DISQUALIFICATION_LIFTED, case.id, details, homes=homes)
        numbers = subtask_rows.numbers_in(act.connection, [case.id])
        act.show(effects.cards_again(act.connection, numbers, [person_id]))


def stands(context: Context, case_id: str, *, reader: str) -> bool:
    """Whether this person is disqualified from a case: then nothing of it is said to them."""
    with context.database.read() as connection:
        return case_id in loading.actor(connection, reader).disqualified_from
