"""The page's own words: each has its row in three languages, and each person gets their own."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import htpy as h
import pytest

from sandbox.page import words
from sandbox.page.blocks import block
from sandbox.page.dates import clock_time, day
from sandbox.page.failures import failure_switches
from sandbox.page.hints import Guide
from sandbox.page.place import Place
from sandbox.page.reader import Reader
from tests.sandbox.page.conftest import Rig
from tests.sandbox.page.tiny_views import field

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN = Reader("U0ANN", "en-US", "Europe/Oslo", NOW, {"U0ANN": "Ann Lee"})
PAGE = files("sandbox.page")
NORWEGIAN = re.compile("[æøåÆØÅ]")


def sources(ending: str) -> dict[str, str]:
    """The page's own files with this ending, by name."""
    found = [one for folder in (PAGE, PAGE / "static") for one in folder.iterdir() if one.name.endswith(ending)]
    return {one.name: one.read_text("utf-8") for one in found}


def trees() -> Iterator[ast.AST]:
    return (ast.parse(text) for name, text in sources(".py").items() if not name.startswith("words"))


def literals(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


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
    scripts = "\n".join(sources(".js").values())
    assert set(re.findall(r'say\(\s*"([^"]+)"', scripts)) <= {row[0] for row in words.SCRIPT}
    assert set(said_in_python()) <= set(words.TABLE)
    written = set().union(*map(literals, trees()))
    assert [row[0] for row in words.SCRIPT if f'"{row[0]}"' not in scripts] == []
    assert [row[0] for row in words.ROWS if row[0] not in written and row not in words.SCRIPT] == []


def test_a_row_has_the_same_places_in_every_language() -> None:
    for row in words.ROWS:
        first, second, third = (sorted(re.findall(r"\{\w+\}", one)) for one in row)
        assert first == second == third, row
        assert all(one.strip() == one != "" for one in row), row
        assert not NORWEGIAN.search(row[2]), row


def test_what_is_drawn_from_lists_has_words_too() -> None:
    for locale in ("nb-NO", "nn-NO", "en-GB"):
        reader = replace(ANN, locale=locale)
        guide = Guide()
        assert failure_switches({"slow": 1}, reader)
        assert guide.drawn(reader)
        guide.done = set(range(len(guide.steps)))
        assert guide.drawn(reader)
        for level in ("default", "info", "warning", "error", "success"):
            alert = {"type": "alert", "level": level, "text": {"type": "plain_text", "text": "x"}}
            assert "x" in str(h.div[block(alert, Place(reader, "V1"))])


def test_the_guide_leads_back_to_the_person_whose_turn_it_is() -> None:
    names = {"U0KARI": "Kari Nordmann", "U0INGRID": "Ingrid Berg"}
    guide = Guide()
    guide.saw("Kari Nordmann", "be", "")
    kari, ingrid = (Reader(one, "nb-NO", "Europe/Oslo", NOW, names) for one in names)
    assert '<a href="/?as=U0KARI">Bli Kari</a>' in guide.drawn(ingrid)[0].html
    assert "<a " not in guide.drawn(kari)[0].html


@pytest.mark.parametrize("label", ["Åpne", "Opne", "Open"])
def test_the_guide_is_ticked_in_whichever_language_the_app_speaks(label: str) -> None:
    assert Guide().saw("Ola Hansen", "press", label)
    assert not Guide().saw("Ola Hansen", "press", f"{label} noe annet")
    assert not Guide().saw("Kari Nordmann", "press", label)


@pytest.mark.parametrize(
    ("locale", "language", "home", "files_button"),
    [
        ("nb-NO", "nb", "Hjem", "Velg filer"),
        ("nn-NO", "nn", "Heim", "Vel filer"),
        ("en-GB", "en", "Home", "Choose files"),
        ("sv-SE", "en", "Home", "Choose files"),
    ],
)
async def test_the_page_speaks_the_language_of_its_person(
    rig: Rig, locale: str, language: str, home: str, files_button: str
) -> None:
    rig.ws.add_person("U0NEW", "Ny Person", "ny@uni.example", locale=locale)
    async with rig.http.get(f"{rig.server.url}/?as=U0NEW") as answer:
        html = await answer.text()
    assert f'<html lang="{language}">' in html
    assert f">{home}</button>" in html
    reader = replace(ANN, locale=locale)
    assert files_button in str(h.div[block(field("f", "F", {"type": "file_input"}), Place(reader, "V1"))])


async def test_an_english_page_has_no_norwegian_of_its_own(rig: Rig) -> None:
    rig.ws.add_person("U0ANN", "Ann Lee", "ann@uni.example", locale="en-US")
    async with rig.http.get(f"{rig.server.url}/?as=U0ANN") as answer:
        html = await answer.text()
    own = re.sub(r'data-words="[^"]*"|<template id="commands">.*?</template>|Prøvebot', "", html)
    assert not NORWEGIAN.search(own), NORWEGIAN.search(own)
    tab = await rig.tab("U0ANN", view="messages", drawer="faults")
    await tab.see("The next call", "faults")
    assert (await tab.ask("command", text="/nothing"))["note"] == "There is no command called /nothing."
    assert (await tab.ask("dance"))["note"] == "The page asked for something unknown. Reload it."


async def test_a_field_s_complaint_is_in_the_person_s_language(rig: Rig) -> None:
    rig.ws.add_person("U0NYN", "Nynorsk Brukar", "nyn@uni.example", locale="nn-NO")
    tab = await rig.tab("U0NYN")
    await tab.see("Mine saker", "home")
    await tab.ask("press", surface="home", block="case0", action="new", state={}, label="Ny deloppgave")
    await tab.see("view-", "stack")
    (view,) = rig.ws.person("U0NYN").modals
    values = {"title": {"title": "x" * 61}, "assignee": {"assignee": None}}
    answer = await tab.ask("submit", view=view["id"], values=values, label="Opprett")
    assert answer["errors"]["title"] == "Skriv høgst 60 teikn."


def test_british_people_have_their_own_dates_and_hours() -> None:
    london = replace(ANN, locale="en-GB")
    assert (day(NOW.date(), london), clock_time(NOW, london)) == ("23 November 2026", "09:00")
    assert (day(NOW.date(), ANN), clock_time(NOW, ANN).replace("\u202f", " ")) == ("November 23, 2026", "9:00 AM")
