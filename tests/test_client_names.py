"""Where a text names a thing of Slack's client, people find it under that name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from domain.languages import LANGUAGES
from handlers.translator import Translator
from handlers.views.alert import fetched, outdated
from sandbox.page import words as page_words
from tests.catalogues import every_text
from tests.client_names import translated
from tests.handlers.views.judges import read

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_bot_translates_a_name_of_slacks(language: str) -> None:
    assert [text for text in every_text(language) if translated(text)] == []


def test_nor_does_the_manifest_the_page_or_a_document() -> None:
    manifest = yaml.safe_dump(yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8")), allow_unicode=True)
    page = [text for row in page_words.ROWS for text in row]
    quoted = [one for file in DOCUMENTS for one in re.findall(r"[*`«]([^*`«»\n]+)[*`»]", file.read_text("utf-8"))]
    assert [text for text in (manifest, *page, *quoted) if translated(text)] == []


@pytest.mark.parametrize("text", ["Se under Meldinger.", "Trykk «Svar i tråd».", "Opne fana Heim", "Flere handlinger"])
def test_a_translated_name_would_be_found(text: str) -> None:
    assert translated(text)


@pytest.mark.parametrize("text", ["Interne meldinger", "Skriv i tråden under", "Svar", "2 meldinger", "Hjemmeeksamen"])
def test_our_own_words_are_no_names_of_slacks(text: str) -> None:
    assert translated(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_says_the_name_as_the_client_shows_it(language: str) -> None:
    translator = Translator.of(language)
    assert "Messages" in read(fetched(translator, 1))
    assert "Messages" in read(fetched(translator, 0))
    assert "Home" in read(outdated(translator))
