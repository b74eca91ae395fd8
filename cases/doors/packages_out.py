"""The archive package of a case that has ended, out by the door; and that the archive has it.

What is noted is what `export` notes: it is the archive that asks, or the case system on its behalf.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases import transaction
from cases.archive import packages
from cases.archive.packages import ToPack
from cases.context import Context
from cases.doors import answers, keys, sight
from cases.doors.answers import Answer, Asked
from cases.transaction import Transaction
from domain.administration import LogLine, Measure
from domain.errors import N_
from store import packages as package_rows
from store.systems import SystemRow

OTHER_PACKAGE = N_("Pakken er ikke den som ble hentet sist. Hent den på nytt.")


@dataclass(frozen=True, slots=True)
class ToHandOut:
    """What a package is made of, and the digest of the one that was made of the same before, if any was."""

    packed: ToPack
    known_by: str | None


def to_hand_out(context: Context, key_id: int, case_id: str, *, now: datetime) -> ToHandOut:
    """What the package of a case that the system runs is made of now.

    Raises NotFoundError, GoneError for an erased case, TooLateError for one that has not ended.
    """
    with context.database.read(patient=True, whole=True) as connection:
        sight.case_for(connection, case_id, keys.system_of(connection, key_id, now))
        packed = packages.to_pack_in(connection, case_id)
        last = package_rows.newest(connection, case_id)
        return ToHandOut(packed, last.digest if last and last.state == packed.state else None)


def handed_out(context: Context, key_id: int, packed: ToPack, *, digest: str, size: int, now: datetime) -> None:
    """Note, just before it goes out, that a package was made and who fetched it.

    Raises NotAllowedError and NotFoundError when the key may not have it any more.
    """
    with transaction.begin(context, now=now, patient=True) as act:
        system = keys.system_of(act.connection, key_id, now)
        sight.case_for(act.connection, packed.record.id, system)
        packages.note_in(act.connection, packed, digest=digest, size=size, by=context.operator, now=now)
        act.log(LogLine(Measure.PACKAGE_DOWNLOADED, case_id=packed.record.id, actor_id=system.id))


def confirm(context: Context, asked: Asked, case_id: str, *, now: datetime) -> Answer:
    """Note that the archive has the package of a case, as it is now; only the one that was seen, where that is said.

    Raises NotFoundError, GoneError, ChangedError, and TooLateError where there is no package of how the case is now.
    """

    def do(act: Transaction, system: SystemRow) -> Answer:
        sight.case_for(act.connection, case_id, system)
        last = packages.to_confirm(act.connection, case_id)
        asked.seen.require(f'"{last.digest}"', OTHER_PACKAGE)
        is_new = package_rows.confirm(act.connection, last.id, by=system.person.name, at=now)
        if is_new:
            told = {"digest": last.digest}
            act.log(LogLine(Measure.PACKAGE_CONFIRMED, case_id=case_id, actor_id=system.id, details=told))
        return Answer.of(200, id=case_id, result="confirmed" if is_new else "unchanged")

    return answers.once(context, asked, do, now=now)
