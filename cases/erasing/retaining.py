"""Which cases need not be kept any more, by the rules of their types, and why the others have to stay for now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.engine import Connection

from cases import transaction
from cases.archive import packages
from cases.context import Context
from cases.erasing.case import Why, erase, erase_files
from domain.retention import Rule, Then
from store import cases as case_rows
from store import erasing as erasing_rows
from store import packages as package_rows
from store import retaining as rows
from store.retaining import EndedRow


class Stays(StrEnum):
    """Why a case stays for now."""

    NO_RULE = "no rule"
    NOT_YET = "not yet"
    NO_PACKAGE = "no package"
    NOT_CONFIRMED = "not confirmed"
    CHANGED = "changed"
    NOT_ENDED = "not ended"


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and what becomes of it: it goes when nothing says why it `stays`."""

    case_id: str
    case_type: str | None
    rule: Rule | None
    kept_until_on: date | None
    stays: Stays | None


def judged(context: Context, *, now: datetime) -> Iterator[Judged]:
    """Every case that has ended and is there, by number; those of which only the record is to stay, and does, not."""
    after = ""
    while True:
        with context.database.read(patient=True) as connection:
            some = rows.ended(connection, after=after)
            left = [row for row in some if not _is_done(connection, row, context.retention.of(row.type))]
            found = [_judge(context, connection, row, now) for row in left]
        yield from found
        if not some:
            return
        after = some[-1].id


def follow_one(context: Context, case_id: str, *, now: datetime) -> Judged | None:
    """Do with a case what the rule of its type says, if it still may be done; None when there is nothing to do.

    It is judged again, with everything in it locked: whoever has reopened or changed it meanwhile is not overruled.
    """
    with transaction.begin(context, now=now, patient=True) as act:
        case = case_rows.get(act.connection, case_id, lock="update")
        row = rows.one(act.connection, case_id)
        if case is None or row is None:
            return None
        erasing_rows.lock(act.connection, case_id)
        found = _judge(context, act.connection, row, now)
        rule = context.retention.of(row.type)
        if found.stays is None and rule is not None and not _is_done(act.connection, row, rule):
            take = erase if rule.then is Then.DELETE else erase_files
            take(act, case_id, Why(context.operator, rule.provision))
        return found


def why_not_archived(connection: Connection, case_id: str) -> Stays | None:
    """Why the archive does not have a case as it is now; None when it has."""
    if not package_rows.is_whole(connection, case_id):
        return Stays.NOT_ENDED
    newest = package_rows.newest(connection, case_id)
    if newest is None:
        return Stays.NO_PACKAGE
    if newest.confirmed_at is None:
        return Stays.NOT_CONFIRMED
    return None if packages.confirmed(connection, case_id) else Stays.CHANGED


def _judge(context: Context, connection: Connection, row: EndedRow, now: datetime) -> Judged:
    rule = context.retention.of(row.type)
    if rule is None:
        return Judged(row.id, row.type, None, None, Stays.NO_RULE)
    until_on = rule.kept_until_on(context.today(row.closed_at))
    not_yet = Stays.NOT_YET if until_on > context.today(now) else None
    return Judged(row.id, row.type, rule, until_on, not_yet or why_not_archived(connection, row.id))


def _is_done(connection: Connection, row: EndedRow, rule: Rule | None) -> bool:
    """Whether of this case only the record is to stay, and it is all that there is."""
    if rule is None or rule.then is Then.DELETE:
        return False
    return any(one.kind == "attachments" for one in erasing_rows.of_case(connection, row.id))
