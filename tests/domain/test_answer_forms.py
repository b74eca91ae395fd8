"""An answer form: what it may ask, what may be answered, and how both are kept."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from domain import answer_forms
from domain.answer_forms import BadFormError, Kind, Question
from domain.errors import InvalidInputError

MEANT = Question("meant", "Hva mener du?", Kind.CHOICE, options=("Ja", "Nei"))
YEARS = Question("years", "Hvor mange år?", Kind.NUMBER, least=Decimal(-3), most=Decimal(10**9), unit="år")
WHY = Question("why", "Hvorfor?", Kind.TEXT, required=False)
FORM = (MEANT, YEARS, WHY)


def wrong(typed: dict[str, str], *, demanded: bool = True) -> set[str | None]:
    return {fault.field for fault in answer_forms.faults(FORM, typed, demanded=demanded)}


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("7,5", "7.5", "7,5"),
        ("7.50", "7.5", "7,5"),
        ("0", "0", "0"),
        ("-0,0", "0", "0"),
        ("+3", "3", "3"),
        ("−3", "-3", "-3"),
        ("-0,5", "-0.5", "-0,5"),
        ("1000000000", "1000000000", "1\xa0000\xa0000\xa0000"),
        ("1 000\xa0000", "1000000", "1\xa0000\xa0000"),
        ("1,125", "1.125", "1,125"),
        ("0.125", "0.125", "0,125"),
    ],
)
def test_a_number_is_read_as_people_here_write_it_and_can_be_written_again(typed: str, kept: str, shown: str) -> None:
    answers = answer_forms.require((YEARS,), {"years": typed}, demanded=True)
    assert answers == {"years": kept}
    assert answer_forms.shown(YEARS, kept) == shown
    assert answer_forms.require((YEARS,), {"years": shown}, demanded=True) == answers


@pytest.mark.parametrize(
    "typed", ["sju", "1.500", "1e9", "7,5,5", "٣", "½", "🙂", "1 00", "9" * 16, "-4", "1000000001"]
)
def test_what_is_no_number_or_could_be_two_or_lies_outside_is_refused_at_its_field(typed: str) -> None:
    assert wrong({"meant": "Ja", "years": typed}) == {"answer:years"}


def test_what_is_demanded_is_named_field_by_field_and_what_is_only_saved_may_lack() -> None:
    assert wrong({}) == {"answer:meant", "answer:years"}
    assert wrong({}, demanded=False) == set()
    assert wrong({"meant": "Kanskje", "years": "x", "why": "y" * 3001}, demanded=False) == {
        "answer:meant",
        "answer:years",
        "answer:why",
    }
    assert wrong({"meant": "Ja", "years": "1", "why": "y" * 3000}) == set()
    with pytest.raises(InvalidInputError):
        answer_forms.require(FORM, {}, demanded=True)


def test_what_is_kept_is_in_the_one_form_of_text_and_nothing_that_was_not_asked() -> None:
    typed = {"meant": "Ja", "years": "2", "why": "  A\u030a 🙂\r\n", "other": "?"}
    assert answer_forms.require(FORM, typed, demanded=True) == {"meant": "Ja", "years": "2", "why": "Å 🙂"}


def test_a_form_comes_back_from_json_as_it_went() -> None:
    assert answer_forms.from_json(json.loads(json.dumps(answer_forms.to_json(FORM)))) == FORM
    assert answer_forms.to_json(()) is None
    assert answer_forms.from_json(None) == ()


def question(**changed: Any) -> dict[str, Any]:
    return {"key": "a", "label": "A?", "kind": "text"} | changed


@pytest.mark.parametrize(
    "bad",
    [
        "text",
        [],
        [question(key=str(number)) for number in range(11)],
        [question(), question()],
        [question(key="Å")],
        [question(label="x" * 151)],
        [question(label=" ")],
        [question(kind="date")],
        [question(required="yes")],
        [question(limit=0)],
        [question(limit=3001)],
        [question(key=str(number)) for number in range(4)],
        [question(options=["a", "b"])],
        [question(kind="choice")],
        [question(kind="choice", options=["Ja"])],
        [question(kind="choice", options=[str(number) for number in range(11)])],
        [question(kind="choice", options=[True, False])],
        [question(kind="choice", options=["Ja", "Ja "])],
        [question(kind="choice", options=["Ja", "x" * 76])],
        [question(kind="number", least=3, most=2)],
        [question(kind="number", least=True)],
        [question(kind="number", least="NaN")],
        [question(kind="number", unit="x" * 31)],
        ["?"],
    ],
)
def test_a_form_that_could_not_be_shown_or_answered_is_refused(bad: object) -> None:
    with pytest.raises(BadFormError):
        answer_forms.from_json(bad)
