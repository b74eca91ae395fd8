"""`Hent vedlegg`: who runs a case has its attachments in her own conversation, for as long as she runs it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from tests.beside import take_in
from tests.bot.lives import given_up
from tests.handlers.closing import ask_to_close
from tests.handlers.conversations import copies, told
from tests.handlers.distribution import distribute, redistribution
from tests.handlers.history_lines import acts
from tests.handlers.main_page import open_case
from tests.handlers.uploads import add
from tests.institution import ATTACHMENTS, CASE, CASE_TITLE
from tests.world import World

ALL = sorted(ATTACHMENTS.values())
ROOT = f"Vedlegg i saken «{CASE_TITLE}» ({CASE})."
COMPLETED = "files.completeUploadExternal"


async def press(world: World, person: Person) -> str:
    """Press `Hent vedlegg` on the case page, which only the owner has in App Home; gives what the answer says."""
    if person is world.kari:
        if not (person.home and "Hent vedlegg" in person.labels("home")):
            await open_case(world, person)
        await person.click("Hent vedlegg", at="home")
        await world.ws.until(lambda: person.modals)
    else:
        await person.command("/sak", CASE)
        await world.ws.until(lambda: person.modals)
        await person.click("Hent vedlegg")
        await world.ws.until(lambda: len(person.modals) == 2)
    said = str(person.text_of(person.modals[-1]["id"]))
    while person.modals:
        await person.dismiss()
    return said


async def fetch(world: World, person: Person) -> str:
    """Press it and wait until everything is there."""
    said = await press(world, person)
    await world.settled()
    return said


async def close(world: World) -> None:
    """Close the case as its owner does; where the bot is busy, from the case page that she looks at."""
    kari = world.kari
    if kari.home and "Avslutt sak" in kari.labels("home"):
        await kari.click("Avslutt sak", at="home")
        await world.ws.until(lambda: kari.modals)
    else:
        await ask_to_close(world, kari)
    await kari.send()


def bytes_of(world: World) -> list[bytes]:
    """What the copies that stand somewhere hold."""
    return sorted(file.content for file in world.ws.files.all() if file.content is not None)


async def test_the_owner_gets_all_attachments_in_a_thread_that_names_the_case(world: World) -> None:
    kari = world.kari
    said = await fetch(world, kari)
    assert "Vedleggene legges i samtalen din med Saksbot, i fanen Messages." in said
    (root,) = [message for message in kari.messages if ROOT in kari.text_of(message)]
    assert sorted(file["title"] for reply in kari.thread(root.ts) for file in reply.files) == ALL
    assert bytes_of(world) == sorted(f"{title}: innhold".encode() for title in ALL)
    assert copies(world.ingrid) == copies(world.aisha) == []


async def test_the_history_says_who_fetched_what(world: World) -> None:
    await fetch(world, world.ingrid)
    await open_case(world, world.kari)
    await world.kari.click("Historikk", at="home")
    await world.ws.until(lambda: world.kari.modals)
    line = "Ingrid Berg hentet vedlegg til samtalen sin med Saksbot: Vitnemål, Emneliste, Legeerklæring"
    assert line in world.kari.text_of(world.kari.modals[-1]["id"])


async def test_what_stands_there_is_not_put_there_again_but_what_is_new_is(world: World) -> None:
    kari = world.kari
    await fetch(world, kari)
    assert "ligger allerede i samtalen din" in await fetch(world, kari)
    assert sorted(copies(kari)) == ALL
    assert acts(world, "attachment") == ["attachment.fetched"]
    await add(world, ("notat.pdf", b"notat"))
    assert "Vedleggene legges i samtalen din" in await fetch(world, kari)
    assert sorted(copies(kari)) == sorted([*ALL, "notat"])
    assert told(kari).count(ROOT) == 1


async def test_what_is_on_its_way_is_not_fetched_a_second_time(world: World) -> None:
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    await press(world, world.kari)
    await world.ws.until(lambda: hanging.used)
    assert "ligger allerede" in await press(world, world.kari)
    hanging.release()
    await world.settled()
    assert sorted(copies(world.kari)) == ALL
    assert acts(world, "attachment") == ["attachment.fetched"]


async def test_the_button_is_there_only_with_something_to_fetch_in_an_open_case(world: World) -> None:
    await open_case(world, world.kari)
    assert "Hent vedlegg" in world.kari.labels("home")
    await close(world)
    await world.quiet()
    assert "Hent vedlegg" not in world.kari.labels("home")
    with world.database.begin() as connection:
        connection.execute(tables.cases.update().values(status="open"))
        connection.execute(tables.attachments.update().values(sha256=None))
    await world.kari.open_home()
    await world.quiet()
    assert "Vitnemål" in world.kari.text_of("home")
    assert "Hent vedlegg" not in world.kari.labels("home")


async def test_closing_the_case_takes_everything_back_from_everybody(world: World) -> None:
    await fetch(world, world.kari)
    await fetch(world, world.ingrid)
    assert len(bytes_of(world)) == 2 * len(ALL)
    await close(world)
    await world.settled()
    for person in (world.kari, world.ingrid):
        assert copies(person) == []
        assert ROOT not in told(person)
    assert bytes_of(world) == []
    assert world.rows(sa.select(tables.posts).where(tables.posts.c.kind.like("case%"))) == []


async def test_a_copy_that_is_under_way_when_the_case_is_closed_is_never_shown(world: World) -> None:
    hanging = world.ws.faults.add("upload", kind="hang_after_effect")
    await press(world, world.kari)
    await world.ws.until(lambda: hanging.used)
    await close(world)
    await world.ws.until(lambda: world.rows(sa.select(tables.cases.c.id).where(tables.cases.c.status == "closed")))
    hanging.release()
    await world.settled()
    assert sum(call.method == COMPLETED for call in world.ws.calls) <= len(ALL) - 1
    assert bytes_of(world) == []
    assert ROOT not in told(world.kari)


async def test_a_withdrawn_case_takes_everything_back(world: World) -> None:
    await fetch(world, world.kari)
    await take_in(world, case_file(withdrawn="true"))
    await world.settled()
    assert bytes_of(world) == []
    assert ROOT not in told(world.kari)


def case_file(attachment: str = "", **more: str) -> str:
    """Write the world's case as an import file has it, with one attachment or none, and some further lines."""
    lines = [f"{name}: {value}" for name, value in more.items()]
    files = [f"attachments: [{{file: {attachment}, title: {ATTACHMENTS[attachment]}}}]"] if attachment else []
    facts = [f'title: "{CASE_TITLE}"', "applied_on: 2026-11-02", *lines, *files]
    given = ['place: "184.12.1"', "applicant: {name: Ada Søker, email: ada@student.example}", *facts]
    return "\n".join(["cases:", f'  - id: "{CASE}"', *(f"    {line}" for line in given)])


async def test_another_owner_means_that_the_former_one_loses_and_the_new_one_may_fetch(world: World) -> None:
    kari, ingrid, stranger = world.kari, world.ingrid, world.stranger
    await fetch(world, kari)
    await fetch(world, ingrid)
    await redistribution(world, kari)
    assert (await distribute(world, kari, "Per Strand")).closed
    assert (copies(kari), sorted(copies(ingrid)), copies(stranger)) == ([], ALL, [])
    assert ROOT not in told(kari)
    await fetch(world, stranger)
    assert sorted(copies(stranger)) == ALL


async def test_a_distributor_loses_them_with_her_role_and_others_do_not(world: World) -> None:
    await fetch(world, world.kari)
    await fetch(world, world.ingrid)
    await take_in(world, "people: [{email: ingrid@uni.example, name: Ingrid Berg, roles: []}]")
    await world.settled()
    assert copies(world.ingrid) == []
    assert sorted(copies(world.kari)) == ALL


async def test_a_distributor_loses_them_when_the_place_is_moved_from_her(world: World) -> None:
    await fetch(world, world.ingrid)
    await take_in(world, 'places: [{code: "184.12.1", name: "Institutt for historie", under: "185"}]')
    await world.settled()
    assert copies(world.ingrid) == []


async def test_bytes_that_an_import_replaces_take_the_old_ones_place(world: World) -> None:
    await fetch(world, world.kari)
    (world.folder / "vitnemal.pdf").write_bytes(b"ny utgave")
    await take_in(world, case_file("vitnemal.pdf"))
    await world.settled()
    assert sorted(copies(world.kari)) == ALL
    assert b"ny utgave" in bytes_of(world)
    assert "Vitnemål: innhold".encode() not in bytes_of(world)


def pressed(person: Person, world: World) -> dict[str, Any]:
    """What Slack would send if somebody pressed the button who was never shown it."""
    return {
        "type": "block_actions",
        "user": {"id": person.id, "team_id": world.ws.team_id},
        "team": {"id": world.ws.team_id},
        "trigger_id": world.ws.triggers.issue(person.id),
        "actions": [{"type": "button", "action_id": "case.fetch", "block_id": "b", "value": CASE}],
        "container": {"type": "message"},
    }


@pytest.mark.parametrize("name", ["aisha", "stranger"])
async def test_an_assignee_and_an_outsider_may_not(world: World, name: str) -> None:
    await world.create(attachments=["Vitnemål"])
    person = world.people[name]
    had = copies(person)
    assert (await world.bot.dispatch(pressed(person, world))).status == 200
    await world.ws.until(lambda: person.modals)
    assert "ingen sak med dette nummeret" in person.text_of(person.modals[-1]["id"])
    await world.quiet()
    assert copies(person) == had
    assert acts(world, "attachment") == []


async def test_a_button_from_before_the_case_was_closed_says_so(world: World) -> None:
    ingrid = world.ingrid
    await ingrid.command("/sak", CASE)
    await world.ws.until(lambda: ingrid.modals)
    await close(world)
    await world.quiet()
    await ingrid.click("Hent vedlegg")
    await world.ws.until(lambda: len(ingrid.modals) == 2)
    assert "Saken er avsluttet og kan ikke endres." in ingrid.text_of(ingrid.modals[-1]["id"])
    await world.quiet()
    assert copies(ingrid) == []


@pytest.mark.parametrize("method", ["chat.postMessage", COMPLETED])
async def test_a_lost_answer_doubles_nothing(world: World, method: str) -> None:
    world.ws.faults.add(method, kind="cut_after_effect")
    await fetch(world, world.kari)
    assert sorted(copies(world.kari)) == ALL
    assert told(world.kari).count(ROOT) == 1


async def test_what_slack_refuses_is_told_and_can_be_fetched_again(world: World) -> None:
    kari = world.kari
    world.ws.faults.add(COMPLETED, kind="error", code="file_type_not_allowed")
    await fetch(world, kari)
    (missing,) = set(ALL) - set(copies(kari))
    assert f"Vedlegget {missing} kunne ikke hentes. Prøv igjen fra sakssiden." in told(kari)
    assert [kind for kind, _ in given_up(world)] == ["case_copy"]
    await fetch(world, kari)
    assert sorted(copies(kari)) == ALL
    (look,) = world.ws.refusals  # whether the first one came through after all
    assert look.method == "files.info"
    world.ws.refusals.clear()


async def test_a_copy_that_came_through_after_all_is_not_put_there_again_however_late_one_knows(
    world: World,
) -> None:
    kari = world.kari
    world.ws.faults.add(COMPLETED, kind="cut_after_effect")
    world.ws.faults.add("files.info", kind="http_500", times=9)
    await fetch(world, kari)
    assert sorted(copies(kari)) == ALL
    assert sum(call.method == COMPLETED for call in world.ws.calls) == len(ALL)
    await close(world)
    await world.settled()
    assert bytes_of(world) == []


async def test_damaged_bytes_are_told_once_and_hold_up_nothing(world: World) -> None:
    kari = world.kari
    damaged = world.rows(sa.select(tables.attachments).where(tables.attachments.c.title == "Vitnemål"))[0].sha256
    (world.settings.files_dir / damaged[:2] / damaged[2:]).write_bytes(b"noe annet")
    await fetch(world, kari)
    assert sorted(copies(kari)) == sorted({*ALL} - {"Vitnemål"})
    assert told(kari).count("Vitnemål") == 1
    assert "Vedlegget Vitnemål er skadet" in told(kari)
    await close(world)
    await world.settled()
    assert "Vitnemål" not in told(kari)
