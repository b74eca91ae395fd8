"""Giving cases to those who shall answer for them: distribution, and redistribution to somebody else (F4-F8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.engine import Connection

from cases import choosing, effects, loading, transaction
from cases.acts import assigning, deadlines, handing_over
from cases.context import Context
from cases.transaction import Transaction
from domain import permissions
from domain.absences import Choice
from domain.errors import N_, InvalidInputError, NotAllowedError, Refused
from domain.forms import Distribution, DistributionForm, WaitingCase
from domain.history import Act, CaseFact
from domain.notices import CaseAssigned
from domain.permissions import Actor
from domain.values import CaseFacts, Person
from store import case_lists
from store import cases as case_rows
from store import people as people_rows
from store import subtasks as subtask_rows
from store.case_lists import OwnerlessCaseRow, WaitingCaseRow
from store.cases import CaseRow


def waiting_in(
    connection: Connection, who: Actor, *, limit: int, offset: int = 0, paths: Sequence[str] | None = None
) -> list[WaitingCase]:
    """The cases that wait for this distributor, oldest application first (F6); none for one who is not.

    `paths` are some of the distributor's, below which to look; None for all.
    """
    if not who.reach:
        return []
    within = who.reach if paths is None else paths
    return [
        _waiting(row, row.new_attachments, None)
        for row in case_lists.waiting_in_reach(connection, who.person.id, within, limit=limit, offset=offset)
    ]


def count_waiting(connection: Connection, who: Actor) -> int:
    """How many cases wait for this distributor."""
    return case_lists.count_waiting_in_reach(connection, who.person.id, who.reach) if who.reach else 0


def ownerless_in(
    connection: Connection, who: Actor, *, limit: int, offset: int = 0, paths: Sequence[str] | None = None
) -> list[WaitingCase]:
    """The cases that this distributor has to give to another owner, since theirs cannot answer for them."""
    if not who.reach:
        return []
    within = who.reach if paths is None else paths
    rows = case_lists.ownerless_in_reach(connection, who.person.id, within, limit=limit, offset=offset)
    return [_waiting(row, 0, row.owner) for row in rows]


def _waiting(row: WaitingCaseRow | OwnerlessCaseRow, attachments: int, lost_owner: Person | None) -> WaitingCase:
    return WaitingCase(
        row.id, row.title, row.place, row.applicant_name, row.applied_on, attachments, lost_owner, row.deadline_on
    )


def count_ownerless(connection: Connection, who: Actor) -> int:
    """How many there are of these."""
    return case_lists.count_ownerless_in_reach(connection, who.person.id, who.reach) if who.reach else 0


class Lost(StrEnum):
    """Why a case's owner cannot answer for it any more."""

    LEFT = "left"
    UNREACHABLE = "unreachable"
    NO_ROLE = "no_role"


@dataclass(frozen=True, slots=True)
class LostOwner:
    """An open case that needs another owner, and why: for the administrator."""

    case_id: str
    email: str
    why: Lost


def lost_owners(connection: Connection) -> list[LostOwner]:
    """Every open case whose owner cannot answer for it any more."""
    return [LostOwner(row.id, row.owner.email, _why(row.owner)) for row in case_lists.ownerless(connection)]


def _why(owner: Person) -> Lost:
    if not owner.active:
        return Lost.LEFT
    return Lost.NO_ROLE if owner.slack_id else Lost.UNREACHABLE


def form(context: Context, case_id: str, *, actor: str, now: datetime) -> DistributionForm:
    """What the dialog shows. Raises unless the actor may give the case to somebody (F5, F8)."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        case, relation = loading.case_for(connection, case_id, who)
        permissions.require_open_case(case.status)
        disqualified = assigning.disqualified(connection, case)
        return DistributionForm(loading.case_facts(case), relation.distributor, context.today(now), disqualified)


def possible_owners(context: Context, case_id: str, words: str, *, actor: str) -> list[Choice]:
    """Who may be given this case, by name; nobody before three letters are typed (F4, F5)."""
    with context.database.read() as connection:
        loading.case_for(connection, case_id, loading.actor(connection, actor))
        return choosing.possible_owners(connection, words, case_id)


def distribute(context: Context, case_id: str, given: Distribution, *, actor: str, key: str, now: datetime) -> None:
    """Give a case to an owner, with a deadline where a distributor sets one (F5, F7, F8).

    The new owner is told and gets the cards and threads of the open subtasks; the former one's cards close. One who
    keeps the case is told of its new deadline. When subtasks are due after it now, the owner is asked about those.
    Raises InvalidInputError for an owner or a deadline that cannot be, or when somebody else was quicker.
    """
    owner_id, deadline_on = given.owner_id, given.deadline_on
    with transaction.once(context, key, digest=f"{owner_id} {deadline_on}", now=now) as act:
        if act is None:
            return
        who, connection = act.actor(actor), act.connection
        case, relation = loading.case_for(connection, case_id, who, lock="update")
        permissions.require_open_case(case.status)
        owner_id = _require_possible(connection, case, given, context.today(now), may_set=relation.distributor)
        subtask_rows.lock_in(connection, case_id)
        former = case.owner_id
        deadline = {"deadline_on": deadline_on} if relation.distributor else {}
        said = {"deadline": deadline_on.isoformat() if deadline_on and deadline else None}
        if former != owner_id:
            handing_over.cases_to(act, [case], owner_id, said, **deadline)
        else:
            _set_deadline(act, case, said, **deadline)
        if owner_id not in (who.person.id, former):
            act.show([effects.notice(CaseAssigned(case_id), owner_id)])
        moved = [case_id] if owner_id == former != who.person.id else []
        act.show(deadlines.news(context, act, {case_id: case.deadline_on}, moved=moved))


def _set_deadline(act: Transaction, case: CaseRow, said: Mapping[str, object], **deadline: date | None) -> None:
    """Give a case another deadline, or none, while its owner stays."""
    connection, owner = act.connection, case.owner_id
    if deadline:
        case_rows.set_deadline(connection, case.id, **deadline)
    details = {"owner": people_rows.name(connection, owner or 0), "people": {"owner": owner}, **said}
    homes = [*case.owners, *people_rows.distributors_over(connection, case.place_path)]
    act.did_in_case(Act.CASE_REDISTRIBUTED, case.id, details, homes=homes, changed={CaseFact.DEADLINE})
    for row in subtask_rows.unsolved_in(connection, case.id):
        act.show(effects.redraw(row.id, loading.parties(row)))


def _require_possible(connection: Connection, case: CaseRow, given: Distribution, today: date, *, may_set: bool) -> int:
    changes_deadline = may_set and given.deadline_on != case.deadline_on
    faults = []
    if given.owner_id is None:
        faults.append(Refused(N_("Velg hvem som skal være sakseier."), field="owner"))
    elif case.owner_id != given.instead_of:
        words = N_("Saken har fått en annen sakseier i mellomtiden. Lukk dialogen og åpne den på nytt.")
        faults.append(Refused(words, field="owner"))
    elif case.owner and given.owner_id == case.owner.id and not changes_deadline:
        words = N_("{name} er allerede sakseier. Velg en annen.")
        faults.append(Refused(words, field="owner", name=case.owner.name))
    elif not people_rows.can_own(connection, given.owner_id, case_id=case.id):
        faults.append(Refused(N_("Denne personen kan ikke være sakseier. Velg en annen."), field="owner"))
    if changes_deadline and given.deadline_on and given.deadline_on < today:
        words = N_("Fristen kan ikke være før i dag. Velg {today} eller senere.")
        faults.append(Refused(words, field="deadline", today=today))
    if faults or given.owner_id is None:
        raise InvalidInputError(faults)
    return given.owner_id


def case_of_notice(context: Context, case_id: str, *, reader: str) -> CaseFacts | None:
    """The case that a notice to its owner is about, while it is theirs."""
    with context.database.read() as connection:
        row = case_rows.get(connection, case_id)
        try:
            is_hers = row is not None and loading.relation_to_case(row, loading.actor(connection, reader)).owner
        except NotAllowedError:
            return None
        return loading.case_facts(row) if row is not None and is_hers else None
