"""Carries a plan out: places, people, roles, cases and attachments, each kind with a few statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from cases.importing.plan import AttachmentStep, CaseStep, PersonStep, Plan
from cases.transaction import Transaction
from domain import letters
from domain.history import Act, CaseFact
from store import current
from store import importing as rows
from store.current import PlaceRow
from store.tables import attachments, cases, people, places, roles

Kept = Mapping[str, tuple[str, int]]
"""For each file's digest: the name and size under which its bytes are kept."""


@dataclass(frozen=True, slots=True)
class Moves:
    """The numbers that rows have got, and the places whose name or way from the root has changed."""

    person_ids: Mapping[str, int]
    changed_place_ids: frozenset[int]


def carry_out(act: Transaction, plan: Plan, kept: Kept) -> Moves:
    """Write everything, and a line of history for each case."""
    connection = act.connection
    place_ids, changed_place_ids = _write_places(connection, plan)
    rows.absorb(connection, plan.absorbed)
    _write_people(connection, plan.people)
    person_ids = {row.email: row.id for row in current.all_people(connection)}
    _write_roles(connection, plan.people, person_ids, place_ids)
    _write_cases(connection, plan.cases, person_ids, place_ids, act.now)
    _write_attachments(connection, plan.cases, kept, act.now)
    for step in plan.cases:
        if not step.only_takes_out:
            what = Act.CASE_CHANGED if step.known else Act.CASE_IMPORTED
            act.did_in_case(what, step.record.id, _details(step), homes=(), changed=step.changes.keys())
    return Moves(person_ids, changed_place_ids)


def _write_places(connection: Connection, plan: Plan) -> tuple[dict[str, int], frozenset[int]]:
    new = [step.record for step in plan.places if not step.known]
    rows.insert(connection, places, [{"code": one.code, "name": one.name, "path": ""} for one in new])
    stored = {row.code: row for row in current.all_places(connection)}
    records = {step.record.code: step.record for step in plan.places}
    names = {code: records[code].name if code in records else row.name for code, row in stored.items()}
    under = {
        code: records[code].under if code in records and records[code].says_under else row.under
        for code, row in stored.items()
    }
    wanted = {code: _place_row(code, names[code], under, stored) for code in stored}
    changed = [
        row for code, row in wanted.items() if (row["name"], row["path"]) != (stored[code].name, stored[code].path)
    ]
    rows.update(connection, places, changed)
    ids = {code: row.id for code, row in stored.items()}
    return ids, frozenset(row.id for row in stored.values() if wanted[row.code] in changed)


def _place_row(
    code: str, name: str, under: Mapping[str, str | None], stored: Mapping[str, PlaceRow]
) -> dict[str, object]:
    way, at = [stored[code].id], under[code]
    parent_id = stored[at].id if at else None
    while at:
        way.append(stored[at].id)
        at = under[at]
    path = "/" + "".join(f"{number}/" for number in reversed(way))
    return {"id": stored[code].id, "name": name, "parent_id": parent_id, "path": path}


def _write_people(connection: Connection, steps: list[PersonStep]) -> None:
    moved = [step.known.id for step in steps if step.known and step.moves_in_slack]
    rows.free_slack_ids(connection, moved)
    rows.forget_posts(connection, moved)
    rows.free_emails(connection, [step.known.id for step in steps if step.known and step.other_email])
    changed = [{"id": step.known.id, **_person_row(step)} for step in steps if step.known]
    rows.update(connection, people, changed)
    new = [_person_row(step) for step in steps if not step.known]
    rows.insert(connection, people, new)


def _person_row(step: PersonStep) -> dict[str, object]:
    known = step.known
    former = list(known.former) if known else []
    former += [known.email] if known and step.other_email else []
    return {
        "email": step.record.email,
        "name": step.record.name,
        "searched": letters.searchable(step.record.name, step.record.email),
        "slack_id": step.slack_id,
        "active": step.active,
        "former_emails": " ".join(dict.fromkeys(former)) or None,
    }


def _write_roles(
    connection: Connection, steps: list[PersonStep], person_ids: Mapping[str, int], place_ids: Mapping[str, int]
) -> None:
    taken: list[dict[str, object]] = []
    given: list[dict[str, object]] = []
    for step in steps:
        before = step.known.roles if step.known else frozenset()
        for into, pairs in ((taken, before - step.roles), (given, step.roles - before)):
            person_id = person_ids[step.record.email]
            into += [
                {"person_id": person_id, "place_id": place_ids[code], "role": role} for code, role in sorted(pairs)
            ]
    rows.remove_roles(connection, taken)
    rows.insert(connection, roles, given)


_BEGINS: dict[str, object] = {"status": "new", "opened_at": None, "closed_at": None, "removed_at": None}


def _write_cases(
    connection: Connection,
    steps: list[CaseStep],
    person_ids: Mapping[str, int],
    place_ids: Mapping[str, int],
    now: datetime,
) -> None:
    new, again, changed = [], [], []
    for step in steps:
        record, known = step.record, step.known
        row: dict[str, object] = {
            "id": record.id,
            "title": record.title,
            "searched": letters.searchable(record.id, record.title),
            "place_id": place_ids[record.place],
            "applicant_name": record.applicant_name,
            "applicant_email": record.applicant_email,
            "applied_on": record.applied_on,
            "owner_id": person_ids[step.owner] if step.owner else None,
            "deadline_on": known.deadline_by(record) if known else record.deadline,
            "type": record.type or (known.type if known else None),
            "text": (known.text if known else "") if record.text is None else record.text,
        }
        if step.comes_again:
            again.append(row | _BEGINS | {"look_at": now, "reminds_from_at": now, "owned_from_at": now})
        elif not known:
            new.append(row | {"look_at": now, "reminds_from_at": now, "owned_from_at": now})
        elif step.changes:
            changed.append(row)
    rows.insert(connection, cases, new)
    rows.update(connection, cases, again)
    rows.update(connection, cases, changed)


def _write_attachments(connection: Connection, steps: list[CaseStep], kept: Kept, now: datetime) -> None:
    new, changed = [], []
    for step in steps:
        for one in step.attachments:
            row = _attachment_row(one, kept)
            if one.known:
                changed.append({"id": one.known.id, **row})
            else:
                new.append({"case_id": step.record.id, "name": one.record.content.name, "added_at": now, **row})
    rows.insert(connection, attachments, new)
    rows.update(connection, attachments, changed)


def _attachment_row(step: AttachmentStep, kept: Kept) -> dict[str, object]:
    sha256, size = kept[step.record.content.sha256]
    return {
        "title": step.record.title,
        "media_type": step.record.content.media_type,
        "size": size,
        "sha256": sha256,
    }


def _details(step: CaseStep) -> dict[str, object]:
    record = step.record
    said: dict[str, str | None] = {"owner": record.owner} if record.owner else {}
    if record.says_deadline:
        said["deadline"] = record.deadline.isoformat() if record.deadline else None
    details: dict[str, object] = {"said": said}
    if step.known:
        details["changes"] = {name: _both(name, pair) for name, pair in step.changes.items()}
    added = [one.record.content.name for one in step.attachments if not one.known]
    replaced = [one.record.content.name for one in step.attachments if one.known]
    details |= {"added": added} if added else {}
    details |= {"replaced": replaced} if replaced else {}
    return details


def _both(name: CaseFact, pair: tuple[object, object]) -> list[object]:
    """From what to what; the application's long text is not kept twice."""
    return [] if name is CaseFact.TEXT else [one.isoformat() if isinstance(one, date) else one for one in pair]
