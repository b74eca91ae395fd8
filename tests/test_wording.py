"""The words that were decided stand everywhere, in all three languages, and none of those they took the place of."""

from __future__ import annotations

import re

import pytest

from sandbox.page import words as page_words
from tests.catalogues import every_text

GONE = {
    "nb": r"hovedside|\bkort(et|ene)\b|\blage[rs]?\b|\bgrunn(en)?\b|klokka|\bsi fra deg|sagt fra seg|ta opp igjen|"
    r"slags vars|allerede\.|\d\d:\d\d|hos oss|\bse over|tok fra|startsid|"
    r"\bvisning|\bta(tt)? ut\b|\bta over\b|blant de som|funnet for",
    "nn": r"hovudsid|\bkortet\b|\blagar\b|\blagast\b|\bgrunn(en)?\b|klokka \d|\bsei frå deg|sagt frå seg|^sett på vent|"
    r"\bhenne\b|\d\d:\d\d|hos oss|\bsjå over|tok frå|startsid|grunngjeving|\bblei\b|korkje|"
    r"\bvising|\b(ta|teke) ut\b|\bta over\b|velje blant|saksbehandlar|samstundes|dersom|er alt (purra|sendt|under)",
    "en": r"dialogue|can not|\bgrant|main page|front page|\bthe card\b|on our side|present owner|answer in",
}


@pytest.mark.parametrize("language", GONE)
def test_no_sentence_says_a_word_that_another_took_the_place_of(language: str) -> None:
    page = [row[page_words.BOOKS.index(language)] for row in page_words.ROWS]
    assert [text for text in (*every_text(language), *page) if re.search(GONE[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Se under kortet."),
        ("nn", "Vent til kl. 08:00"),
        ("en", "You can not."),
        ("nb", "Du lager en ny."),
        ("nb", "Funnet for «emner»"),
        ("nn", "Det er teke ut."),
    ],
)
def test_one_that_did_would_be_found(language: str, text: str) -> None:
    assert re.search(GONE[language], text, re.IGNORECASE)
