"""Which language each person reads: her own choice, else the Norwegian of her Slack, else the institution's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from cases.acts.people import language_of
from handlers.translator import Translator
from sandbox.locales import LOCALES
from sandbox.mailbox import receiving
from sandbox.person import Person
from sandbox.records import NotPossible
from store import tables
from store.migrations import unchosen_english
from tests.handlers.said import sentences
from tests.institution import CASE_TITLE
from tests.world import World, open_world

TITLE = "Vurder emnene"
ASKED = "Språk · Language"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nb-NO", "nb"), ("nb", "nb"), ("no-NO", "nb"), ("no", "nb"), ("nn-NO", "nn"), ("nn_NO", "nn"), ("NB-no", "nb")],
)
def test_a_norwegian_locale_asks_for_its_language(locale: str, language: str) -> None:
    assert language_of(locale) == language


@pytest.mark.parametrize("locale", [*LOCALES, "sv-SE", "nob", "nnx-XX", "", None])
def test_no_other_locale_says_anything(locale: str | None) -> None:
    assert language_of(locale) is None


@pytest.mark.parametrize("locale", ["nb-NO", "nn-NO", "no-NO", "no", "en", "sv-SE"])
def test_nobody_in_the_sandbox_has_a_locale_that_slack_does_not_have(sqlite_world: World, locale: str) -> None:
    with pytest.raises(NotPossible, match="no client of Slack's has the locale"):
        sqlite_world.ws.add_person("U0NEW", "Ny Person", locale=locale)
    with pytest.raises(NotPossible):
        sqlite_world.kari.change(locale=locale)
    assert "U0NEW" not in sqlite_world.ws.people


@pytest.fixture(params=["nb", "nn", "en"])
async def institution(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path
) -> AsyncIterator[tuple[World, Translator]]:
    """Open an institution with each LANGUAGE, with e-mail, for people in English clients; and what it says."""
    async with (
        receiving() as mailbox,
        open_world(
            sqlite_url, tmp_path, LANGUAGE=request.param, SMTP_URL=mailbox.url, MAIL_FROM="saksbot@uni.example"
        ) as world,
    ):
        world.ws.mailbox = mailbox
        yield world, Translator.of(request.param)


def said(translator: Translator, beginning: str) -> str:
    """Give the first sentence of what begins so in bokmål."""
    (whole,) = {one for one in sentences() if isinstance(one, str) and one.startswith(beginning)}
    return translator.say(whole).partition(". ")[0]


async def look(world: World, person: Person) -> str:
    """Open App Home and read it."""
    await person.open_home()
    await world.quiet()
    return person.text_of("home")


async def give(world: World, translator: Translator) -> None:
    """Let Kari give Aisha a subtask, by what her pages and her dialog say in this language."""
    kari = world.kari
    await look(world, kari)
    await kari.click(translator.say("Åpne"), at="home", near=CASE_TITLE)
    await world.quiet()
    await kari.click(translator.say("Ny deloppgave"), at="home")
    await world.ws.until(lambda: kari.modals)
    await kari.fill(translator.say("Tittel"), TITLE)
    await kari.fill(translator.say("Frist"), "2026-12-10")
    await kari.choose(translator.say("Ansvarlig"), "Aisha Rahman")
    await kari.fill(translator.say("Beskrivelse"), "Sammenlign emnene med våre egne.")
    assert (await kari.send()).closed, kari.errors
    await world.quiet()


async def test_a_newcomer_with_an_english_slack_meets_the_institutions_language_everywhere(
    institution: tuple[World, Translator],
) -> None:
    world, translator = institution
    kari, aisha = world.kari, world.aisha
    assert kari.locale in ("en-US", "en-GB")
    await give(world, translator)
    assert translator.say("Mine deloppgaver") in await look(world, aisha)
    card = aisha.card(TITLE)
    assert translator.say("Løs deloppgave") in aisha.labels(card)
    assert translator.say("Ansvarlig") in kari.text_of(kari.card(TITLE))

    await aisha.command("/sak", "finnes-ikke")
    assert said(translator, "Fant ingenting blant det du kan åpne.") in aisha.text_of(aisha.messages[-1])
    await aisha.say("Er noen her?")
    await world.quiet()
    outside = translator.say("Meldingen din er ikke sendt til noen.")
    assert any(outside in aisha.text_of(message) for message in aisha.messages)
    await aisha.click(translator.say("Åpne"), at=aisha.card(TITLE))
    await world.ws.until(lambda: aisha.modals)
    assert translator.say("Overordnet informasjon") in aisha.text_of(aisha.modals[-1]["id"])
    await world.until_sent("mail")
    assert world.ws.mailbox
    (letter,) = world.ws.mailbox.letters
    assert translator.say("Åpne deloppgaven i Slack") in letter.text


async def test_a_newcomer_is_asked_for_her_language_once(sqlite_world: World) -> None:
    world, kari = sqlite_world, sqlite_world.kari
    assert (await look(world, kari)).splitlines()[0] == ASKED
    await kari.choose(ASKED, "Bokmål", at="home")
    await world.quiet()
    home = kari.text_of("home")
    assert home.splitlines()[0] == "Søk"
    assert ASKED not in home
    assert "Språk" in home.splitlines()


async def test_her_own_choice_of_english_stands_whatever_slack_says(sqlite_world: World) -> None:
    world, aisha = sqlite_world, sqlite_world.aisha
    await world.create()
    await look(world, aisha)
    await aisha.choose(ASKED, "English", at="home")
    await world.quiet()
    assert "Solve subtask" in aisha.labels(aisha.card(TITLE))
    aisha.change(locale="de-DE")
    await world.quiet()
    assert "My subtasks" in await look(world, aisha)
    assert "Solve subtask" in aisha.labels(aisha.card(TITLE))
    assert "Løs deloppgave" in world.kari.labels(world.kari.card(TITLE))


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de-DE"])
async def test_a_profile_that_changes_in_slack_changes_no_language(sqlite_world: World, locale: str) -> None:
    world, aisha = sqlite_world, sqlite_world.aisha
    await world.create()
    aisha.change(locale=locale)
    await world.quiet()
    assert "Løs deloppgave" in aisha.labels(aisha.card(TITLE))
    assert "Mine deloppgaver" in await look(world, aisha)
    assert world.rows(sa.select(tables.people.c.slack_language).distinct()) == [(None,)]


async def test_an_english_that_nobody_chose_is_gone_at_the_next_start(database_url: str, tmp_path: Path) -> None:
    async with open_world(database_url, tmp_path) as world:
        await world.create()
        await look(world, world.aisha)
        await look(world, world.kari)
        await world.kari.click("Tilbake til Home", at="home")
        await world.quiet()
        await world.kari.choose(ASKED, "English", at="home")
        await world.quiet()
        as_it_was(world, "U0AISHA", "en")
        as_it_was(world, "U0OLA", "nn")
        world.aisha.change(tz="Europe/London")  # the bot draws everything of hers again
        await world.quiet()
        assert "Solve subtask" in world.aisha.labels(world.aisha.card(TITLE))

        with world.database.begin() as connection, Operations.context(MigrationContext.configure(connection)):
            unchosen_english.forget_it()
        world.bot.wake()
        await world.quiet()
        assert "Løs deloppgave" in world.aisha.labels(world.aisha.card(TITLE))
        assert "Mine deloppgaver" in world.aisha.text_of("home")
        assert "Solve subtask" in world.kari.labels(world.kari.card(TITLE))
        kept = sa.select(tables.people.c.slack_id, tables.people.c.slack_language)
        assert {row.slack_id: row.slack_language for row in world.rows(kept) if row.slack_language} == {"U0OLA": "nn"}


def as_it_was(world: World, slack_id: str, language: str) -> None:
    """Keep a language as the program of before kept what Slack's locale said."""
    with world.database.begin() as connection:
        hers = tables.people.c.slack_id == slack_id
        connection.execute(tables.people.update().where(hers).values(slack_language=language))
