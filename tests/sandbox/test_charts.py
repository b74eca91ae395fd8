"""Charts are taken up to Slack's limits and refused beyond them, in Slack's form; slackblocks is the judge."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Workspace
from sandbox.shapes.rules import check_blocks, check_view
from tests import references
from tests.sandbox.charts import AXIAL, chart, many, over_an_axis, pie
from tests.sandbox.tiny_bot import modal

GOOD = over_an_axis("line", {"Ny": {"Uke 1": 3, "Uke 2": -1}, "Løst": {"Uke 1": 0, "Uke 2": 2.5}}, "Uke", "Saker")


def weeks(count: int) -> dict[str, float]:
    return {f"Uke {number}": number for number in range(count)}


def named(words: str) -> dict[str, Any]:
    return over_an_axis("bar", {"S": {words: 1}})


LIMITS: list[tuple[str, int, Callable[[int], Any]]] = [
    ("title", 50, lambda n: pie({"a": 1}, "å" * n)),
    ("segment label", 20, lambda n: pie({"å" * n: 1})),
    ("segments", 12, lambda n: pie({f"a{number}": 1 for number in range(n)})),
    ("series", 12, lambda n: over_an_axis("bar", many(n, 2))),
    ("series name", 20, lambda n: over_an_axis("area", {"å" * n: {"a": 1}})),
    ("points", 20, lambda n: over_an_axis("line", {"S": weeks(n)})),
    ("category", 20, lambda n: named("å" * n)),
    ("x label", 50, lambda n: over_an_axis("bar", {"S": {"a": 1}}, "å" * n)),
    ("y label", 50, lambda n: over_an_axis("bar", {"S": {"a": 1}}, "a", "å" * n)),
]


@pytest.mark.parametrize(("most", "make"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_a_chart_may_reach_each_limit_and_not_one_past_it(most: int, make: Callable[[int], Any]) -> None:
    assert check_blocks([make(most)], "message") == []
    assert references.block_refused(make(most)) is None
    assert check_blocks([make(most + 1)], "message")
    assert references.block_refused(make(most + 1))


def broken(change: Callable[[Any], object]) -> Any:
    block = copy.deepcopy(GOOD)
    change(block["chart"])
    return block


BROKEN: list[tuple[str, Any, str]] = [
    ("a pie of nothing", pie({}), "no fewer than 1 items allowed [json-pointer:/blocks/0/chart/segments]"),
    ("an empty slice", pie({"a": 0}), "must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]"),
    ("less than nothing", pie({"a": -1}), "must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]"),
    ("an unknown chart", chart({"type": "donut"}), "unsupported type: donut [json-pointer:/blocks/0/chart]"),
    ("a pie of series", chart({"type": "pie"} | {"series": []}), "missing required field: segments"),
    ("no axis", broken(lambda it: it.pop("axis_config")), "missing required field: axis_config"),
    ("one name twice", broken(lambda it: it["series"][1].update(name="Ny")), "must be unique"),
    ("one category twice", broken(lambda it: it["axis_config"]["categories"].append("Uke 1")), "must be unique"),
    ("a point too few", broken(lambda it: it["series"][1]["data"].pop()), "exactly one data point for each category"),
    (
        "a point of another category",
        broken(lambda it: it["series"][1]["data"][0].update(label="Uke 9")),
        "[json-pointer:/blocks/0/chart/series/1/data]",
    ),
    (
        "one category twice in the series",
        broken(lambda it: it["series"][1]["data"][0].update(label="Uke 2")),
        "exactly one data point for each category",
    ),
    ("a number in words", broken(lambda it: it["series"][0]["data"][0].update(value="3")), "must be a number"),
]


@pytest.mark.parametrize(("block", "said"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_chart_is_refused_with_words_and_a_pointer(block: Any, said: str) -> None:
    assert said in str(check_blocks([block], "message")[0])
    assert references.block_refused(block)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_what_json_cannot_hold_is_no_number(value: float) -> None:
    assert "must be a number" in str(check_blocks([over_an_axis("bar", {"S": {"a": value}})], "message")[0])
    assert "must be a number" in str(check_blocks([pie({"a": value})], "message")[0])


def test_the_points_of_a_series_may_stand_in_any_order() -> None:
    block = broken(lambda it: it["series"][1]["data"].reverse())
    assert check_blocks([block], "message") == []
    assert references.block_refused(block) is None


@pytest.mark.parametrize("kind", AXIAL)
def test_charts_stand_in_messages_and_on_home_and_in_no_modal(kind: str) -> None:
    block = GOOD | {"chart": GOOD["chart"] | {"type": kind}}
    assert check_blocks([block], "message") == []
    assert check_view({"type": "home", "blocks": [block] * 3}, "home") == []
    assert "unsupported type: data_visualization on a modal" in str(check_view(modal(block), "modal")[0])


def test_a_message_holds_two_charts_and_no_third() -> None:
    assert references.message_refused([GOOD, GOOD]) is None
    assert references.message_refused([GOOD] * 3)
    assert check_blocks([GOOD, GOOD], "message") == []
    (problem,) = check_blocks([GOOD] * 3, "message")
    assert str(problem) == "no more than 2 data_visualization blocks allowed in a message [json-pointer:/blocks]"


async def test_a_chart_reaches_its_reader_and_one_too_many_is_invalid_blocks(
    ws: Workspace, client: AsyncWebClient, kari: Person
) -> None:
    with ws.expect_refusal("invalid_blocks"), pytest.raises(SlackApiError, match="no more than 2 data_visualization"):
        await client.chat_postMessage(channel="U0KARI", text="x", blocks=[GOOD] * 3)
    assert kari.messages == []
    await client.chat_postMessage(channel="U0KARI", text="x", blocks=[GOOD])
    assert {"Saker", "Ny", "Løst", "Uke 1", "Uke 2", "Uke"} <= {shown.text for shown in ws.shown}
