"""Whatever the independent references refuse, the sandbox refuses: valid payloads, broken in every place and way."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.shapes.rules import check_blocks, check_options, check_view
from tests import references
from tests.sandbox.breaking import broken
from tests.sandbox.charts import AXIAL, over_an_axis, pie
from tests.sandbox.good_blocks import CONFIRM, GOOD_EVERYWHERE, GOOD_IN_MESSAGES, GOOD_IN_MODALS, OPTIONS, RICH
from tests.sandbox.tiny_bot import button, field, modal, option, plain, text_field

PICTURE = {"type": "image", "slack_file": {"id": "F0PICTURE1"}, "alt_text": "bilde"}
GROUPS = [{"label": plain("G"), "options": OPTIONS}]
CELLS = [{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 3, "text": "3"}]
ROWS = [[{"type": "raw_text", "text": "A"}, {"type": "raw_text", "text": "B"}], CELLS]
LINE = {"type": "rich_text", "elements": RICH["elements"][:1]}
MORE = [
    ("message", PICTURE),
    ("message", {"type": "context", "elements": [PICTURE]}),
    ("message", {"type": "data_table", "caption": "c", "rows": ROWS, "page_size": 5, "row_header_column_index": 1}),
    ("message", pie({"Ja": 3, "Nei": 0.5})),
    *(("message", over_an_axis(kind, {"Historie": {"Uke 1": 3, "Uke 2": -1}}, "Uke", "Saker")) for kind in AXIAL),
    ("message", {"type": "table", "rows": [CELLS], "column_settings": [{"align": "right"}]}),
    ("message", {"type": "actions", "elements": [{"type": "datetimepicker", "initial_date_time": 1_700_000_000}]}),
    ("modal", field("g", "G", {"type": "static_select", "option_groups": GROUPS})),
    ("modal", field("g", "G", {"type": "multi_static_select", "option_groups": GROUPS, "max_selected_items": 2})),
    ("modal", field("e", "E", {"type": "external_select", "min_query_length": 1, "initial_option": OPTIONS[0]})),
    ("home", {"type": "actions", "elements": [button("a", "a", value="1", accessibility_label="a", confirm=CONFIRM)]}),
]
GOOD = [
    *(("modal", block) for block in [*GOOD_EVERYWHERE, *GOOD_IN_MODALS]),
    *(("message", block) for block in GOOD_IN_MESSAGES),
    *MORE,
]
MODAL = modal(text_field(), private_metadata="x", external_id="x", close=plain("Lukk"), notify_on_close=True)
HOME = {"type": "home", "blocks": [{"type": "divider"}], "callback_id": "home", "private_metadata": "x"}


def laxer(good: Any, refused: Callable[[Any], str | None], check: Callable[[Any], list[Any]]) -> list[str]:
    """What the references refuse and the sandbox lets pass."""
    assert refused(good) is None
    assert check(good) == []
    found = [(how, bad, refused(bad)) for how, bad in broken(good)]
    assert any(why for _, _, why in found)
    return [f"{how} ({why})" for how, bad, why in found if why and not check(bad)]


@pytest.mark.parametrize(("surface", "block"), GOOD, ids=lambda given: given if isinstance(given, str) else "")
def test_whatever_a_reference_refuses_in_a_block_is_refused(surface: str, block: Any) -> None:
    assert laxer(block, references.block_refused, lambda bad: check_blocks([bad], surface)) == []


@pytest.mark.parametrize("view", [MODAL, HOME], ids=["modal", "home"])
def test_whatever_a_reference_refuses_in_a_view_is_refused(view: Any) -> None:
    assert laxer(view, references.view_refused, lambda bad: check_view(bad, view["type"])) == []


@pytest.mark.parametrize("answer", [{"options": [option("En", "1")]}, {"option_groups": GROUPS}])
def test_whatever_a_reference_refuses_in_an_answer_with_options_is_refused(answer: Any) -> None:
    assert laxer(answer, references.options_refused, check_options) == []


@pytest.mark.parametrize(("_", "block"), [*GOOD, ("message", {"type": "table", "rows": [[LINE]]})])
def test_a_block_that_a_reference_refuses_on_a_surface_is_refused_there(_: str, block: Any) -> None:
    shells = {"modal": MODAL, "home": HOME}
    for kind, shell in shells.items():
        view = shell | {"blocks": [block]}
        assert check_view(view, kind) or references.view_refused(view) is None
    assert check_blocks([block], "message") or references.message_refused([block]) is None


@pytest.mark.parametrize("number", [50, 51, 101])
def test_as_many_blocks_as_a_reference_refuses_are_refused(number: int) -> None:
    many: list[Any] = [{"type": "divider"}] * number
    refused = references.message_refused(many), references.view_refused(HOME | {"blocks": many})
    assert [bool(why) for why in refused] == [number > 50, number > 100]
    assert bool(check_blocks(many, "message")) == (number > 50)
    assert bool(check_view(HOME | {"blocks": many}, "home")) == (number > 100)


@pytest.mark.parametrize("table", ["NO_MODEL", "NO_FIELD", "NO_CLASS", "NO_CELL"])
def test_what_a_reference_is_said_not_to_know_it_really_does_not(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [
        {"type": "emoji", "name": "wave", "unicode": "1f44b"},
        {"type": "date", "timestamp": 1_700_000_000, "format": "{date}"},
        {"type": "broadcast", "range": "here"},
        {"type": "color", "value": "#ffffff"},
    ]
    lines = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]} for part in parts]
    known: dict[str, list[Any]] = {"NO_MODEL": GOOD_IN_MESSAGES[-2:], "NO_FIELD": lines[:1], "NO_CLASS": lines[1:]}
    known["NO_CELL"] = [{"type": "table", "rows": [CELLS[1:]]}]
    unknown = known[table]
    assert len(unknown) == len(getattr(references, table))
    assert [references.block_refused(block) for block in unknown] == [None] * len(unknown)
    monkeypatch.setattr(references, table, {})
    assert all(references.block_refused(block) for block in unknown)
