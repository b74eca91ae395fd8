"""`Last ned`: the package of a case that has ended, into the own conversation of the one who answers for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, loading, transaction
from cases.archive import packages
from cases.archive.packages import ToPack
from cases.context import Context
from domain.administration import LogLine, Measure
from domain.errors import N_, NotAllowedError, Refused, TooLateError
from domain.outbox_kinds import OutboxKind
from domain.permissions import Actor, Relation
from domain.values import WORKED_ON
from store import outbox
from store import packages as package_rows
from store.cases import CaseRow

NOT_YOURS = N_("Bare sakseieren kan laste ned arkivpakken.")
NOT_YET = N_("Saken er ikke avsluttet, så det er ingen arkivpakke av den ennå.")


def download(context: Context, case_id: str, *, actor: str, now: datetime) -> bool:
    """Bring the package of a case to its owner's conversation; False when it is on its way already.

    Raises NotFoundError for one who does not run the case, NotAllowedError for one who does and is not its owner,
    TooLateError for a case that has not ended.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        case, relation = loading.case_for(act.connection, case_id, who, lock="update")
        _require_owner(case, relation, who)
        if case.status in WORKED_ON:
            raise TooLateError(NOT_YET)
        line, me = package_rows.first_line(act.connection, case.id), who.person.id
        if outbox.is_waiting(act.connection, OutboxKind.PACKAGE, line, me):
            return False
        act.show([effects.package(line, me)])
        act.log(LogLine(Measure.PACKAGE_DOWNLOADED, case_id=case.id, actor_id=me))
        return True


def may_download(connection: Connection, case: CaseRow, relation: Relation, who: Actor) -> bool:
    """Whether the actor would get a package."""
    is_owner = relation.owner and _answers(case, who)
    return is_owner and case.status not in WORKED_ON and package_rows.is_whole(connection, case.id)


def for_owner(context: Context, line_id: int, reader: str) -> ToPack | None:
    """What the package is made of, while the reader still is the one who answers for the case."""
    with context.database.read(patient=True, whole=True) as connection:
        case_id = _owned(connection, line_id, reader)
        try:
            return packages.to_pack_in(connection, case_id) if case_id else None
        except Refused:
            return None


def is_owners(context: Context, line_id: int, reader: str) -> bool:
    """Whether the reader still is the one who answers for the case whose history begins with this line."""
    with context.database.read() as connection:
        return _owned(connection, line_id, reader) is not None


def _owned(connection: Connection, line_id: int, reader: str) -> str | None:
    try:
        who = loading.actor(connection, reader)
        case, relation = loading.case_for(connection, package_rows.case_of_line(connection, line_id) or "", who)
        _require_owner(case, relation, who)
    except Refused:
        return None
    return case.id


def tell_failed(context: Context, line_id: int, person_id: int, *, now: datetime) -> None:
    """Have somebody told that the package which they wanted could not be brought."""
    with transaction.begin(context, now=now) as act:
        act.show([effects.package(line_id, person_id, failed=True)])


def _require_owner(case: CaseRow, relation: Relation, who: Actor) -> None:
    if not (relation.owner and _answers(case, who)):
        raise NotAllowedError(NOT_YOURS)


def _answers(case: CaseRow, who: Actor) -> bool:
    """Whether the actor, who has the case as its owner does, may still do so: an owner can have lost the role."""
    is_stand_in = case.stand_in is not None and case.stand_in.id == who.person.id
    return is_stand_in or bool(case.owner_answers)
