"""`Varsler`: each person chooses on App Home what she is told, and when; and what her choice does."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from cases.acts import notification_settings
from cases.context import Context
from domain.notification_settings import NoticeKind, Wanted
from handlers.translator import Translator
from sandbox.person import Person
from store import tables
from store.files import FileStore
from tests.handlers.wishes import NOT_DISTURBED, QUIET, called, open_wishes, save
from tests.institution import MONDAY
from tests.world import World

WHEN = "Når vil du ha påminnelser?"
WHAT = "Hva vil du få varsel om?"
FOR_ALL = [
    "Egne deloppgaver som snart har frist",
    "Egne deloppgaver der fristen har gått ut",
    "Nye meldinger i deloppgaver",
]
FOR_OWNERS = [
    "Frister for egne saker",
    "Egne saker som er minst tre uker gamle",
    "Deloppgaver hos andre som er forsinket, ikke åpnet eller mangler ansvarlig",
    "Deloppgaver i egne saker som andre har løst",
]
FOR_DISTRIBUTORS = ["Saker som venter på å bli fordelt"]
SOLVED, MESSAGES = FOR_OWNERS[-1], FOR_ALL[-1]


async def mute(world: World, person: Person, *kinds: str) -> None:
    """Choose not to be told of these."""
    await open_wishes(world, person)
    await person.untick(WHAT, *kinds)
    await save(world, person)


def line(person: Person) -> str:
    """What App Home says about the person's choice."""
    lines: list[str] = person.text_of("home").splitlines()
    return lines[lines.index("Varsler") + 1]


def kept(world: World, person: Person) -> tuple[str, str | None, bool]:
    """What is written down about the person."""
    (row,) = world.rows(sa.select(tables.people).where(tables.people.c.slack_id == person.id))
    return row.reminding, row.muted, row.quiet_hours


async def test_at_first_everything_comes_as_it_falls_due(world: World) -> None:
    kari = await open_wishes(world, world.kari)
    assert line(kari) == "Du får påminnelser fortløpende."
    assert kari.value_of(WHEN) == "Fortløpende"
    assert kari.value_of(WHAT) == FOR_ALL + FOR_OWNERS
    assert kari.value_of(QUIET) == []


async def test_what_is_chosen_is_said_on_the_main_page_and_stands_in_the_dialog_again(world: World) -> None:
    kari = await open_wishes(world, world.kari)
    await kari.choose(WHEN, "Én oppsummering hver morgen")
    await kari.untick(WHAT, SOLVED)
    await kari.tick(QUIET, NOT_DISTURBED)
    await save(world, kari)
    assert line(kari) == (
        "Du får påminnelser i én oppsummering hver morgen. Én type varsler er slått av. "
        "Du blir ikke forstyrret utenfor arbeidstiden."
    )
    assert kept(world, kari) == ("morning", "solved", True)
    await open_wishes(world, kari)
    assert kari.value_of(WHEN) == "Én oppsummering hver morgen"
    assert SOLVED not in kari.value_of(WHAT)
    assert kari.value_of(QUIET) == [NOT_DISTURBED]


async def test_a_choice_can_be_taken_back(world: World) -> None:
    kari = await open_wishes(world, world.kari)
    await kari.choose(WHEN, "Bare når en av fristene mine har gått ut")
    await kari.untick(WHAT, *FOR_ALL, *FOR_OWNERS)
    await kari.tick(QUIET, NOT_DISTURBED)
    await save(world, kari)
    assert line(kari).startswith(
        "Du får påminnelser bare når en av fristene dine har gått ut. 7 typer varsler er slått av."
    )
    await open_wishes(world, kari)
    await kari.choose(WHEN, "Fortløpende")
    await kari.tick(WHAT, *FOR_ALL, *FOR_OWNERS)
    await kari.untick(QUIET, NOT_DISTURBED)
    await save(world, kari)
    assert kept(world, kari) == ("at_once", None, False)


@pytest.mark.parametrize(
    ("name", "offered"),
    [("ola", FOR_ALL), ("kari", FOR_ALL + FOR_OWNERS), ("ingrid", FOR_ALL + FOR_OWNERS + FOR_DISTRIBUTORS)],
)
async def test_only_what_can_concern_a_person_is_offered(world: World, name: str, offered: list[str]) -> None:
    person = await open_wishes(world, world.people[name])
    assert person.value_of(WHAT) == offered
    (block,) = (one for one in person.modals[-1]["blocks"] if one["block_id"] == "kinds")
    assert [option["text"]["text"] for option in block["element"]["options"]] == offered


async def test_what_was_not_offered_stays_as_it_was(world: World) -> None:
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(muted="waiting solved deadline"))
    ola = await open_wishes(world, world.ola)
    await ola.tick(WHAT, FOR_ALL[0])
    await save(world, ola)
    assert kept(world, ola) == ("at_once", "solved waiting", False)


async def test_words_that_are_not_ours_are_ignored(world: World, tmp_path: Path) -> None:
    context = Context(world.database, FileStore(tmp_path / "files"), world.settings.timezone)
    wanted = Wanted("never", ["message", "everything"], ["message", "everything", "deadline"], quiet_hours=False)
    notification_settings.choose(context, wanted, actor="U0OLA", now=MONDAY)
    assert kept(world, world.ola) == ("at_once", "deadline", False)
    world.bot.wake()
    await world.quiet()


async def test_a_stranger_is_told_that_nobody_knows_her(world: World) -> None:
    guest = world.ws.add_person(
        "U0GUEST", name="Gjest", email="g@x.example", locale="en-US", tz="Europe/Oslo", title=""
    )
    body = {
        "type": "block_actions",
        "user": {"id": guest.id, "team_id": guest.team_id},
        "trigger_id": world.ws.triggers.issue(guest.id),
        "actions": [{"type": "button", "action_id": "home.wishes", "block_id": "b", "value": "at_once"}],
    }
    assert (await world.bot.dispatch(body)).status == 200
    await world.ws.until(lambda: guest.modals)
    assert "kjenner deg ikke" in guest.text_of(guest.modals[-1]["id"])


async def test_who_does_not_want_to_hear_of_solved_subtasks_sees_it_on_the_card_only(world: World) -> None:
    await world.create()
    await mute(world, world.kari, SOLVED)
    await world.aisha.click("Løs deloppgave", at=await world.card(world.aisha))
    await world.quiet()
    card = world.kari.card("Vurder emnene")
    assert "Løst av Aisha Rahman" in world.kari.text_of(card)
    assert world.kari.thread(card.ts) == []


async def test_who_solves_for_her_is_told_to_an_assignee_all_the_same(world: World) -> None:
    """The choice is about the subtasks of her own cases; that hers is solved by somebody else is another thing."""
    await world.create()
    await mute(world, world.aisha, SOLVED)
    await world.kari.click("Løs deloppgave", at=await world.card(world.kari))
    await world.quiet()
    assert len(called(world.aisha)) == 1


async def test_messages_that_are_not_to_be_heard_come_without_a_mention(world: World) -> None:
    await world.create()
    await mute(world, world.kari, MESSAGES)
    message = await world.aisha.say("Hei", thread_ts=(await world.card(world.aisha)).ts)
    await world.quiet()
    await world.aisha.edit(message.ts, "Hei igjen")
    await world.quiet()
    (reply,) = world.kari.thread(world.kari.card("Vurder emnene").ts)
    assert world.kari.text_of(reply) == "Aisha Rahman til Kari Nordmann (redigert)\nHei igjen"
    await world.kari.say("Hei du", thread_ts=world.kari.card("Vurder emnene").ts)
    await world.quiet()
    assert called(world.aisha) == ["Kari Nordmann til @Aisha Rahman\nHei du"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_choice_is_read_in_each_language(sqlite_world: World, language: str) -> None:
    world, kari, translator = sqlite_world, sqlite_world.kari, Translator.of(language)
    with world.database.begin() as connection:
        connection.execute(tables.people.update().values(language=language, muted=NoticeKind.SOLVED))
    await kari.open_home()
    await world.quiet()
    await kari.click(translator.say("Endre varsler"), at="home")
    await world.ws.until(lambda: kari.modals)
    assert translator.say("Du får påminnelser fortløpende.") in kari.text_of("home")
    assert kari.labels() == [translator.say(label) for label in (WHEN, WHAT, QUIET)]
