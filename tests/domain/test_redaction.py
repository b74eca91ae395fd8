"""Somebody is taken out of a text, however they are written there, and nothing else is."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.redaction import REMOVED, Traces, redacted, redacted_line

OLA = Traces("Ola Åse Weiß", ("ola@uni.example", "o.weiss@uni.example"), ("U0OLA",))
AROUND = st.text(alphabet=" .,;:()«»\n!?", max_size=4)
TEXTS = st.text(max_size=40)


def written(traces: Traces) -> st.SearchStrategy[str]:
    """Whatever somebody may be written as."""
    family_first = f"{traces.name.split()[-1]}, {' '.join(traces.name.split()[:-1])}"
    accounts = [form for one in traces.slack_ids for form in (one, f"<@{one}>", f"<@{one}|ola>")]
    said = st.sampled_from([traces.name, traces.name.replace(" ", "  "), family_first, *traces.emails])
    cased = said.flatmap(lambda one: st.sampled_from([one, one.upper(), one.lower()]))
    either = st.one_of(cased, st.sampled_from(accounts))
    return either.flatmap(
        lambda one: st.sampled_from([unicodedata.normalize("NFC", one), unicodedata.normalize("NFD", one)])
    )


@given(TEXTS, AROUND, written(OLA), AROUND, TEXTS)
def test_they_are_not_found_any_more_and_what_stands_around_stays(
    before: str, left: str, them: str, right: str, after: str
) -> None:
    text = f"{before} {left}{them}{right} {after}"
    gone = redacted(text, OLA)

    assert OLA.are_in(text)
    assert not OLA.are_in(gone)
    assert REMOVED in gone
    assert redacted(gone, OLA) == gone


@given(TEXTS)
def test_a_text_without_them_stays_as_it_is(text: str) -> None:
    assert OLA.are_in(text) or redacted(text, OLA) == text


@given(
    st.recursive(
        st.one_of(TEXTS, written(OLA), st.integers(), st.none()),
        lambda one: st.lists(one) | st.dictionaries(TEXTS, one),
    )
)
def test_in_json_they_are_found_at_any_depth(value: object) -> None:
    gone = redacted(value, OLA)

    assert not OLA.are_in(gone)
    assert not OLA.are_in(json.loads(json.dumps(gone)))
    assert (gone == value) or OLA.are_in(value)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ola Åse Weiß' vedtak og Ola Åse Weißs vedlegg", f"{REMOVED}' vedtak og {REMOVED}s vedlegg"),
        ("_Ola Åse Weiß_", f"_{REMOVED}_"),
        ("Bola Åse Weiß og Ola Åse Weißberg, Ola", "Bola Åse Weiß og Ola Åse Weißberg, Ola"),
        ("nola@uni.example, ola@uni.example.no", f"nola@uni.example, {REMOVED}.no"),
        ("XU0OLA U0OLAX", "XU0OLA U0OLAX"),
    ],
)
def test_what_only_looks_like_them_stays(text: str, left: str) -> None:
    assert redacted(text, OLA) == left


def test_a_namesake_keeps_the_name_and_a_line_says_by_number_whose_it_is() -> None:
    traces = Traces(emails=("ola@uni.example",))
    details = {
        "to": "Ola Hansen",
        "from": "Ola Hansen",
        "people": {"to": 7, "from": 8},
        "reason": "spør ola@uni.example",
    }

    assert redacted_line(details, traces, 7) == {
        "to": REMOVED, "from": "Ola Hansen", "people": {"to": 7, "from": 8}, "reason": f"spør {REMOVED}",
    }  # fmt: skip
