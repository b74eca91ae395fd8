"""The act of importing: look, keep the bytes, then write everything in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Connection

from cases import effects, transaction
from cases.acts import closing, deadlines, taking_out
from cases.context import Context
from cases.importing import removing
from cases.importing.apply import Kept, carry_out
from cases.importing.checks import check
from cases.importing.current import filled_in, look_up, without_others
from cases.importing.effects import counted, items_after
from cases.importing.faults import Fault, Faults, FaultyFilesError
from cases.importing.logged import lines_of
from cases.importing.plan import Plan, make_plan
from cases.importing.records import AttachmentRecord, Records, read_records
from cases.transaction import Transaction
from domain.errors import N_
from store import cases as case_rows
from store import importing as rows
from store import kept_files, search_index
from store import people as people_rows


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, and the ids of the cases that would be left without an owner who can answer for them."""

    plan: Plan
    ownerless: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    """How many of each were added and how many changed."""

    new_places: int = 0
    new_people: int = 0
    new_cases: int = 0
    new_attachments: int = 0
    changed_places: int = 0
    changed_people: int = 0
    changed_cases: int = 0
    changed_attachments: int = 0
    removed_cases: int = 0
    named: frozenset[str] = field(default=frozenset(), compare=False)
    """The addresses of those for whom the files say which account in the chat is theirs."""


def preview(context: Context, files: Sequence[Path], *, complete: bool = False) -> Preview:
    """What taking in these files would change; writes nothing. Raises FaultyFilesError with every fault."""
    faults = Faults()
    records = read_records(files, faults)
    with context.database.read(patient=True) as connection:
        plan = _plan(connection, records, faults, complete=complete)
        owned = rows.owners_of_open_cases(connection, plan.people_of_other_access)
        return Preview(plan, plan.left_by(owned))


def take_in(context: Context, files: Sequence[Path], *, now: datetime, complete: bool = False) -> Report:
    """Take in these files as one whole; the same files again change nothing.

    `complete` says that they name everybody: who is not in them loses access. Raises FaultyFilesError with every
    fault, and has then written nothing. The bytes of attachments are kept before the transaction begins, so that
    nobody waits for them.
    """
    faults = Faults()
    records = read_records(files, faults)
    with context.database.read(patient=True) as connection:
        plan = _plan(connection, records, faults, complete=complete)
    named = frozenset(email for email, one in records.people.items() if one.slack_id)
    if plan.is_empty:
        return Report(named=named)
    kept: dict[str, tuple[str, int]] = {}
    _keep(context, plan, kept)
    # An import often runs at night, and no colleague's act is behind it.
    with transaction.begin(context, now=now, patient=True, unhurried=True) as act:
        cases = [*(step.record.id for step in plan.cases if step.known), *plan.removed]
        # Somebody may have been quicker.
        plan = _write(context, act, records, Faults(), kept, cases=cases, complete=complete, files=files)
        search_index.take_in(act.connection)  # it may be much, and nobody waits for an import
    return replace(_report(plan), named=named)


def take_in_with(context: Context, act: Transaction, records: Records, faults: Faults, kept: Kept) -> Report:
    """Inside a transaction: take in what somebody says who comes without files, whose bytes are `kept` already.

    Raises FaultyFilesError with every fault, those found before included.
    """
    cases = sorted({*records.cases, *records.removed})
    return _report(_write(context, act, records, faults, dict(kept), cases=cases, complete=False))


def _write(
    context: Context,
    act: Transaction,
    records: Records,
    faults: Faults,
    kept: dict[str, tuple[str, int]],
    *,
    cases: Sequence[str],
    complete: bool,
    files: Sequence[Path] = (),
) -> Plan:
    connection = act.connection
    kept_files.alone(connection)
    rows.one_at_a_time(connection, cases)
    plan = _plan(connection, records, faults, complete=complete)
    if plan.is_empty:
        return plan
    _keep(context, plan, kept)
    moves = carry_out(act, plan, kept)
    if files:
        act.log(*lines_of(plan, moves.person_ids, files))
    _let_go(act, plan)
    turned = {step.record.id: step.known.deadline for step in plan.cases if step.known and step.turns_clock}
    moved = {step.record.id for step in plan.cases if step.moves_deadline}
    act.changed_people(plan.people_of_other_access | set(plan.absorbed.values()))
    act.show(items_after(act, plan, moves))
    act.show(deadlines.news(context, act, turned, moved=moved))
    act.show(effects.open_ahead(connection))
    return plan


def _plan(connection: Connection, records: Records, faults: Faults, *, complete: bool) -> Plan:
    known = look_up(connection, records, faults)
    records = filled_in(records, known, faults)
    if complete:
        records = without_others(records, known, faults)
    check(records, known, faults)
    removed = removing.removable(connection, records.removed, faults)
    faults.require_none()
    return make_plan(records, known, removed)


def _let_go(act: Transaction, plan: Plan) -> None:
    """End the cases that were withdrawn, and let go what was taken out of one, replaced, or imported by mistake."""
    for step in plan.cases:
        if step.withdraws:
            closing.withdraw_in(act, step.record.id)
        if step.taken_out and (case := case_rows.get(act.connection, step.record.id)):
            taking_out.take_out_in(act, case, [one.id for one in step.taken_out], reason="")
    replaced = [(one.known.id, one.known.sha256) for step in plan.cases for one in step.attachments if one.known]
    if replaced:
        act.show(effects.let_bytes_go(replaced, people_rows.anybody(act.connection)))
    removing.remove_in(act, plan.removed)


def _keep(context: Context, plan: Plan, kept: dict[str, tuple[str, int]]) -> None:
    for record in (one.record for step in plan.cases for one in step.attachments):
        if record.content.sha256 not in kept or context.files.size(record.content.sha256) is None:
            kept[record.content.sha256] = _keep_one(context, record)


def _keep_one(context: Context, record: AttachmentRecord) -> tuple[str, int]:
    source = record.source
    words = N_("Vedlegget «{written}» ble endret mens det ble lest. Kjør importen på nytt.")
    changed = Fault(source.file, source.line_of("file"), words, {"written": record.content.name})
    try:
        sha256, size = context.files.keep(record.content.chunks())
    except FileNotFoundError as error:
        raise FaultyFilesError([changed]) from error
    if sha256 != record.content.sha256:
        raise FaultyFilesError([changed])
    return sha256, size


def _report(plan: Plan) -> Report:
    new_attachments, changed_attachments = counted(plan.cases)
    places, people, cases = ([not step.known for step in steps] for steps in (plan.places, plan.people, plan.cases))
    return Report(
        new_places=places.count(True),
        new_people=people.count(True),
        new_cases=cases.count(True),
        new_attachments=new_attachments,
        changed_places=places.count(False),
        changed_people=people.count(False),
        changed_cases=cases.count(False),
        changed_attachments=changed_attachments,
        removed_cases=len(plan.removed),
    )
