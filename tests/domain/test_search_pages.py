"""A search as it is kept: in a dialog, with a page, under a name; whatever stands there, it is read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.search import Due, Order, Sought, Standing
from domain.search_pages import kept, read

NAMES = ("words", "standing", "due", "place_id", "assignee_id", "order")
LEAVES = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([*Standing, *Due, *Order])
ANYTHING = st.recursive(LEAVES, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside), max_leaves=5)


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_whatever_stands_there_is_read_as_a_search_that_is_kept_as_it_is(said: dict[str, Any]) -> None:
    found = read(said)
    assert read(kept(found)) == found


def test_what_is_kept_is_read_as_it_was() -> None:
    sought = Sought("polsk", next(iter(Standing)), next(iter(Due)), 3, 4, list(Order)[-1])
    assert read(kept(sought)) == sought
