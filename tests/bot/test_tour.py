"""The demo's tour: its steps name what stands on the bot's buttons, and are told in all the page's languages."""

from __future__ import annotations

import re

import pytest

from bot.sample.tour import CREATE, OPEN, SOLVE, TOUR
from handlers.translator import Translator
from sandbox.page.hints import Guide
from sandbox.page.words import LANGUAGES

QUOTED = re.compile("«[^»]*»")  # what the bot says on its own buttons
EVERY = [*(step.words for step in TOUR.steps), TOUR.finished]


@pytest.mark.parametrize("said", EVERY, ids=lambda said: said["en"][:30])
def test_every_step_is_told_in_every_language_and_names_the_same_buttons(said: dict[str, str]) -> None:
    assert set(said) == set(LANGUAGES)
    assert len({tuple(QUOTED.findall(one)) for one in said.values()}) == 1
    assert not re.search("[æøåÆØÅ]", QUOTED.sub("", said["en"]))


@pytest.mark.parametrize(("labels", "words"), [(CREATE, "Opprett"), (OPEN, "Åpne"), (SOLVE, "Løs deloppgave")])
def test_the_labels_are_the_bot_s_own_in_all_its_languages(labels: tuple[str, ...], words: str) -> None:
    assert set(labels) == {Translator.of(language).say(words) for language in ("nb", "nn", "en")}


@pytest.mark.parametrize("label", OPEN)
def test_the_tour_is_ticked_in_whichever_language_the_bot_speaks(label: str) -> None:
    assert Guide(TOUR).saw("Ola Hansen", "press", label)
    assert not Guide(TOUR).saw("Ola Hansen", "press", f"{label} noe annet")
    assert not Guide(TOUR).saw("Kari Nordmann", "press", label)
