"""Every surface with as much in it as there can be: Slack (the strict sandbox) accepts it, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from domain.access import AccessForm
from handlers.translator import Translator
from handlers.views.access_form import access_form
from handlers.views.upload_form import upload_form
from store import tables
from store.files import FileStore
from tests.handlers.main_page import read_case, titles
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_view
from tests.institution import CASE, MONDAY
from tests.stored import add_subtasks
from tests.world import World

LANGUAGES = ("nb", "nn", "en")
TITLE = "Æ" * 149
NASTY = "<!channel> *fet* <@U0OLA> & <script> `kode` שלום 👩‍👩‍👧‍👦 "


def fill(world: World, subtasks: int, attachments: int) -> None:
    """Let everything in the case be as long as it may be."""
    sha256, size = FileStore(world.settings.files_dir).keep([b"vedlegg"])
    kept = {"media_type": "application/pdf", "size": size, "sha256": sha256, "added_at": MONDAY}
    files = [{"case_id": CASE, "title": NASTY * 8, "name": f"{at}{'n' * 200}.pdf", **kept} for at in range(attachments)]
    add_subtasks(world, subtasks)
    long = (NASTY * 200)[:3000]
    with world.database.begin() as connection:
        connection.execute(tables.attachments.insert(), files)
        connection.execute(tables.cases.update().values(title=(NASTY * 9)[:255], text=NASTY * 400))
        for number in range(1, subtasks + 1):
            values = {"title": f"Oppgave {number} {'x' * 140}"[:150], "description": long}
            connection.execute(tables.subtasks.update().where(tables.subtasks.c.id == number).values(values))
        conclusion = {"number": 1, "text": long, "author_id": 4, "saved_at": MONDAY}
        rows = [{"subtask_id": number, **conclusion} for number in range(1, subtasks + 1)]
        connection.execute(tables.conclusions.insert(), rows)
        numbers = connection.execute(sa.select(tables.attachments.c.id)).scalars()
        grant = {"subtask_id": 1, "granted_by": 1, "granted_at": MONDAY}
        connection.execute(tables.grants.insert(), [{"attachment_id": one, **grant} for one in numbers])
        for at in range(1, 31):
            said = {"subtask_id": 1, "author_id": 4, "sent_at": MONDAY}
            connection.execute(tables.messages.insert().values(said))
            version = {"message_id": at, "number": 1, "text": long, "blocks": [], "at": MONDAY}
            connection.execute(tables.message_versions.insert().values(version))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_accepted_by_slack_with_everything_at_its_limit(world: World, language: str) -> None:
    fill(world, 101, 300)
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(language=language))
        connection.execute(sa.update(tables.cases).values(place_id=2))
    kari, aisha = world.kari, world.aisha
    for person in (kari, aisha):
        await person.open_home()
    await world.quiet()
    opening = [button for button in kari.labels("home") if button in ("Åpne", "Opne", "Open")]
    await kari.click(opening[0], at="home", near=NASTY[:20])
    await world.quiet()
    assert len(kari.home["blocks"]) <= 100 if kari.home else False
    seen = await titles(world, kari, Translator.of(language).say("Flere deloppgaver"))
    assert len(seen) == 101
    for button in ("Historikk", "Legg til vedlegg"):
        await kari.click(Translator.of(language).say(button), at="home")
        await world.ws.until(lambda: kari.modals)
        await kari.close(kari.modals[-1]["id"])
    for person in (kari, aisha):
        await person.command("/sak", CASE)
        await person.command("/deloppgave")
    await world.quiet()


async def test_the_task_page_and_the_access_dialog_hold_the_longest_texts(world: World) -> None:
    fill(world, 1, 300)
    await open_case_with_any_title(world)
    kari = world.kari
    await kari.click("Åpne", at="home")
    await world.ws.until(lambda: kari.modals)
    page = kari.text_of(kari.modals[-1]["id"])
    assert (NASTY * 200)[:3000].strip() in page
    assert "og 273 vedlegg til" in page
    await kari.click("Tilgang til vedlegg")
    await world.ws.until(lambda: len(kari.modals) == 2)
    assert len(kari.value_of("Gi tilgang til vedlegg")) == 100
    assert (await kari.send()).closed
    await world.quiet()
    standing = world.rows(sa.select(tables.grants.c.id).where(tables.grants.c.withdrawn_at.is_(None)))
    assert len(standing) == 303


async def open_case_with_any_title(world: World) -> None:
    """Open the only case on App Home."""
    await world.kari.open_home()
    await world.quiet()
    await world.kari.click("Åpne", at="home", near=NASTY[:20])
    await world.quiet()


async def test_the_longest_title_and_description_reach_the_assignee_whole(world: World) -> None:
    description, aisha = (NASTY * 200)[:3000].strip(), world.aisha
    await world.create(title=TITLE, description=description)
    shown = aisha.text_of(aisha.card(TITLE))
    assert description[:380] in shown
    assert "Trykk «Åpne» for å lese resten." in shown
    await aisha.click("Åpne", at=await world.card(aisha, TITLE))
    await world.ws.until(lambda: aisha.modals)
    assert description in aisha.text_of(aisha.modals[-1]["id"])
    page = await read_case(world, world.kari)
    assert TITLE in page


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 10, 11, 100, 101, 1000])
def test_the_dialogs_about_attachments_fit_any_number(number: int, language: str, text: str) -> None:
    translator, long = Translator.of(language), (text * 300)[:300]
    person = replace(samples.OLA, name=long)
    facts = samples.subtask(title=long[:151], assignee=person)
    files = samples.attachments(number, long)
    for granted in (frozenset[int](), frozenset(range(number))):
        view = access_form(AccessForm(facts, files, granted), translator, under="V" * 20)
        judge_view(view)
        assert ("submit" in view) == bool(number)
    judge_view(upload_form(CASE, long, translator))
