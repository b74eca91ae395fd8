"""The validator refuses what Slack refuses; slack_sdk's models and slackblocks' limits are its judges."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slackblocks import _limits as published

from sandbox.shapes.limits import LIMITS
from sandbox.shapes.rules import check_blocks, check_view
from tests.sandbox.good_blocks import (
    CONFIRM,
    GOOD_EVERYWHERE,
    GOOD_IN_MESSAGES,
    GOOD_IN_MODALS,
    IMAGE,
    OPTIONS,
    SECTION,
    actions,
    select,
)
from tests.sandbox.tiny_bot import button, field, modal, option, plain, text_field

BAD = [
    {"type": "sectoin", "text": plain("a")},
    {"type": "section"},
    {"type": "section", "text": plain("")},
    {"type": "section", "text": plain("a" * 3001)},
    {"type": "section", "text": plain("a"), "colour": "red"},
    {"type": "section", "fields": []},
    {"type": "section", "fields": [plain("a")] * 11},
    {"type": "section", "fields": [plain("a" * 2001)]},
    {"type": "header", "text": {"type": "mrkdwn", "text": "a"}},
    {"type": "header", "text": plain("a" * 151)},
    {"type": "context", "elements": []},
    {"type": "context", "elements": [plain("a")] * 11},
    {"type": "image", "image_url": "https://x.example/a.png"},
    {"type": "image", "alt_text": "a"},
    IMAGE | {"image_url": "https://" + "a" * 3000},
    actions(),
    actions(*[button("a", f"a{n}") for n in range(26)]),
    actions(button("a", "same"), button("b", "same")),
    actions(button("a" * 76, "a")),
    actions(button("", "a")),
    actions(button("a", "a" * 256)),
    actions(button("a", "a", value="a" * 2001)),
    actions(button("a", "a", style="blue")),
    actions(button("a", "a", url="https://" + "a" * 3000)),
    actions(button("a", "a", onclick="x")),
    actions(button("a", "a", url="javascript:alert(1)")),
    actions(button("a", "a", url="her")),
    IMAGE | {"image_url": "file:///etc/passwd"},
    actions(button("a", "a", confirm=CONFIRM | {"title": plain("a" * 101)})),
    actions(button("a", "a", confirm=CONFIRM | {"confirm": plain("a" * 31)})),
    actions(button("a", "a", confirm={"title": plain("a")})),
    actions({"type": "plain_text_input", "action_id": "a"}),
    actions({"type": "teleporter", "action_id": "a"}),
    actions(select(options=[])),
    actions(select(options=[option("a", str(n)) for n in range(101)])),
    actions(select(options=[option("a" * 76, "1")])),
    actions(select(options=[option("a", "1" * 151)])),
    actions(select(options=[option("a", "")])),
    actions(select(option_groups=[{"label": plain("g"), "options": OPTIONS}])),
    actions({"type": "static_select", "action_id": "s"}),
    actions(select(initial_option=option("Tre", "3"))),
    actions(select(initial_option=option("Andre ord", "1"))),
    actions(select(initial_option=option("En", "1") | {"description": plain("mer")})),
    actions(select(initial_option={"text": plain("En") | {"emoji": False}, "value": "1"})),
    field("f", "Filer", {"type": "file_input"}, dispatch_action=True),
    actions(select(placeholder=plain("a" * 151))),
    actions({"type": "overflow", "action_id": "o", "options": [option("a", str(n)) for n in range(6)]}),
    actions({"type": "checkboxes", "action_id": "c", "options": [option("a", str(n)) for n in range(11)]}),
    actions({"type": "checkboxes", "action_id": "c", "options": []}),
    actions({"type": "radio_buttons", "action_id": "c", "options": [option("a", str(n)) for n in range(11)]}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "01.12.2026"}),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "25:00"}),
    text_field(max_length=3001),
    text_field(max_length=0),
    text_field(min_length=10, max_length=5),
    text_field(max_length=3, initial_value="abcd"),
    text_field(placeholder=plain("a" * 151)),
    field("a" * 256, "L", {"type": "plain_text_input", "action_id": "a"}),
    field("a", "a" * 2001, {"type": "plain_text_input"}),
    field("a", "L", {"type": "plain_text_input"}, hint=plain("a" * 2001)),
    field("a", "L", button("a", "a")),
    {"type": "input", "label": plain("a")},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "mention", "id": "U1"}]}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "star", "elements": []}]},
    {"type": "video", "alt_text": "a"},
    "just words",
]


def refused_by_the_sdk(block: Any) -> bool:
    """Ask slack_sdk's model of the block, where it has one."""
    try:
        parsed = Block.parse(copy.deepcopy(block))
        if parsed is None:
            return False
        parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError):
        return True
    return False


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("block", GOOD_EVERYWHERE, ids=lambda block: block["type"])
def test_a_proper_block_passes_on_every_surface(block: Any, surface: str) -> None:
    assert check_blocks([block], surface) == []


@pytest.mark.parametrize("block", GOOD_IN_MODALS)
def test_what_only_modals_take_is_refused_in_messages(block: Any) -> None:
    assert check_view(modal(block), "modal") == []
    assert check_blocks([block], "message")


@pytest.mark.parametrize("block", GOOD_IN_MESSAGES)
def test_what_modals_do_not_take_is_refused_there(block: Any) -> None:
    assert check_blocks([block], "message") == []
    assert check_view(modal(block), "modal")


@pytest.mark.parametrize("block", BAD, ids=range(len(BAD)))
def test_a_broken_block_is_refused_with_a_pointer_to_where(block: Any) -> None:
    problems = check_blocks([block], "modal")
    assert problems
    assert all(str(problem).endswith("]") and "[json-pointer:/blocks/0" in str(problem) for problem in problems)


@pytest.mark.parametrize("block", [*GOOD_EVERYWHERE, *BAD])
def test_whatever_slack_sdk_refuses_is_refused(block: Any) -> None:
    if isinstance(block, dict) and refused_by_the_sdk(block):
        assert check_blocks([block], "modal")


def test_the_judge_has_something_to_say() -> None:
    assert sum(isinstance(block, dict) and refused_by_the_sdk(block) for block in BAD) >= 15


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_the_published_one(name: str) -> None:
    constant = name.replace(".", "_").upper()
    assert getattr(published, constant) == LIMITS[name]


@pytest.mark.parametrize(("most", "surface"), [(50, "message"), (100, "modal"), (100, "home")])
def test_the_number_of_blocks_has_a_limit_on_each_surface(most: int, surface: str) -> None:
    def problems(blocks: list[Any]) -> list[Any]:
        if surface == "message":
            return check_blocks(blocks, surface)
        view = {"type": surface, "blocks": blocks} | ({"title": plain("T")} if surface == "modal" else {})
        return check_view(view, surface)

    assert problems([SECTION] * most) == []
    assert "no more than" in str(problems([SECTION] * (most + 1))[0])


@pytest.mark.parametrize(
    "view",
    [
        modal(text_field()) | {"title": plain("a" * 25)},
        modal(text_field()) | {"submit": plain("a" * 25)},
        modal(text_field()) | {"private_metadata": "a" * 3001},
        modal(text_field()) | {"callback_id": "a" * 256},
        modal(text_field()) | {"id": "V1"},
        modal(text_field()) | {"submit_disabled": True},
        modal(text_field()) | {"type": "home"},
        {key: value for key, value in modal(text_field()).items() if key != "submit"},
        {key: value for key, value in modal(text_field()).items() if key != "title"},
        modal(text_field("a"), text_field("a")),
        modal(text_field("a", focus_on_load=True), text_field("b", focus_on_load=True)),
        "no view",
    ],
)
def test_a_broken_modal_is_refused(view: Any) -> None:
    assert check_view(view, "modal")


LENGTHS: list[tuple[str, Callable[[str], dict[str, Any]]]] = [
    ("section.text.max_length", lambda words: {"type": "section", "text": plain(words)}),
    ("section.fields.item_max_length", lambda words: {"type": "section", "fields": [plain(words)]}),
    ("header.text.max_length", lambda words: {"type": "header", "text": plain(words)}),
    ("block_id.max_length", lambda words: SECTION | {"block_id": words}),
    ("action_id.max_length", lambda words: actions(button("a", words))),
    ("button.text.max_length", lambda words: actions(button(words, "a"))),
    ("button.value.max_length", lambda words: actions(button("a", "a", value=words))),
    ("button.accessibility_label.max_length", lambda words: actions(button("a", "a", accessibility_label=words))),
    ("option.text.max_length", lambda words: actions(select(options=[option(words, "1")]))),
    ("option.value.max_length", lambda words: actions(select(options=[option("a", words)]))),
    (
        "option.description.max_length",
        lambda words: actions(select(options=[option("a", "1") | {"description": plain(words)}])),
    ),
    (
        "confirmation.title.max_length",
        lambda words: actions(button("a", "a", confirm=CONFIRM | {"title": plain(words)})),
    ),
    ("confirmation.text.max_length", lambda words: actions(button("a", "a", confirm=CONFIRM | {"text": plain(words)}))),
    ("confirmation.deny.max_length", lambda words: actions(button("a", "a", confirm=CONFIRM | {"deny": plain(words)}))),
    ("select.placeholder.max_length", lambda words: actions(select(placeholder=plain(words)))),
    ("input.label.max_length", lambda words: field("a", words, {"type": "plain_text_input"})),
    ("input.hint.max_length", lambda words: field("a", "L", {"type": "plain_text_input"}, hint=plain(words))),
    ("plain_text_input.max_length.max", lambda words: text_field(initial_value=words)),
    ("image.alt_text.max_length", lambda words: IMAGE | {"alt_text": words}),
    ("image.title.max_length", lambda words: IMAGE | {"title": plain(words)}),
    ("alert.text.max_length", lambda words: {"type": "alert", "text": plain(words)}),
]


@pytest.mark.parametrize(("limit", "make"), LENGTHS, ids=[name for name, _ in LENGTHS])
def test_a_text_may_reach_its_limit_and_not_one_past_it(limit: str, make: Callable[[str], dict[str, Any]]) -> None:
    most = LIMITS[limit]
    assert check_blocks([make("å" * most)], "modal") == []
    assert check_blocks([make("å" * (most + 1))], "modal")


def test_two_blocks_with_one_id_are_refused() -> None:
    twice = [SECTION | {"block_id": "a"}, SECTION | {"block_id": "a"}]
    assert "block_id already exists: a" in str(check_blocks(twice, "message")[0])


def test_texts_over_several_tables_and_markdown_blocks_count_together() -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a" * 6000}]]}
    assert check_blocks([table], "message") == []
    assert check_blocks([table, table], "message")
    markdown = {"type": "markdown", "text": "a" * 7000}
    assert check_blocks([markdown, markdown], "message")
