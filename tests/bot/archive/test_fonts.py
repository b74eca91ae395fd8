"""What a paper shows of what people write: every letter that our fonts have, and the name of every other one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.fonts import FAMILIES, FOLDER, fonts, shown
from bot.archive.paper import Code, Entry, Heading, Paper, Span, Table, Words, pdf, text
from bot.archive.paper import _compiled as compiled  # without its second try
from tests.bot.archive.long_case import NAMES
from tests.bot.archive.pdf_a import faults

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
BLANK = "\t\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
AWKWARD = st.text(
    st.sampled_from("aé\u0301\u0327\u20e3\u200d\ufe0f\U0001f3fd😀王مक\u094dக்ส\u0e35א\u05b8\n\t #*$<@\\/-_ 1"),
    max_size=40,
)


def paper_of(*words: str) -> Paper:
    first = words[0]
    parts = (
        Heading(first), text("\n".join(words)), Table((first,), (words[:1],)), Code(first),
        Entry(first, first, (first,), (Words(((Span(first, ("bold", "italic")), Span(first)),)),)),
    )  # fmt: skip
    return Paper(first, first, first, "{page}/{pages}", datetime(2026, 1, 1, tzinfo=UTC), parts)


def test_the_fonts_are_those_that_are_named_and_the_licence_lies_beside_them() -> None:
    sums = dict(re.findall(r"\| `([\w.-]+)` \|.*`([0-9a-f]{64})` \|", (FOLDER / "README.md").read_text("utf-8")))

    assert {*fonts().families()} == {*FAMILIES.values()}
    assert sums == {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in FAMILIES}
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text("utf-8")


def test_names_with_every_letter_and_emoji_are_shown_as_they_are() -> None:
    letters, korean = NAMES.split("김민준")

    assert shown(letters).replace("\u200b", "") == letters.replace("e\u0301", "é")
    assert shown(korean) == korean


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("한", "[U+D55C HANGUL SYLLABLE HAN]"),
        ("a\x07b", "a[U+0007]b"),
        ("\u202eexe.fdp", "[U+202E RIGHT-TO-LEFT OVERRIDE]exe.fdp"),
        ("\ufeff", "[U+FEFF ZERO WIDTH NO-BREAK SPACE]"),
        ("\ue000", "[U+E000]"),
        ("\ud83d", "[U+D83D]"),
        ("ก\u0336", "ก[U+0336 COMBINING LONG STROKE OVERLAY]"),
        ("a\r\nb\u2028c\td", "a\nb\nc    d"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_what_cannot_be_shown_is_named(written: str, instead: str) -> None:
    assert shown(written) == instead


def test_a_long_word_may_go_on_in_the_next_line_and_a_short_one_not() -> None:
    address = "https://example.org/" + "abc/" * 10

    assert "\u200b" in shown(address)
    assert shown(address).replace("\u200b", "") == address
    assert shown("menneskerettighetsloven") == "menneskerettighetsloven"


@settings(max_examples=40, deadline=None)
@given(st.lists(ANYTHING | AWKWARD, min_size=1, max_size=4))
def test_any_text_at_all_can_be_archived_and_no_letter_of_it_is_lost(words: list[str]) -> None:
    content = compiled(paper_of(*words), only_first=False)

    assert faults(content) == []
    for one in words:
        told = shown(one).replace("\u200b", "")
        kept = "".join(letter for letter in unicodedata.normalize("NFC", one) if letter not in BLANK)
        lost = [letter for letter in kept if letter not in told and f"[U+{ord(letter):04X}" not in told]
        assert lost == []


def test_letters_that_do_not_go_together_are_archived_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if typst knew of a reason of its own: then only what the first font has is shown."""
    monkeypatch.setattr("bot.archive.fonts._has_all", lambda *_: True)
    with pytest.raises(RuntimeError, match="could not be displayed"):
        compiled(paper_of("한"), only_first=False)
    monkeypatch.undo()

    assert shown("Wałęsa 王", only_first=True) == "Wałęsa [U+738B CJK UNIFIED IDEOGRAPH-738B]"
    assert faults(pdf(paper_of("한"))) == []
