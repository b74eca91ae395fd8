"""`Last ned`: who answers for a case that has ended gets its package in her own conversation, and nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.archive import package
from bot.commands import log
from bot.delivery.senders import package as sender
from cases.archive import downloads
from cases.archive.as_json import history_as_json
from cases.archive.downloads import NOT_YOURS
from domain.case_record import CaseRecord
from domain.errors import Refused
from domain.permissions import NO_SUCH_CASE
from sandbox.person import Person
from store import tables
from tests.beside import take_in
from tests.bot.archive.drawing import draw_plainly
from tests.handlers.conversations import copies, told
from tests.handlers.downloading import close, packages, press
from tests.handlers.main_page import open_case
from tests.institution import CASE
from tests.world import World, open_world


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_plainly(monkeypatch)


async def say_that_one_is_disqualified(world: World, person: Person) -> None:
    await person.command("/sak", f"inhabil {CASE}")
    await world.ws.until(lambda: person.modals)
    await person.send()


async def test_the_owner_of_a_closed_case_gets_its_package_once_and_again_when_she_asks_again(world: World) -> None:
    kari = world.kari
    await open_case(world, kari)
    assert "Last ned" not in kari.labels("home")
    await close(world)

    assert "legges i samtalen din med Saksbot" in await press(world, kari)
    await world.settled()

    (inside,) = packages(kari)
    assert "deloppgaver/01-Vurder emnene.pdf" in inside
    assert [name for name in inside if name.startswith("vedlegg/")] == [
        "vedlegg/01-vitnemal.pdf",
        "vedlegg/02-emner.xlsx",
        "vedlegg/03-hemmelig.pdf",
    ]
    assert copies(world.aisha) == copies(world.ingrid) == []
    await press(world, kari)
    await world.settled()
    assert len(packages(kari)) == 1
    assert list((world.folder / "files" / ".aside").iterdir()) == []
    assert world.count(tables.packages) == 0  # the archive has nothing of it
    told = [line.partition("  ")[2] for line in log.show(world.settings, log.Wanted(about=CASE))]
    assert told == [f"Kari Nordmann (kari@uni.example): lastet ned arkivpakken til sak {CASE}"] * 2


async def test_a_second_click_while_it_is_being_made_brings_no_second_one(world: World) -> None:
    await close(world)
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    await press(world, world.kari)
    await world.ws.until(lambda: hanging.used)
    assert "allerede på vei" in await press(world, world.kari)
    hanging.release()
    await world.settled()
    assert len(packages(world.kari)) == 1


async def test_whoever_is_not_the_owner_has_no_button_and_an_old_one_does_nothing(world: World) -> None:
    await close(world)
    await world.ingrid.command("/sak", CASE)
    await world.ws.until(lambda: world.ingrid.modals)
    assert "Last ned" not in world.ingrid.labels(world.ingrid.modals[-1]["id"])
    executor, now = world.bot.services.executor, world.clock.now()
    for name, words in (("stranger", NO_SUCH_CASE), ("aisha", NO_SUCH_CASE), ("ingrid", NOT_YOURS)):
        with pytest.raises(Refused) as refused:
            await executor.execute(downloads.download, CASE, actor=world.people[name].id, now=now)
        assert refused.value.words == words
    assert world.rows(sa.select(tables.outbox).where(tables.outbox.c.kind == "package")) == []


async def test_one_who_loses_the_role_before_it_is_sent_gets_nothing(world: World) -> None:
    await close(world)
    world.ws.faults.add("files.getUploadURLExternal", times=1, kind="error", code="internal_error")
    await press(world, world.kari)
    await world.ws.until(lambda: world.errors("package"))
    with world.database.begin() as connection:
        connection.execute(tables.roles.delete().where(tables.roles.c.person_id == 1))
    await world.settled()
    assert copies(world.kari) == []
    (row,) = world.rows(sa.select(tables.outbox.c.state).where(tables.outbox.c.kind == "package"))
    assert row.state == "dropped"


@pytest.mark.parametrize("way", ["inhabil", "import"])
async def test_one_whose_case_it_is_no_more_loses_the_package_that_stands(world: World, way: str) -> None:
    await close(world)
    await press(world, world.kari)
    await world.settled()
    assert len(packages(world.kari)) == 1

    if way == "inhabil":
        await say_that_one_is_disqualified(world, world.kari)
    else:
        await take_in(world, "people: [{email: kari@uni.example, name: Kari Nordmann, roles: []}]")
    await world.settled()

    assert copies(world.kari) == []


async def test_it_goes_at_once_also_outside_the_hours_of_one_who_wants_to_be_left_in_peace(world: World) -> None:
    await close(world)
    await press(world, world.kari)
    await world.settled()
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(quiet_hours=True))
    world.clock.move(hours=14)  # late in the evening, and long after she was here
    await world.quiet()

    await take_in(world, "people: [{email: kari@uni.example, name: Kari Nordmann, roles: []}]")
    await world.quiet()

    assert copies(world.kari) == []


async def test_the_package_of_one_who_keeps_the_case_stays_as_it_was_fetched(world: World) -> None:
    await close(world)
    await press(world, world.kari)
    await world.settled()
    (before,) = [file["id"] for message in world.kari.messages for file in message.files]

    await say_that_one_is_disqualified(world, world.aisha)
    await world.settled()

    assert [file["id"] for message in world.kari.messages for file in message.files] == [before]


async def test_one_that_is_too_big_for_slack_is_told_in_one_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await close(world)
    most = sender.MOST
    monkeypatch.setattr(sender, "MOST", 10)
    await press(world, world.kari)
    await world.settled()
    assert packages(world.kari) == []
    (said,) = [text for text in told(world.kari).splitlines() if "Arkivpakken for sak" in text]
    assert "er for stor for Slack" in said
    assert "med kommandoen «export»" in said
    monkeypatch.setattr(sender, "MOST", most)
    await press(world, world.kari)
    await world.settled()
    assert len(packages(world.kari)) == 1
    assert "er for stor for Slack" not in told(world.kari)


async def test_one_that_slack_refuses_is_told_too(world: World) -> None:
    await close(world)
    world.ws.faults.add("files.completeUploadExternal", times=None, kind="error", code="file_type_not_allowed")
    await press(world, world.kari)
    await world.settled()
    assert f"Arkivpakken for sak {CASE} kunne ikke legges her." in told(world.kari)
    world.ws.refusals[:] = [one for one in world.ws.refusals if one.method != "files.delete"]  # never completed


async def test_with_export_dir_a_closed_case_is_put_there_and_again_when_it_has_changed(
    database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    async with open_world(database_url, tmp_path, EXPORT_DIR=str(folder)) as world:
        await close(world)
        await world.bot._exporting.look()
        assert list(folder.iterdir()) == []
        world.clock.move(minutes=15)
        await world.ws.until(lambda: world.count(tables.packages) == 1)
        (file,) = folder.iterdir()
        first = file.read_bytes()
        await world.bot._exporting.look()
        assert world.count(tables.packages) == 1
        line = {"case_id": CASE, "at": world.clock.now(), "act": "case.changed", "details": {}}
        with world.database.begin() as connection:
            connection.execute(tables.cases.update().values(title="Et annet ord"))
            connection.execute(tables.history.insert(), [line])
        world.clock.move(minutes=15)
        await world.ws.until(lambda: world.count(tables.packages) == 2)
        assert file.read_bytes() != first
        assert [one.name for one in folder.iterdir()] == [f"sak-{CASE}.zip"]


async def test_a_case_that_cannot_be_drawn_and_a_folder_that_is_away_hold_up_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "arkiv"
    async with open_world(database_url, tmp_path, EXPORT_DIR=str(folder)) as world:
        await close(world)
        case = {"place_id": 2, "title": "Sak", "applicant_name": "", "applicant_email": "", "text": ""}
        line = {"case_id": "2026-100", "at": world.clock.now(), "act": "case.closed", "details": {}}
        with world.database.begin() as connection:
            day = world.clock.now().date()
            connection.execute(tables.cases.insert().values(id="2026-100", status="closed", applied_on=day, **case))
            connection.execute(tables.history.insert(), [line])
        world.clock.move(minutes=15)
        await world.quiet()
        assert world.count(tables.packages) == 0  # the folder is not there, and is not made
        folder.mkdir()

        def not_the_first(record: CaseRecord) -> bytes:
            assert record.id != "2026-100", "cannot be drawn"
            return b"[]"

        monkeypatch.setattr(package, "history_as_json", not_the_first)
        await world.bot._exporting.look()
        assert [one.name for one in folder.iterdir()] == [f"sak-{CASE}.zip"]
        monkeypatch.setattr(package, "history_as_json", history_as_json)
        await world.bot._exporting.look()
        assert len(list(folder.iterdir())) == 2
