"""Packages of cases: what they are made of, which was made and handed out, and that the archive has it.

None of it leaves a line in the history of the case: that would make the case another one than its package says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import loading
from cases.archive.as_json import state_of
from cases.archive.gathering import record_of
from cases.context import Context
from domain.administration import LogLine, Measure
from domain.case_record import CaseRecord
from domain.errors import N_, NotFoundError, Refused, TooLateError
from domain.values import WORKED_ON
from store import administration as log_lines
from store import packages as package_rows
from store.packages import PackageRow

NO_SUCH_CASE = N_("Saken finnes ikke.")
NOT_ENDED = N_("Saken er ikke avsluttet. Avslutt den først.")
NOT_THERE = N_("Saken er slettet eller fjernet, så det er ingen pakke av den.")
NO_PACKAGE = N_("Det er ikke laget noen pakke av saken. Lag den med «export», eller hent den først.")
OTHER_NOW = N_(
    "Saken er endret etter at pakken ble laget. Lag den på nytt med «export», eller hent den på nytt, "
    "og gi arkivet den nye pakken."
)


@dataclass(frozen=True, slots=True)
class ToPack:
    """What a package is made of: the record of a case, its state, and the last line of its history."""

    record: CaseRecord
    state: str
    upto_id: int


def to_pack(context: Context, case_id: str) -> ToPack:
    """What the package of a case, written in whichever way, is made of now.

    Raises NotFoundError without such a case, TooLateError for one that has not ended, or of which nothing is left.
    """
    with context.database.read(patient=True, whole=True) as connection:
        return to_pack_in(connection, loading.case_id(connection, case_id))


def to_pack_in(connection: Connection, case_id: str) -> ToPack:
    """The same, inside a reading transaction."""
    record = record_of(connection, case_id)
    if record is None:
        raise NotFoundError(NO_SUCH_CASE)
    if not package_rows.is_whole(connection, case_id):
        raise TooLateError(NOT_ENDED if record.status in WORKED_ON else NOT_THERE)
    return ToPack(record, state_of(record), package_rows.last_line(connection, case_id))


def ended_since(context: Context, at: datetime) -> list[str]:
    """The numbers of the cases that have ended since then."""
    with context.database.read(patient=True) as connection:
        return package_rows.ended_since(connection, at)


def note(context: Context, packed: ToPack, *, digest: str, size: int, now: datetime) -> None:
    """Note that a package was made and handed out. One of the same bytes as the last one is that one.

    So is one of the same state when the archive has that: a newer version of the program may draw it otherwise, which
    gives the archive nothing that it has not got.
    """
    with context.database.begin(patient=True) as connection:
        note_in(connection, packed, digest=digest, size=size, by=context.operator, now=now)


def note_in(connection: Connection, packed: ToPack, *, digest: str, size: int, by: str, now: datetime) -> None:
    """The same inside a transaction; `by` is whose account gave the command, empty for the bot that runs."""
    last = package_rows.newest(connection, packed.record.id)
    if last and last.state == packed.state and (last.digest == digest or last.confirmed_at):
        package_rows.made_again(connection, last.id, packed.upto_id)
        return
    known = (packed.record.id, digest, size, packed.upto_id, packed.state)
    package_rows.add(connection, *known, at=now)
    log_lines.add(connection, [_line(Measure.PACKAGE_MADE, packed.record.id, digest)], now, by=by)


def _line(measure: Measure, case_id: str, digest: str) -> LogLine:
    return LogLine(measure, case_id=case_id, details={"digest": digest})


def confirm(context: Context, case_id: str, *, now: datetime) -> PackageRow:
    """Note that the archive has the package of a case, as it is now; the same twice is once.

    Raises NotFoundError without such a case, TooLateError when there is no package, or the case is another one now.
    """
    with context.database.begin(patient=True) as connection:
        last = to_confirm(connection, loading.case_id(connection, case_id))
        if package_rows.confirm(connection, last.id, by=context.operator, at=now):
            line = _line(Measure.PACKAGE_CONFIRMED, last.case_id, last.digest)
            log_lines.add(connection, [line], now, by=context.operator)
        return package_rows.newest(connection, last.case_id) or last


def to_confirm(connection: Connection, case_id: str) -> PackageRow:
    """The package of a case, as the case is now, that was made last. Raises what `confirm` raises."""
    packed = to_pack_in(connection, case_id)
    last = package_rows.newest(connection, case_id)
    if last is None:
        raise TooLateError(NO_PACKAGE)
    if last.state != packed.state:
        raise TooLateError(OTHER_NOW)
    return last


def confirmed(connection: Connection, case_id: str) -> PackageRow | None:
    """The package of a case that the archive has; None when it has none of how the case is now."""
    found = package_rows.confirmed(connection, [case_id])
    try:
        state = to_pack_in(connection, case_id).state if found else ""
    except Refused:
        return None
    return next((one for one in found if one.state == state), None)
