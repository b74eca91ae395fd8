"""The page's own words: each has its row in three languages, and each person gets their own."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import aiohttp
import htpy as h
import pytest

from sandbox.page import words
from sandbox.page.blocks import block
from sandbox.page.dates import clock_time, day
from sandbox.page.failures import failure_switches
from sandbox.page.hints import Guide
from sandbox.page.place import Place
from sandbox.page.reader import Reader
from sandbox.server import serve
from tests.client_names import NAMES
from tests.sandbox.page.readers import ANN, NOW
from tests.sandbox.page.rig import Rig, read
from tests.sandbox.page.tiny_bot import TOUR, tiny_workspace
from tests.sandbox.page.tiny_views import field

PAGE = files("sandbox.page")
NORWEGIAN = re.compile("[æøåÆØÅ]")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources(ending: str) -> dict[str, str]:
    """The page's own files with this ending, by name."""
    found = [one for folder in (PAGE, PAGE / "static") for one in folder.iterdir() if one.name.endswith(ending)]
    return {one.name: one.read_text("utf-8") for one in found}


def trees() -> Iterator[ast.AST]:
    return (ast.parse(text) for name, text in sources(".py").items() if not name.startswith("words"))


def literals(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def said(node: ast.AST) -> set[str]:
    """Everything that is written as text, but not what explains the code."""
    explained = {ast.get_docstring(one, clean=False) for one in ast.walk(node) if isinstance(one, DOCUMENTED)}
    return literals(node) - {one for one in explained if one}


def said_in_python() -> Iterator[str]:
    """What is given to `say` as it stands, or as one of two."""
    for tree in trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            if ast.unparse(call.func).rpartition(".")[2] == "say":
                given = call.args[0]
                options = (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,)
                yield from (
                    one.value for one in options if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_word_that_is_said_has_its_row_and_every_row_is_said() -> None:
    assert set(said_in_python()) <= set(words.TABLE)
    written = set().union(*map(literals, trees()))
    assert [row[0] for row in words.ROWS if row[0] not in written] == []


def test_nothing_but_the_page_s_own_words_is_norwegian() -> None:
    own = set(words.TABLE) | {"Bokmål"}
    in_python = set().union(*map(said, trees())) - own
    in_scripts = {one for text in sources(".js").values() for one in re.findall(r'"([^"\n]*)"|`([^`]*)`', text)}
    assert {one for one in in_python if NORWEGIAN.search(one)} == set()
    assert {one for pair in in_scripts for one in pair if NORWEGIAN.search(one)} == set()


def test_a_row_has_the_same_places_in_every_language() -> None:
    for row in words.ROWS:
        first, second, third = (sorted(re.findall(r"\{\w+\}", one)) for one in row)
        assert first == second == third, row
        assert all(one.strip() == one != "" for one in row), row
        assert not NORWEGIAN.search(row[0]), row


def test_what_is_drawn_from_lists_has_words_too() -> None:
    for language in words.BOOKS:
        reader = ANN.of_the_page(language)
        guide = Guide(TOUR)
        assert failure_switches({"slow": 1}, reader)
        assert guide.drawn(reader)
        guide.done = set(range(len(guide.steps)))
        assert guide.drawn(reader)
        for level in ("default", "info", "warning", "error", "success"):
            alert = {"type": "alert", "level": level, "text": {"type": "plain_text", "text": "x"}}
            assert "x" in str(h.div[block(alert, Place(reader, "V1"))])


def test_the_guide_leads_back_to_the_person_whose_turn_it_is() -> None:
    names = {"U0KARI": "Kari Nordmann", "U0INGRID": "Ingrid Berg"}
    guide = Guide(TOUR)
    guide.saw("Kari Nordmann", "be", "")
    kari, ingrid = (Reader(one, "en-US", "Europe/Oslo", NOW, names).of_the_page("nb") for one in names)
    assert '<a href="/?as=U0KARI">Bli Kari</a>' in guide.drawn(ingrid)[0].html
    assert "<a " not in guide.drawn(kari)[0].html


def test_a_step_is_ticked_by_any_of_its_labels_and_in_english_where_a_language_is_missing() -> None:
    guide = Guide(TOUR)
    assert "Switch to Ola" in guide.drawn(ANN.of_the_page("nn"))[0].html
    assert not guide.saw("Ola Hansen", "press", "Åpne noe annet")
    assert not guide.saw("Kari Nordmann", "press", "Åpne")
    assert guide.saw("Ola Hansen", "press", "Open")


async def test_a_workspace_without_a_tour_has_no_guide() -> None:
    ws = tiny_workspace()
    ws.tour = None
    async with serve(ws) as bare, aiohttp.ClientSession() as http, http.get(f"{bare.url}/?as=U0KARI") as answer:
        html = await answer.text()
    assert "show-guide" not in html
    assert 'data-part="guide"' not in html


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("nb-NO,nb;q=0.9,no;q=0.8,en;q=0.7", "Hvem er du?"),
        ("no", "Hvem er du?"),
        ("nn-NO,en-US;q=0.5", "Kven er du?"),
        ("en-GB,nb;q=0.5", "Who are you?"),
        ("sv-SE", "Who are you?"),
        ("", "Who are you?"),
    ],
)
async def test_the_page_explains_itself_in_the_language_that_the_browser_asks_for(
    rig: Rig, asked: str, who: str
) -> None:
    html = await read(rig, "/?as=U0KARI", asked)
    assert f"<h2>{who}</h2>" in html


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de-DE", "ja-JP"])
async def test_slack_s_own_words_are_those_of_an_english_client_whatever_the_locale(rig: Rig, locale: str) -> None:
    rig.ws.add_person("U0NEW", "Ny Person", "ny@uni.example", locale=locale)
    html = await read(rig, "/?as=U0NEW", "nb")
    assert '<html lang="en">' in html
    for name in ("Home", "Messages", "About"):
        assert f">{name}</h2>" in html or f">{name}</button>" in html
    reader = replace(ANN, locale=locale)
    assert "Choose files" in str(h.div[block(field("f", "F", {"type": "file_input"}), Place(reader, "V1"))])


async def test_texts_that_speak_of_slack_s_own_things_find_them_here_by_their_names(rig: Rig) -> None:
    await rig.ws.person("U0KARI").say("hei")
    tab = await rig.tab("U0KARI", view="messages")
    message = await tab.see("hei", "log")
    shown = await read(rig, "/?as=U0KARI", "nb") + message + str(tab.parts["shortcuts"])
    elsewhere = {"Apps", "Threads", "Activity", "DMs", "Preferences", "Notifications"}  # beside the app's own place
    missing = {one for one in NAMES if not re.search(f'[>"]{one}[<"]', shown)}
    assert missing == elsewhere


async def test_another_language_is_chosen_under_about_and_stays(rig: Rig) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        address = f"{rig.server.url}/?as=U0KARI"
        async with browser.get(f"{address}&tab=about&language=nn", headers={"Accept-Language": "en"}) as answer:
            assert 'data-language="nn"' in await answer.text()
        async with browser.get(address, headers={"Accept-Language": "en"}) as answer:
            assert "<h2>Kven er du?</h2>" in await answer.text()
    tab = await rig.tab("U0KARI", language="nn", view="about")
    offered = await tab.see("Forklaringane på denne sida:", "about")
    assert "language=nb" in offered
    assert "language=en" in offered
    assert "language=nn" not in offered


async def test_two_browsers_read_the_same_person_each_in_its_own_language(rig: Rig) -> None:
    norwegian, english = await rig.tab("U0KARI", language="nb"), await rig.tab("U0KARI", language="en")
    await norwegian.see("Kom i gang:", "guide")
    await english.see("Get started:", "guide")
    assert "Get started" not in str(norwegian.parts["guide"])


async def test_an_english_page_has_no_norwegian_of_its_own(rig: Rig) -> None:
    rig.ws.add_person("U0ANN", "Ann Lee", "ann@uni.example", locale="en-US")
    html = await read(rig, "/?as=U0ANN", "en")
    own = re.sub(r'<template id="commands">.*?</template>|Prøvebot', "", html)
    assert not NORWEGIAN.search(own), NORWEGIAN.search(own)
    tab = await rig.tab("U0ANN", language="en", view="messages", drawer="faults")
    await tab.see("The next call", "faults")
    assert (await tab.ask("command", text="/nothing"))["note"] == "/nothing is not a valid command."
    assert (await tab.ask("dance"))["note"] == "The page asked for something unknown. Reload it."


def test_british_people_have_their_own_dates_and_hours() -> None:
    london = replace(ANN, locale="en-GB")
    assert (day(NOW.date(), london), clock_time(NOW, london)) == ("23 November 2026", "09:00")
    assert (day(NOW.date(), ANN), clock_time(NOW, ANN).replace("\u202f", " ")) == ("November 23, 2026", "9:00 AM")
