"""Access to attachments follows the task: given, withdrawn, and nothing of it left behind (S14, S34, S35)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.person import Person
from store import tables
from store.files import FileStore
from tests.handlers.conversations import copies
from tests.handlers.grants import LABEL, TITLE, give, open_access, take
from tests.handlers.history_lines import acts
from tests.institution import CASE, MONDAY
from tests.stored import add_subtasks
from tests.world import World, open_world


def add_attachments(world: World, number: int) -> None:
    """Let supplements come in, as an import would."""
    sha256, size = FileStore(world.settings.files_dir).keep([b"ettersendt"])
    kept = {"media_type": "application/pdf", "size": size, "sha256": sha256, "added_at": MONDAY}
    rows = [{"case_id": CASE, "title": f"Ettersendt {at}", "name": f"e{at}.pdf", **kept} for at in range(number)]
    with world.database.begin() as connection:
        connection.execute(tables.attachments.insert(), rows)


async def everywhere(world: World, person: Person) -> str:
    """All that the person is shown of the subtask now: card, thread, task page."""
    card = await world.card(person, TITLE)
    await person.click("Åpne", at=card)
    await world.ws.until(lambda: person.modals)
    page = person.text_of(person.modals[-1]["id"])
    await person.close(person.modals[-1]["id"], all=True)
    return "\n".join([person.text_of(card), page, *copies(person)])


async def test_s35_the_assignee_sees_exactly_the_granted_attachments_in_every_surface(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    shown = await everywhere(world, world.aisha)
    assert shown.count("Vitnemål") == 3
    assert "Emneliste" not in shown
    assert "Legeerklæring" not in shown


async def test_what_is_granted_later_comes_into_card_page_and_thread(world: World) -> None:
    await world.create()
    assert copies(world.aisha) == []
    await give(world, "Emneliste")
    assert (await everywhere(world, world.aisha)).count("Emneliste") == 3
    copy = next(file for message in world.aisha.messages for file in message.files)
    assert world.ws.files[copy["id"]].content == b"Emneliste: innhold"


async def test_what_is_withdrawn_leaves_card_page_and_thread(world: World) -> None:
    await world.create(attachments=["Vitnemål", "Emneliste"])
    await take(world, "Vitnemål")
    shown = await everywhere(world, world.aisha)
    assert "Vitnemål" not in shown
    assert shown.count("Emneliste") == 3
    assert [file.title for file in world.ws.files.all()] == ["Emneliste"]


async def test_the_dialog_has_ticked_what_is_granted_now(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    kari = await open_access(world)
    assert kari.value_of(LABEL) == ["Vitnemål"]
    assert "Aisha Rahman" in kari.text_of(kari.modals[-1]["id"])


async def test_a_later_supplement_is_not_seen_before_it_is_granted(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    add_attachments(world, 1)
    assert "Ettersendt" not in await everywhere(world, world.aisha)
    await give(world, "Ettersendt 0")
    assert (await everywhere(world, world.aisha)).count("Ettersendt 0") == 3


async def test_the_owners_task_page_leads_to_the_dialog_and_shows_what_was_chosen(world: World) -> None:
    await world.create()
    kari = world.kari
    await kari.click("Åpne", at=await world.card(kari))
    await world.ws.until(lambda: kari.modals)
    await kari.fill("Konklusjon", "Halvferdig")
    await kari.click("Tilgang til vedlegg")
    await world.ws.until(lambda: len(kari.modals) == 2)
    await kari.tick(LABEL, "Vitnemål")
    assert (await kari.send()).closed
    await world.quiet()
    assert "Vitnemål" in kari.text_of(kari.modals[-1]["id"])
    assert kari.value_of("Konklusjon") == "Halvferdig"


async def test_the_history_says_who_was_granted_what_and_when_each_copy_came_and_went_once(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    world.ws.double_next("view_submission")
    await take(world, "Vitnemål")
    await give(world, "Vitnemål")
    wanted = ["given", "delivered", "withdrawn", "removed", "given", "delivered"]
    assert [act.partition(".")[2] for act in [*acts(world, "grant"), *acts(world, "copy")]] == [
        *wanted[0::2],
        *wanted[1::2],
    ]
    lines = world.rows(sa.select(tables.history).where(tables.history.c.act.like("%.%d%")))
    assert {line.details["to"] for line in lines if line.act.startswith("copy")} == {"Aisha Rahman"}


@pytest.mark.parametrize("number", [7, 8, 97, 98, 300])
async def test_any_number_of_attachments_can_be_granted_and_withdrawn(world: World, number: int) -> None:
    add_attachments(world, number)
    await world.create()
    last = f"Ettersendt {number - 1}"
    await give(world, last, "Vitnemål")
    assert sorted(copies(world.aisha)) == sorted([last, "Vitnemål"])
    await take(world, last)
    assert copies(world.aisha) == ["Vitnemål"]


async def test_more_grants_than_a_menu_holds_are_not_withdrawn_unseen(world: World) -> None:
    add_attachments(world, 120)
    await world.create()
    given = {"subtask_id": 1, "granted_by": 1, "granted_at": MONDAY}
    numbers = world.rows(sa.select(tables.attachments.c.id))
    with world.database.begin() as connection:
        connection.execute(tables.grants.insert(), [{"attachment_id": row.id, **given} for row in numbers])
    kari = await open_access(world)
    assert len(kari.value_of(LABEL)) == 100
    assert "23 vedlegg til" in kari.text_of(kari.modals[-1]["id"])
    await kari.untick(LABEL, "Vitnemål")
    assert (await kari.send()).closed
    await world.quiet()
    withdrawn = world.rows(sa.select(tables.grants).where(tables.grants.c.withdrawn_at.is_not(None)))
    assert [row.attachment_id for row in withdrawn] == [1]


async def test_what_was_solved_or_given_to_another_meanwhile_is_not_changed(world: World) -> None:
    await world.create()
    kari = await open_access(world)
    await kari.tick(LABEL, "Legeerklæring")
    move(world, "U0OLA")
    await kari.send()
    assert "en annen ansvarlig" in kari.errors[LABEL]
    move(world, "U0AISHA")
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    await kari.send()
    assert "løst av Aisha Rahman" in kari.errors[LABEL]
    assert world.count(tables.grants) == 0


def move(world: World, slack_id: str) -> None:
    """Give the subtask to somebody else behind everybody's back."""
    who = sa.select(tables.people.c.id).where(tables.people.c.slack_id == slack_id).scalar_subquery()
    with world.database.begin() as connection:
        connection.execute(tables.subtasks.update().values(assignee_id=who))


@pytest.mark.parametrize("name", ["AISHA", "STRANGER"])
async def test_nobody_grants_herself_anything(world: World, name: str) -> None:
    await world.create()
    for action in ("case.access", "task.access"):
        body = {
            "type": "block_actions",
            "user": {"id": f"U0{name}", "team_id": world.ws.team_id},
            "team": {"id": world.ws.team_id},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": "1"}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
    submission: dict[str, Any] = {
        "type": "view_submission",
        "user": {"id": f"U0{name}", "team_id": world.ws.team_id},
        "team": {"id": world.ws.team_id},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "access.change",
            "private_metadata": '{"subtask":1}',
            "blocks": [],
            "state": {"values": {"attachments": {"value": {"selected_options": [{"value": "1"}]}}}},
        },
    }
    answer = await world.bot.dispatch(submission)
    assert "response_action" in str(answer.body)
    assert world.count(tables.grants) == 0


@pytest.mark.parametrize(("setting", "left"), [("keep", ["Vitnemål"]), ("take", [])])
async def test_solving_takes_the_copies_back_where_the_institution_wants_that(
    database_url: str, tmp_path: Path, setting: str, left: list[str]
) -> None:
    async with open_world(database_url, tmp_path, FILES_WHEN_SOLVED=setting) as world:
        await world.create(attachments=["Vitnemål"])
        await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
        await world.quiet()
        assert copies(world.aisha) == left
        assert ("Vitnemål" in world.aisha.text_of(world.aisha.card(TITLE))) == bool(left)
        assert "Vitnemål" in world.kari.text_of(world.kari.card(TITLE))


async def test_the_case_page_under_the_dialog_stays_at_its_page(sqlite_world: World) -> None:
    world = sqlite_world
    add_subtasks(world, 25)
    kari = world.kari
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    await kari.click("Flere deloppgaver")
    await world.quiet()
    before, text = kari.labels(), kari.text_of(kari.modals[-1])
    title = next(line for line in text.splitlines() if line.startswith("Oppgave"))
    await kari.click("Tilgang til vedlegg", near=title)
    await world.ws.until(lambda: len(kari.modals) == 2)

    assert (await kari.send()).closed
    await world.quiet()

    assert "Forrige side med deloppgaver" in before
    assert kari.labels() == before
    assert kari.text_of(kari.modals[-1]) == text
