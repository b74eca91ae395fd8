"""Erasing a person, as far as the law lets it be done: what goes, what stays, and why.

An applicant's cases go where they have ended and the archive has them. A colleague who has left loses at once what is
only about them; their name goes when the archive has every case that needs it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.engine import Connection

from cases import transaction
from cases.archive import packages
from cases.context import Context
from cases.erasing.case import Why, erase, take_away
from cases.erasing.retaining import Stays, why_not_archived
from cases.transaction import Transaction
from domain import arriving
from domain.administration import LogLine, Measure
from domain.errors import N_, NotFoundError
from domain.redaction import Traces, redacted, redacted_line
from store import cases as case_rows
from store import erasing as erasing_rows
from store import erasing_people as rows
from store import packages as package_rows
from store import search_index
from store.erasing_people import PersonRow
from store.tables import administration

PROVISION: Final = "personvernforordningen art. 17"
UNKNOWN: Final = N_("Ingen person og ingen søker har e-postadressen «{email}».")


@dataclass(frozen=True, slots=True)
class Findings:
    """What becomes of what is known of an address.

    `goes` are the numbers of the cases that go, `stays` of those that stay, each with the reason. `named_in` are
    cases that stay as they are, in whose texts the person is named: somebody has to judge them.
    """

    goes: tuple[str, ...] = ()
    stays: tuple[tuple[str, Stays], ...] = ()
    is_colleague: bool = False
    works_here: bool = False
    needed_in: tuple[tuple[str, Stays], ...] = ()
    named_in: tuple[str, ...] = ()
    has_namesake: bool = False

    @property
    def becomes_nameless(self) -> bool:
        """Whether nothing needs the colleague's name any more."""
        return self.is_colleague and not self.works_here and not self.needed_in


@dataclass(slots=True)
class Receipt:
    """What was done: how much of what went."""

    findings: Findings
    counts: Counter[str] = field(default_factory=Counter)


def look(context: Context, email: str) -> Findings:
    """What would go and what would stay. Raises NotFoundError for an address that nobody has."""
    with context.database.read(patient=True) as connection:
        return _look(connection, arriving.address(email))


def erase_person(context: Context, email: str, *, now: datetime) -> Receipt:
    """Erase what may be erased: each case in a transaction of its own, the person in another.

    Raises NotFoundError for an address that nobody has.
    """
    address = arriving.address(email)
    found = look(context, address)
    receipt = Receipt(found)
    why = Why(context.operator, PROVISION)
    with context.database.read(patient=True) as connection:
        traces = _traces(connection, address, rows.known_as(connection, address))
    for case_id in found.goes:
        with transaction.begin(context, now=now, patient=True) as act:
            receipt.counts.update(_erase_case(act, case_id, why))
    with transaction.begin(context, now=now, patient=True) as act:
        who = rows.known_as(act.connection, address)
        if who is not None and not who.works_here:
            receipt.counts.update(_erase_colleague(act, who, traces, why))
        elif who is None and not found.stays:
            receipt.counts.update(_redact(act, traces, why, None))
    return receipt


def _look(connection: Connection, email: str) -> Findings:
    who, applied = rows.known_as(connection, email), rows.applied_for(connection, email)
    if who is None and not applied:
        raise NotFoundError(UNKNOWN, email=email)
    judged = [(case_id, why_not_archived(connection, case_id)) for case_id, _ in applied]
    goes = tuple(case_id for case_id, why in judged if why is None)
    theirs = [] if who is None else rows.cases_with(connection, who.id)
    needed = [(one, why) for one in theirs if one not in goes and (why := why_not_archived(connection, one))]
    traces = _traces(connection, email, who)
    named = {one.case_id for one in rows.texts(connection) if traces.are_in([*one.texts.values()])}
    kept = {one for one in named - {*goes, *theirs, *(one for one, _ in applied)} if why_not_archived(connection, one)}
    return Findings(
        goes,
        tuple((case_id, why) for case_id, why in judged if why is not None),
        who is not None,
        who is not None and who.works_here,
        tuple(needed),
        tuple(sorted(one for one in kept if case_rows.get(connection, one) is not None)),
        bool(who and rows.has_namesake(connection, who.name, who.id)),
    )


def _traces(connection: Connection, email: str, who: PersonRow | None) -> Traces:
    """What somebody is known by; a name that another one here has, too, is nobody's alone."""
    if who is not None:
        name = "" if rows.has_namesake(connection, who.name, who.id) else who.name
        emails = (who.email, *(who.former_emails or "").split())
        return Traces(name, emails, (who.slack_id,) if who.slack_id else ())
    names = {name for _, name in rows.applied_for(connection, email)}
    name = names.pop() if len(names) == 1 else ""
    return Traces("" if rows.has_namesake(connection, name, None) else name, (email,))


def _erase_case(act: Transaction, case_id: str, why: Why) -> dict[str, int]:
    if case_rows.get(act.connection, case_id, lock="update") is None:
        return {}
    erasing_rows.lock(act.connection, case_id)
    if why_not_archived(act.connection, case_id):
        return {}  # somebody was quicker
    number = erase(act, case_id, why)
    (done,) = [one for one in erasing_rows.of_case(act.connection, case_id) if one.id == number]
    return {"cases": 1, **done.counts}


def _erase_colleague(act: Transaction, who: PersonRow, traces: Traces, why: Why) -> dict[str, int]:
    connection = act.connection
    number = erasing_rows.begin(
        connection, "person", case_id=None, person_id=who.id, by=why.by, provision=why.provision, at=act.now
    )
    stood = rows.take_posts(connection, who.id)
    counts = rows.forget(connection, who.id, who.slack_id)
    take_away(act, number, stood, ())
    counts["slack"] = len(stood)
    named_in: list[str] = []
    needed = any(why_not_archived(connection, one) for one in rows.cases_with(connection, who.id))
    act.log(LogLine(Measure.PERSON_ERASED, person_id=who.id, details={"provision": why.provision}))
    if not needed:
        rows.make_nameless(connection, who.id)
        redacted_in, named_in = _redact_texts(connection, traces, who.id, number)
        counts |= redacted_in
    erasing_rows.counted(connection, number, counts, packages=named_in)
    return counts


def _redact(act: Transaction, traces: Traces, why: Why, person_id: int | None) -> dict[str, int]:
    """Take somebody whose cases are all gone out of what else is written in cases that the archive has."""
    number = erasing_rows.begin(
        act.connection, "person", case_id=None, person_id=person_id, by=why.by, provision=why.provision, at=act.now
    )
    counts, named_in = _redact_texts(act.connection, traces, person_id, number)
    erasing_rows.counted(act.connection, number, counts, packages=named_in)
    return counts


def _redact_texts(
    connection: Connection, traces: Traces, person_id: int | None, number: int
) -> tuple[dict[str, int], list[str]]:
    """Take them out of every text of the cases that the archive has; gives how many, and of which cases.

    A package stays the one of its case.
    """
    archived: dict[str, int | None] = {}
    changed: list[tuple[Any, Any, dict[str, Any]]] = []
    touched: set[str] = set()
    for one in rows.texts(connection):
        left = _without(one.texts, traces, person_id, is_line=rows.is_line(one.table))
        if left == one.texts:
            continue
        if one.case_id not in archived:
            has = None if why_not_archived(connection, one.case_id) else packages.confirmed(connection, one.case_id)
            archived[one.case_id] = has.id if has else None
        if archived[one.case_id] is not None or case_rows.get(connection, one.case_id) is None:
            erased_by = {"erasure_id": number} if rows.is_line(one.table) else {}
            changed.append((one.table, one.key, left | erased_by))
            touched.add(one.case_id)
    for table, key, left in changed:
        rows.write(connection, table, key, left)
    for case_id in sorted(touched):
        if (package_id := archived[case_id]) is not None:
            package_rows.is_now(connection, package_id, packages.to_pack_in(connection, case_id).state)
    logged = _redact_log(connection, traces, person_id, number)
    told = rows.forget_words(connection, traces.are_in)
    search_index.take_in(connection)
    return {"texts": len(changed), "logged": logged, "told": told}, sorted(touched)


def _redact_log(connection: Connection, traces: Traces, person_id: int | None, number: int) -> int:
    """Take them out of the log of administration: of a line about them nothing but that it was is left."""
    count = 0
    for line_id, details, about in rows.logged(connection):
        left = {} if about is not None and about == person_id else redacted(details, traces)
        if left != details:
            rows.write(connection, administration, {"id": line_id}, {"details": left, "erasure_id": number})
            count += 1
    return count


def _without(texts: dict[str, Any], traces: Traces, person_id: int | None, *, is_line: bool) -> dict[str, Any]:
    if is_line and person_id is not None:
        return {"details": redacted_line(texts["details"], traces, person_id)}
    found: dict[str, Any] = redacted(texts, traces)
    return found
