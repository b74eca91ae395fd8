"""National identity numbers: found as people write them, and nothing else taken for one."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity_numbers import MASK, masked, numbers_in
from tests.identity_numbers import SYNTHETIC, number

# Skatteetaten's own examples of the control digits from 2032 on, and two it calls possible there:
# https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/
FROM_2032 = ("02013299997", "02013299903", "02013299806", "30108299920", "30108299939")
BORN = date(1990, 1, 31)


@pytest.mark.parametrize("from_2032", FROM_2032)
def test_the_examples_of_the_tax_administration_are_found(from_2032: str) -> None:
    assert numbers_in(f"Søkeren er {from_2032}.") == {from_2032}


@pytest.mark.parametrize(
    "born",
    [(31, 1, 90), (71, 1, 90), (31, 41, 90), (31, 81, 90), (71, 81, 90), (29, 2, 0), (29, 2, 96), (1, 12, 99)],
    ids=["fødselsnummer", "D-nummer", "H-nummer", "Tenor", "D-nummer in Tenor", "leap 00", "leap 96", "year 99"],
)
def test_every_series_is_found(born: tuple[int, int, int]) -> None:
    assert numbers_in(number(*born)) == {number(*born)}


@pytest.mark.parametrize(
    "between", ["", " ", "\u00a0", "\u202f", "\u2009", ".", "-", "\u2011", "–", "−", " - ", ". ", "\\xa0", "\\u00a0"]
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("fnr", ","), ("(", ")"), ("Født «", "»."), ("a\n", "\nb")])
def test_it_is_found_as_people_write_it_and_masked_whole(between: str, before: str, after: str) -> None:
    written = f"{SYNTHETIC[:6]}{between}{SYNTHETIC[6:]}"
    assert numbers_in(f"{before}{written}{after}") == {SYNTHETIC}
    assert masked(f"{before}{written}{after}") == f"{before}{MASK}{after}"


@pytest.mark.parametrize(
    "other",
    [
        number(32, 1, 90), number(30, 2, 90), number(29, 2, 95), number(31, 13, 90), number(31, 0, 90),
        number(72, 1, 90), number(0, 1, 90), number(40, 1, 90), number(81, 1, 90), number(31, 53, 90),  # no day
        f"1{SYNTHETIC}", f"{SYNTHETIC}1", f"+{SYNTHETIC}",  # longer, or a telephone
        f"{SYNTHETIC[:4]}.{SYNTHETIC[4:6]}.{SYNTHETIC[6:]}", f"{SYNTHETIC[:4]} {SYNTHETIC[4:6]} {SYNTHETIC[6:]}",
        f"Konto {SYNTHETIC}", f"kontonummer: {SYNTHETIC}", f"konto nr. {SYNTHETIC}",  # as a bank writes
        f"{SYNTHETIC[:6]}\n{SYNTHETIC[6:]}", f"{SYNTHETIC[:6]}/{SYNTHETIC[6:]}", f"{SYNTHETIC[:6]}    {SYNTHETIC[6:]}",
        "+46 70 123 45 67", "+46701234567", "4722334455", "2026-101", "2026/123456", "20260012345", "1764331200.123456",
        "NO93 8601 1117 947", "NO9386011117947", "8601.11.17947", "975 123 456 MVA", "00000000000", "",
    ],
)  # fmt: skip
def test_other_numbers_are_let_be(other: str) -> None:
    assert numbers_in(other) == frozenset()
    assert masked(other) == other


def test_each_digit_counts() -> None:
    """One wrong digit is noticed: always by the second control digit."""
    for at in range(11):
        for digit in set("0123456789") - {SYNTHETIC[at]}:
            assert numbers_in(SYNTHETIC[:at] + digit + SYNTHETIC[at + 1 :]) == frozenset()


def test_of_a_list_only_those_that_are_somebodys_are_masked() -> None:
    two = number(1, 81, 1)
    assert numbers_in(f"{SYNTHETIC}, {two} og 8601.11.17947") == {SYNTHETIC, two}
    assert masked(f"{SYNTHETIC}, {two} og 8601.11.17947") == f"{MASK}, {MASK} og 8601.11.17947"


def test_few_of_the_numbers_that_only_have_eleven_digits_are_taken_for_one() -> None:
    """By chance one in some hundred: a question too many, and no more than that."""
    some = random.Random(1)  # noqa: S311  (only spreads)
    taken = sum(bool(numbers_in(f"{some.randrange(10**11):011}")) for _ in range(20_000))
    assert taken < 300


@given(st.text(alphabet="0123456789 .-+konto\u00a0a", max_size=60))
def test_what_is_masked_has_none_left_and_only_they_go(text: str) -> None:
    assert numbers_in(masked(text)) == frozenset()
    assert (masked(text) == text) == (not numbers_in(text))
    assert len(re.findall(MASK, masked(text))) >= len(numbers_in(text))
