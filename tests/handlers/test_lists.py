"""`Last ned` at a list: the whole of it comes as a file, with what its reader may see when it is sent, and no more."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
import sqlalchemy as sa

from bot.commands import log
from cases.pages import lists
from domain import lists as values
from domain.errors import Refused
from domain.languages import LANGUAGES
from domain.lists import Format, ListKind, WantedList
from domain.overview import Listing
from handlers.translator import Translator
from handlers.views.list_tables import table
from sandbox.person import Person
from store import tables
from store.round_tables import rounds
from tests.handlers.asking_several import ASKED, answer, ask
from tests.handlers.conversations import copies, told
from tests.handlers.mornings import look_over
from tests.institution import CASE, CASE_TITLE
from tests.stored import add_case
from tests.world import World

XLSX, CSV = "Regneark (XLSX)", "Tekst med semikolon (CSV)"


async def take(world: World, person: Person, what: str | None = None, as_what: str = CSV) -> str:
    """Press `Last ned` on Home and send the dialog; what comes of it is left open. Gives what the dialog said."""
    await person.click("Last ned", at="home")
    await world.ws.until(lambda: person.modals)
    said = str(person.text_of(person.modals[-1]["id"]))
    if what:
        await person.choose("Hvilken liste?", what)
    await person.choose("Filtype", as_what)
    await person.send()
    return said


def brought(person: Person) -> dict[str, bytes]:
    """The files in somebody's conversation, by their names."""
    content = {file.id: file.content or b"" for file in person.ws.files.all()}
    stand = [file for message in person.messages for file in message.files if file["mode"] != "tombstone"]
    return {file["name"]: content[file["id"]] for file in stand}


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


async def at_home(world: World, person: Person) -> None:
    """Have the main page in front of one."""
    await person.open_home()
    await world.quiet()
    if "Tilbake til Home" in person.labels("home"):
        await person.click("Tilbake til Home", at="home")
        await world.quiet()


async def test_an_assignee_gets_all_of_their_subtasks_and_not_only_the_page(world: World) -> None:
    for number in range(12):
        await world.create(title=f"=Oppgave {number:02}")
    await world.quiet()
    await at_home(world, world.aisha)
    assert "slettes derfra etter 30 dager" in await take(world, world.aisha)
    await world.settled()
    ((name, content),) = brought(world.aisha).items()
    assert name == f"mine-deloppgaver-{world.clock.now().date()}.csv"
    heading, *rows = lines(content)
    assert heading == ["Sak", "Sakstittel", "Deloppgave", "Status", "Frist", "Ansvarlig", "Sakseier"]
    assert sorted(row[2] for row in rows) == [f"'=Oppgave {number:02}" for number in range(12)]
    assert {row[0] for row in rows} == {CASE}
    assert "12 rader. Filen slettes herfra etter 30 dager." in told(world.aisha)
    assert copies(world.kari) == []


async def test_the_owner_chooses_which_list_and_a_newer_file_takes_the_place_of_the_older(world: World) -> None:
    await world.create()
    await world.quiet()
    await at_home(world, world.kari)
    await take(world, world.kari, "Gitt til andre", XLSX)
    await world.quiet()
    await take(world, world.kari, "Mine saker", XLSX)
    await world.quiet()
    day = world.clock.now().date()
    assert sorted(brought(world.kari)) == [f"gitt-til-andre-{day}.xlsx", f"mine-saker-{day}.xlsx"]
    await take(world, world.kari, "Mine saker", XLSX)
    await world.quiet()
    assert sorted(copies(world.kari)) == ["Gitt til andre", "Mine saker"]
    sheet = openpyxl.load_workbook(io.BytesIO(brought(world.kari)[f"mine-saker-{day}.xlsx"])).active
    assert [cell.value for cell in sheet[2]][:2] == [CASE, CASE_TITLE]
    assert [line.partition(": ")[2] for line in log.show(world.settings, log.Wanted())] == [
        "lastet ned listen «Gitt til andre» (filtype: xlsx)",
        *["lastet ned listen «Mine saker» (filtype: xlsx)"] * 2,
    ]


async def test_a_second_press_while_it_is_on_its_way_brings_no_second_file(world: World) -> None:
    await at_home(world, world.kari)
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    await take(world, world.kari)
    await world.ws.until(lambda: hanging.used)
    await take(world, world.kari)
    hanging.release()
    await world.settled()
    assert copies(world.kari) == ["Mine deloppgaver"]
    assert len(world.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "list"))) == 1


async def test_a_distributor_gets_what_the_overview_lists_and_the_whole_of_it(world: World) -> None:
    add_case(world, "2026-900", title="Til fordeling, søknad")
    ingrid = world.ingrid
    await look_over(world, ingrid)
    await take(world, ingrid)
    await world.settled()
    ((name, content),) = brought(ingrid).items()
    assert name.startswith("saker-til-fordeling-")
    heading, *rows = lines(content)
    assert (heading[0], [row[1] for row in rows]) == ("Sak", ["Til fordeling, søknad"])


async def test_one_who_loses_the_role_before_it_is_sent_gets_nothing(world: World) -> None:
    add_case(world, "2026-900", title="Til fordeling, søknad")
    world.ws.faults.add("files.getUploadURLExternal", times=1, kind="error", code="internal_error")
    await look_over(world, world.ingrid)
    await take(world, world.ingrid)
    await world.ws.until(lambda: world.errors("list"))
    with world.database.begin() as connection:
        connection.execute(tables.roles.delete().where(tables.roles.c.role == "fordeler"))
    await world.settled()
    assert copies(world.ingrid) == []
    (row,) = world.rows(sa.select(tables.outbox.c.state).where(tables.outbox.c.kind == "list"))
    assert row.state == "dropped"


async def test_who_may_not_see_a_list_cannot_ask_for_it(world: World) -> None:
    executor, now = world.bot.services.executor, world.clock.now()
    for name, wanted in (
        ("aisha", WantedList(ListKind.UNDISTRIBUTED)),
        ("kari", WantedList(ListKind.OVERVIEW, listing=Listing.WORK)),
        ("aisha", WantedList(ListKind.ANSWERS, about=1)),
        ("stranger", WantedList(ListKind.OWNERLESS)),
    ):
        with pytest.raises(Refused):
            await executor.execute(lists.download, wanted, actor=world.people[name].id, key=str(wanted), now=now)
    assert world.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "list")) == []


async def test_a_file_goes_after_thirty_days_and_a_refused_one_is_told(world: World) -> None:
    await at_home(world, world.kari)
    await take(world, world.kari)
    await world.settled()
    assert len(copies(world.kari)) == 1
    world.clock.move(days=30, minutes=1)
    await world.ws.until(lambda: copies(world.kari) == [])
    await world.settled()
    assert world.rows(sa.select(tables.posts).where(tables.posts.c.kind == "list")) == []
    fault = world.ws.faults.add("files.completeUploadExternal", times=None, kind="error", code="file_type_not_allowed")
    await at_home(world, world.kari)
    await take(world, world.kari)
    await world.settled()
    assert "Filen «Mine deloppgaver» kunne ikke legges her." in told(world.kari)
    assert fault.used
    world.ws.refusals[:] = [one for one in world.ws.refusals if one.method != "files.delete"]  # never completed


async def test_what_was_searched_for_comes_whole_and_is_not_called_by_what_was_typed(world: World) -> None:
    await world.create(title="Vurder emnene fra Uppsala")
    await world.quiet()
    await world.kari.command("/sak", "Uppsala")
    wanted = WantedList(ListKind.SEARCH, Format.CSV, sought={"words": "Uppsala", "order": "newest"})
    executor = world.bot.services.executor
    await executor.execute(lists.download, wanted, actor=world.kari.id, key="x", now=world.clock.now())
    await world.settled()
    ((name, content),) = brought(world.kari).items()
    assert name.startswith("sok-")
    assert [row[2] for row in lines(content)[1:]] == ["Vurder emnene fra Uppsala"]


async def test_more_than_a_file_holds_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        await world.create(title=f"Oppgave {number}")
    await world.quiet()
    monkeypatch.setattr(values, "MOST", 2)
    await at_home(world, world.aisha)
    await take(world, world.aisha)
    await world.settled()
    (content,) = brought(world.aisha).values()
    assert lines(content)[-1] == ["Bare de 2 første er med. Det er flere i listen."]
    assert len(lines(content)) == 4
    assert "Bare de 2 første er med. Det er flere i listen." in told(world.aisha)


async def test_the_answers_of_a_round_are_columns_for_who_asked_and_not_yet_for_those_asked(world: World) -> None:
    kari, aisha = world.kari, world.aisha
    await ask(world)
    await answer(world, aisha, "Ja", "=Enig")
    await kari.open_home()
    await world.quiet()
    await kari.click("Se svarene", at="home")
    await world.ws.until(lambda: kari.modals)
    await kari.click("Last ned", at=kari.modals[-1]["id"])
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.choose("Filtype", CSV)
    await kari.send()
    await world.quiet()
    ((name, content),) = brought(kari).items()
    assert name.startswith(f"svarene-{CASE}-")
    heading, *rows = lines(content)
    assert heading == ["Navn", "På vegne av", "Status", ASKED, "Konklusjon"]
    assert sorted(row[3:] for row in rows) == [["", ""], ["", ""], ["Ja", "'=Enig"]]
    (number,) = [row.id for row in world.rows(sa.select(rounds.c.id))]
    wanted, now = WantedList(ListKind.ANSWERS, about=number), world.clock.now()
    with pytest.raises(Refused):
        await world.bot.services.executor.execute(lists.download, wanted, actor=aisha.id, key="x", now=now)


async def test_every_list_of_the_overview_and_of_home_can_be_drawn_in_every_language(sqlite_world: World) -> None:
    world = sqlite_world
    add_case(world, "2026-900", title="Til fordeling, søknad")
    await world.create(title="Sent ute", deadline="2026-11-30")
    world.clock.move(days=20)
    wanted = [WantedList(ListKind.OVERVIEW, listing=one) for one in Listing]
    wanted += [WantedList(one) for one in (*values.ON_HOME, *values.OF_DISTRIBUTORS)]
    numbers = {replace(one, format=each).number for one in wanted for each in Format}
    assert len(numbers) == 2 * len(wanted)
    drawn: dict[str, int] = {}
    for one in wanted:
        now = world.clock.now()
        found = await world.bot.services.executor.query(lists.for_reader, one, reader=world.ingrid.id, now=now)
        assert found is not None
        assert WantedList.read(one.written) == one
        for language in LANGUAGES:
            shown = table(found, Translator.of(language))
            assert all(len(row) == len(shown.headings) for row in shown.rows)
            drawn[f"{one.kind} {one.listing}"] = len(shown.rows)
    held = {name for name, number in drawn.items() if number}
    assert {"overview late_subtasks", "overview cases", "overview work", "overview undistributed"} <= held
