"""Cases in by the door: what an import file says of a case, with its checks, one case at a time.

The right is asked before anything is compared, and says no more than that there is no such case or place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from sqlalchemy.engine import Connection

from cases.acts import taken_back
from cases.context import Context
from cases.doors import answers, cases_out, sight
from cases.doors.answers import Answer, Asked
from cases.doors.seen import Seen
from cases.importing import Fault, FaultyFilesError, Report, take_in_with
from cases.importing.bytes_on_disk import LONGEST_NAME, Bytes, media_type
from cases.importing.faults import Faults, Source
from cases.importing.from_json import NOWHERE, Body, read_case
from cases.importing.records import AttachmentRecord, CaseRecord, Records, Removal
from cases.transaction import Transaction
from domain import arriving
from domain.errors import N_
from domain.validation import TITLE
from domain.values import Role
from store import cases as case_rows
from store import current, importing, kept_files
from store.systems import SystemRow

ONLY_DISTRIBUTORS = N_("Bare et fagsystem som er fordeler, kan bestemme sakseier.")
FILE_CHANGED = N_("Vedlegget er endret siden du leste det. Les det på nytt.")
NO_BYTES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class FaultyCaseError(Exception):
    """What was said of a case cannot be taken in; `faults` says all that is wrong, each with its JSON pointer."""

    def __init__(self, faults: Sequence[tuple[str, Fault]]) -> None:
        super().__init__(f"{len(faults)} faults in what was said of a case")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file for a case, whose bytes are kept already."""

    name: str
    title: str
    sha256: str
    size: int


def put_case(context: Context, asked: Asked, case_id: str, said: Mapping[str, object], *, now: datetime) -> Answer:
    """Take in a case, or what is new of it. Raises FaultyCaseError, NotFoundError, ChangedError."""
    body, faults = Body(), Faults()
    record = read_case(case_id, said, body, faults)

    def do(act: Transaction, system: SystemRow) -> Answer:
        if record is None:
            faults.require_none()
        assert record is not None  # noqa: S101 - otherwise there was a fault
        _require_seen(act.connection, record.id, system, asked.seen)
        _check_reach(act.connection, record, system, faults)
        return _taken_in(context, act, record, faults)

    return _placed(lambda: answers.once(context, asked, do, now=now), body)


def remove_case(context: Context, asked: Asked, case_id: str, *, now: datetime) -> Answer:
    """Let a case go that came by mistake.

    Raises FaultyCaseError once somebody has begun with it, NotFoundError, ChangedError.
    """

    def do(act: Transaction, system: SystemRow) -> Answer:
        sight.case_for(act.connection, case_id, system)
        _require_seen(act.connection, case_id, system, asked.seen)
        removal = Removal(case_id, Source(NOWHERE, 0))
        take_in_with(context, act, Records(removed={case_id: removal}), Faults(), {})
        return Answer.of(200, id=case_id, result="removed")

    return _placed(lambda: answers.once(context, asked, do, now=now), Body())


def put_attachment(context: Context, asked: Asked, case_id: str, file: Attached, *, now: datetime) -> Answer:
    """Add a file to a case, or put another one in its place. Raises FaultyCaseError, NotFoundError, ChangedError.

    Raises MissingFileError when somebody has let the same bytes go meanwhile.
    """
    faults, name = Faults(), arriving.line(file.name)
    body = Body(["/path/name", "/query/title"])
    source = Source(NOWHERE, 0, {"name": 1, "title": 2})
    if not name or "/" in name or "\\" in name or len(name) > LONGEST_NAME:
        faults.at(source, "name", N_("Filnavnet må være uten skråstrek og på høyst {limit} tegn."), limit=LONGEST_NAME)
    title = arriving.line(file.title) or name
    if len(title) > TITLE:
        words = N_("«{key}» er for lang: {length} tegn. Det er plass til {limit}.")
        faults.at(source, "title", words, key="title", length=len(title), limit=TITLE)
    if file.sha256 == NO_BYTES:
        faults.at(source, "file", N_("Vedlegget «{written}» er tomt."), written=name)
    content = Bytes(Path(name), name, media_type(PurePath(name)), file.sha256)
    record = AttachmentRecord(title, content, source)

    def do(act: Transaction, system: SystemRow) -> Answer:
        sight.case_for(act.connection, case_id, system)
        faults.require_none()
        _require_file_seen(act.connection, case_id, name, asked.seen)
        taken_back.require_there(context, act.connection, file.sha256)
        case = replace(_known(case_id, faults), attachments=(record,))
        return _taken_in(context, act, case, faults, {file.sha256: (file.sha256, file.size)})

    return _placed(lambda: answers.once(context, asked, do, now=now), body)


def take_out_attachment(context: Context, asked: Asked, case_id: str, name: str, *, now: datetime) -> Answer:
    """Take a file out of a case to which it does not belong. Raises NotFoundError, ChangedError."""
    faults, name = Faults(), arriving.line(name)

    def do(act: Transaction, system: SystemRow) -> Answer:
        sight.case_for(act.connection, case_id, system)
        _require_file_seen(act.connection, case_id, name, asked.seen)
        return _taken_in(context, act, replace(_known(case_id, faults), taken_out=(name,)), faults)

    return _placed(lambda: answers.once(context, asked, do, now=now), Body())


def _require_seen(connection: Connection, case_id: str, system: SystemRow, seen: Seen) -> None:
    """Refuse a case that belongs to others, and one that is not any more what the system saw; nobody changes it now."""
    _hold(connection, case_id)
    if case_rows.get(connection, case_id) is not None:
        sight.case_for(connection, case_id, system)
        etag = cases_out.etag(cases_out.case_in(connection, case_id, system))
    else:
        etag = ""
    seen.require(etag)


def _require_file_seen(connection: Connection, case_id: str, name: str, seen: Seen) -> None:
    _hold(connection, case_id)
    kept = {one.name: one.sha256 for one in case_rows.attachments_of(connection, case_id)}
    seen.require(cases_out.file_etag(kept[name]) if kept.get(name) else "", FILE_CHANGED)


def _hold(connection: Connection, case_id: str) -> None:
    """Let nobody change the case before the commit."""
    kept_files.alone(connection)
    importing.one_at_a_time(connection, [case_id])


def _check_reach(connection: Connection, record: CaseRecord, system: SystemRow, faults: Faults) -> None:
    paths = {row.code: row.path for row in current.all_places(connection)}
    if record.place in paths and not paths[record.place].startswith(system.place_path):
        faults.at(record.source, "place", N_("Stedet «{code}» finnes ikke."), code=record.place)
    if record.owner and system.role is not Role.DISTRIBUTOR:
        faults.at(record.source, "owner", ONLY_DISTRIBUTORS)


def _known(case_id: str, faults: Faults) -> CaseRecord:
    """A case of which nothing is said but its number: what it is stays as it is."""
    record = read_case(case_id, {"withdrawn": True}, Body(), faults)
    faults.require_none()
    assert record is not None  # noqa: S101 - otherwise there was a fault
    return replace(record, withdrawn=False)


def _taken_in(
    context: Context,
    act: Transaction,
    record: CaseRecord,
    faults: Faults,
    kept: Mapping[str, tuple[str, int]] | None = None,
) -> Answer:
    report = take_in_with(context, act, Records(cases={record.id: record}), faults, kept or {})
    if report.new_cases or (report.new_attachments and not report.changed_attachments):
        return Answer.of(201, id=record.id, result="created")
    return Answer.of(200, id=record.id, result="unchanged" if report == Report() else "changed")


def _placed(act: Callable[[], Answer], body: Body) -> Answer:
    try:
        return act()
    except FaultyFilesError as error:
        raise FaultyCaseError([(body.place_of(one), one) for one in error.faults]) from error
