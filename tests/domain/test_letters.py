"""The one form of all text, and what a search finds in it."""

import pytest

from domain.letters import _CLEAN, _cleaned, clean, clean_all, in_order, searchable, shows, words


@pytest.mark.parametrize(
    ("came", "is_kept_as"),
    [
        ("Bjørn A\u030ase", "Bjørn Åse"),
        ("\ufeffHei", "Hei"),
        ("vitne\u00admål", "vitnemål"),
        ("ka\u200bri\u2060@uni.example", "kari@uni.example"),
        ("vitnemål\u202efdp.exe", "vitnemålfdp.exe"),
        ("\u2066Kari\u2069 \u200fNordmann\u061c", "Kari Nordmann"),
        ("en\r\nto\rtre\u2028fire\u2029fem\x0bseks", "en\nto\ntre\nfire\nfem\nseks"),
        ("a\x00b\x1fc\x7fd\x9be", "abcde"),
        ("a\tb  c ", "a\tb  c "),
        ("Ka\u200dri\u200c", "Kari"),
        ("Kari\u3164", "Kari"),
        ("x\U000e0041\U000e007f", "x"),
        ("Å\u0327", "Å\u0327"),
    ],
)
def test_text_is_brought_to_one_form(came: str, is_kept_as: str) -> None:
    assert clean(came) == is_kept_as
    assert clean(is_kept_as) == is_kept_as


def test_what_is_clean_at_a_glance_would_stay_as_it_is_at_a_closer_look() -> None:
    at_a_glance = [chr(number) for number in range(0x110000) if _CLEAN.fullmatch(chr(number))]
    assert _cleaned("".join(at_a_glance)) == "".join(at_a_glance)
    assert _cleaned("".join(reversed(at_a_glance))) == "".join(reversed(at_a_glance))


@pytest.mark.parametrize(
    "needed",
    [
        "👩‍⚕️", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🙂‍↔️", "❤️‍🔥", "👩🏽‍🚀", "1️⃣",  # emoji
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
        "می\u200cخواهم", "क्\u200dष", "ශ්\u200dරී", "\u0600١",  # Persian, Hindi, Sinhala, a sign of Arabic that is seen
        "שלום", "葛\U000e0100", "\u2764\ufe0e",
    ],
)  # fmt: skip
def test_what_a_script_or_an_emoji_needs_stays(needed: str) -> None:
    assert clean(needed) == needed


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b", "\u3164", "\u2800", "\ufe0f", "\u200d\u200d", "\u2066\u2069"])
def test_what_shows_nothing_is_known(nothing: str) -> None:
    assert not shows(clean(nothing))


@pytest.mark.parametrize("something", ["x", "👍", "–", "\ufffd", "ا"])
def test_what_shows_something_is_known_as_well(something: str) -> None:
    assert shows(clean(something))


def test_every_text_in_a_payload_is_brought_to_it() -> None:
    came = {"view": {"state": {"values": [{"value": "A\u030a"}, 1, None, True]}}, "text": "\u202ea"}
    assert clean_all(came) == {"view": {"state": {"values": [{"value": "Å"}, 1, None, True]}}, "text": "a"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Åse", "Åse"), ("A\u030ase", "Åse"), ("åSE", "Åse"), ("ase", "Åse"), ("aase", "Åse"), ("Åse", "Aase"),
        ("sørensen", "Sørensen"), ("Sorensen", "Sørensen"), ("Soerensen", "Sørensen"),
        ("aerlig", "Ærlig"), ("rene", "Renée"), ("renée", "Renee"), ("müller", "Muller"), ("mueller", "Müller"),
        ("Källström", "Källström"), ("kællstrøm", "Källström"), ("kallstrom", "Källström"),
        ("anne lise", "Anne‑Lise"), ("2026–101", "2026-101"), ("o'brien", "O’Brien"), ("Djordje", "Djordje"),
        ("dorde", "Đorđe"), ("ngo", "Ngô Đình"), ("istanbul", "İstanbul"), ("hansen ola", "Ola  Hansen"),
    ],
)  # fmt: skip
def test_a_search_finds_what_a_norwegian_means(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Åse", "Ase"), ("bjørn", "Bjorn"), ("ære", "Are"), ("östen", "Osten"), ("å", "a"), ("%", "Kari")],
)
def test_who_types_a_letter_of_its_own_means_it(typed: str, name: str) -> None:
    assert not finds(typed, name)


def test_names_stand_in_the_order_of_the_norwegian_alphabet() -> None:
    names = ["Zara", "Ærlig", "Östen", "Åse", "Ågot", "anne", "Émile", "Eva", "Bjørn"]
    assert sorted(names, key=in_order) == [
        "anne", "Bjørn", "Émile", "Eva", "Zara", "Ærlig", "Östen", "Ågot", "Åse",
    ]  # fmt: skip


def finds(typed: str, name: str) -> bool:
    return all(word in searchable(name) for word in words(typed))
