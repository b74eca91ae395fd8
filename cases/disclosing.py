"""Everything that is kept about one person (innsyn, GDPR article 15), and that it was handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.engine import Connection

from cases.archive.as_json import bytes_of
from cases.context import Context
from cases.transaction import begin
from domain import arriving
from domain.administration import LogLine, Measure
from domain.disclosure import Disclosure, Section
from domain.retention import Retention, Rule
from store import disclosing as rows
from store import people as people_rows
from store.disclosing import Kept
from store.disclosure_contents import LEFT_OUT, Look

FORMAT: Final = "saksbot-innsyn-1"
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
Found = list[tuple[Look, list[Kept]]]


def gather(context: Context, address: str, *, keep_days: int) -> Disclosure | None:
    """Everything about who has this address or had it once; None when nothing is known of it.

    `keep_days` is told to the person: for how long it is kept what was sent, heard and reminded of.
    """
    sought = arriving.address(address)
    if not sought:
        return None
    with context.database.read(patient=True, whole=True) as connection:
        return _gathered(connection, sought, context.retention, keep_days)


def _gathered(connection: Connection, sought: str, retention: Retention, keep_days: int) -> Disclosure | None:
    people = rows.known(connection, [one.id for one in people_rows.called(connection, sought)])
    addresses = {sought, *(had for one in people for had in (one.email, *(one.former_emails or "").split()))}
    found = rows.everything(connection, sorted(addresses), [one.id for one in people])
    cases = next(some for look, some in found if look.name == "applied.cases")
    if not people and not cases:
        return None
    return Disclosure(
        address=sought,
        addresses=tuple(sorted(addresses)),
        name=people[0].name if people else str(cases[0]["applicant_name"]),
        person_ids=tuple(one.id for one in people),
        case_ids=tuple(str(row["id"]) for row in cases),
        rules=_rules(cases, retention),
        keep_days=keep_days,
        at=max(_instants(found), default=LONG_AGO),
        given=tuple(_sections(found, lambda look: look.given)),
        internal=tuple(_sections(found, lambda look: look.internal)),
        left_out=LEFT_OUT,
    )


def _rules(cases: Iterable[Kept], retention: Retention) -> dict[str, Rule | None]:
    return {one: retention.of(one) for one in sorted({str(case["type"]) for case in cases if case["type"]})}


def _sections(found: Found, columns_of: Callable[[Look], tuple[str, ...]]) -> Iterator[Section]:
    """What there is for a part; nothing of a kind of which there is nothing."""
    for look, some in found:
        if some and (columns := columns_of(look)):
            yield Section(look.name, columns, tuple({name: row[name] for name in columns} for row in some))


def _instants(found: Found) -> Iterator[datetime]:
    for _, some in found:
        yield from (value for row in some for value in row.values() if isinstance(value, datetime))


def as_json(found: Disclosure, part: str, sections: Iterable[Section], about: Any) -> bytes:
    """One part, with the words `about` it; the same bytes for the same."""
    kept = {section.name: section.rows for section in sections}
    head = {"format": FORMAT, "part": part, "name": found.name, "addresses": found.addresses, "about": about}
    return bytes_of({**head, "data": kept, "left_out": found.left_out})


def note(context: Context, found: Disclosure, *, now: datetime) -> None:
    """Have the log of administration say that it was handed out, about whom: a colleague, or by cases for others."""
    if found.person_ids:
        lines = [LogLine(Measure.PERSON_DISCLOSED, person_id=number) for number in found.person_ids]
    else:
        lines = [LogLine(Measure.PERSON_DISCLOSED, case_id=number) for number in found.case_ids]
    with begin(context, now=now, patient=True) as act:
        act.log(*lines)
