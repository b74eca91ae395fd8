"""A person is erased as far as the law lets it be done: what goes goes everywhere, what stays has its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from cases import disclosing, sealing
from cases.context import Context
from cases.doors import keys
from cases.erasing import finishing, person, retaining
from cases.erasing.retaining import Stays
from domain.errors import NotFoundError
from store import tables
from store.erasing_people import NAMELESS
from store.files import FileStore
from tests import erased_case
from tests.databases import open_database
from tests.erased_case import OTHER, everything
from tests.erased_person import EMAIL, NAME, SLACK_ID, THEIRS, put_colleague
from tests.institution import MONDAY

LATER = MONDAY + timedelta(days=400)


@pytest.fixture
def context(database_url: str, tmp_path: Path) -> Iterator[Context]:
    """Open a database in which a colleague who has left is named in everything of one case that the archive has."""
    database = open_database(database_url)
    found = Context(database, FileStore(tmp_path / "files"), ZoneInfo("Europe/Oslo"), operator="root")
    erased_case.furnish(found)
    with database.begin() as connection:
        put_colleague(connection)
    erased_case.confirm(found, OTHER)
    while sealing.seal_some(found):
        pass
    yield found
    database.dispose()


def traces_left(context: Context) -> list[str]:
    """The tables in which the colleague can still be read about."""
    words = (NAME.casefold(), EMAIL, "gammel@", SLACK_ID.casefold(), '"d9"')
    return [name for name, rows in everything(context).items() if any(one in str(rows).casefold() for one in words)]


def erase(context: Context, email: str = EMAIL) -> person.Receipt:
    return person.erase_person(context, email, now=LATER)


def test_a_colleague_whom_no_case_needs_any_more_is_gone_everywhere_and_the_history_verifies(context: Context) -> None:
    before = sealing.verify(context.database)
    assert len(traces_left(context)) == 9

    receipt = erase(context)

    assert (receipt.findings.becomes_nameless, receipt.counts["texts"], receipt.counts["slack"]) == (True, 5, 1)
    with context.database.begin() as connection:
        connection.execute(tables.outbox.update().values(state="sent", done_at=LATER))
    removed: list[str] = []
    (left,) = finishing.finish(context, removed.append, now=LATER)
    assert (left.is_done, removed) == (True, [OTHER])
    assert traces_left(context) == []
    rows = everything(context)
    assert any(NAMELESS in row and f"slettet-{THEIRS}" in row for row in rows["people"])
    assert any("Takk, [slettet]. [slettet]s svar: [slettet]" in row for row in rows["message_versions"])
    after = sealing.verify(context.database)
    assert (after.is_whole, after.seal) == (True, before.seal)


def test_the_archive_still_has_the_cases_out_of_which_somebody_was_taken(context: Context) -> None:
    erase(context)

    with context.database.read() as connection:
        assert retaining.why_not_archived(connection, OTHER) is None


def test_a_colleague_whom_an_open_case_needs_keeps_the_name_and_loses_the_rest(context: Context) -> None:
    with context.database.begin() as connection:
        connection.execute(tables.cases.update().where(tables.cases.c.id == OTHER).values(status="open"))

    receipt = erase(context)

    assert receipt.findings.needed_in == ((OTHER, Stays.NOT_ENDED),)
    rows = everything(context)
    assert any(NAME in row and '"slack_id": null' in row for row in rows["people"])
    left = {name: [row for row in rows[name] if f'"person_id": {THEIRS}' in row] for name in rows}
    assert {name for name, found in left.items() if found} == {"administration", "erasures", "outbox"}
    assert "hei" not in str(rows["inbox"])


def test_who_works_here_loses_nothing(context: Context) -> None:
    with context.database.begin() as connection:
        connection.execute(tables.people.update().where(tables.people.c.id == THEIRS).values(active=True))
    before = everything(context)

    assert erase(context).findings.works_here
    assert everything(context) == before


def test_an_applicant_loses_the_cases_that_the_archive_has_and_is_named_where_somebody_has_to_judge(
    context: Context,
) -> None:
    with context.database.begin() as connection:
        case = connection.execute(sa.select(tables.cases).where(tables.cases.c.id == OTHER)).one()._asdict()
        for number, text in (("2026-80", ""), ("2026-81", "Samme som nils@x.example"), ("2026-82", "")):
            theirs = {"applicant_email": "b@x.example"} if number != "2026-80" else {}
            row = {**case, **theirs, "id": number, "text": text, "status": "open"}
            connection.execute(tables.cases.insert().values(row))

    found = person.look(context, " NILS@x.example")
    assert (found.goes, found.stays, found.named_in) == ((OTHER,), (("2026-80", Stays.NOT_ENDED),), ("2026-81",))

    receipt = erase(context, "nils@x.example")
    assert (receipt.counts["cases"], receipt.findings) == (1, found)
    assert person.look(context, "nils@x.example").goes == ()


def test_an_address_that_nobody_has_is_one_sentence(context: Context) -> None:
    keys.new(context, "arkiv", place="1", role="fordeler", now=MONDAY)
    with context.database.begin() as connection:  # not even where it would be found as it is written
        (system,) = connection.execute(sa.select(tables.systems.c.person_id)).scalars()
        connection.execute(tables.people.update().where(tables.people.c.id == system).values(email="<arkiv>"))
    for address in ("nobody@x.example", "<arkiv>"):
        with pytest.raises(NotFoundError, match="Ingen person og ingen søker"):
            erase(context, address)
        assert disclosing.gather(context, address, keep_days=90) is None


def test_where_somebody_else_has_the_same_name_it_stays_in_free_text(context: Context) -> None:
    with context.database.begin() as connection:
        connection.execute(tables.people.insert().values(name=NAME, email="other@uni.example"))

    assert erase(context).findings.has_namesake
    rows = everything(context)
    assert NAME.upper() in str(rows["message_versions"])
    assert "gammel@" not in str(rows["message_versions"])
    assert NAME not in str(rows["history"])
