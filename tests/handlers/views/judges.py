"""Judges of what the views draw: the references (tests/references.py), the sandbox, the house's own rules, the eye."""

import json
from collections.abc import Iterator
from typing import Any

from handlers.views import button_values
from handlers.views.blocks import Message
from sandbox.shapes.rules import check_blocks, check_options, check_view
from tests import references

IN_A_ROW = 3
SHORT = 150  # what a button stands for, so that it could stand in a menu too


def judge_view(view: dict[str, Any]) -> None:
    """Let every judge look at a view."""
    assert references.view_refused(view) is None
    assert check_view(view, view["type"]) == []
    assert len(json.dumps(view, ensure_ascii=False).encode()) < 250_000
    keeps_the_house_rules(view)


def judge_message(message: Message) -> None:
    """Let every judge look at a message."""
    assert 1 <= len(message.text) <= 4000
    assert check_blocks(message.blocks, "message") == []
    assert sum(map(len, texts(message.blocks))) <= 11_000
    assert references.message_refused(list(message.blocks)) is None
    keeps_the_house_rules(message.blocks)


def judge_options(options: list[dict[str, Any]]) -> None:
    """Let every judge look at the answer to a menu that searches."""
    assert check_options({"options": options}) == []
    assert references.options_refused({"options": options}) is None
    keeps_the_house_rules(options)


def keeps_the_house_rules(drawn: object) -> None:
    """Look at what Slack would take and we would not: people's words parsed, nothing but air, a crowd of buttons."""
    for thing in _objects(drawn):
        kind = thing.get("type")
        assert kind != "mrkdwn", "people's words must not be parsed"
        if kind == "plain_text":
            assert thing["emoji"] is False
            assert thing["text"].strip()
        if kind == "actions":
            row = [element["type"] for element in thing["elements"]]
            assert row.count("button") <= IN_A_ROW, "the rest stands in the menu of the row"
        assert len(str(thing.get("value") or "")) <= SHORT


def texts(drawn: object) -> list[str]:
    """Give every text that a person can read, in order."""
    return [thing["text"] for thing in _objects(drawn) if isinstance(thing.get("text"), str)]


def read(drawn: object) -> str:
    """Give all that can be read as one text."""
    return "\n".join(texts(drawn))


def buttons(drawn: object) -> dict[str, str]:
    """Give label and action id of every button, and of every entry that stands for one in a row's menu."""
    shown = {thing["text"]["text"]: thing["action_id"] for thing in _objects(drawn) if thing.get("type") == "button"}
    entries = [entry for menu in of_type(drawn, "overflow") for entry in menu["options"]]
    return shown | {entry["text"]["text"]: button_values.read_entry(entry["value"])[0] for entry in entries}


def of_type(drawn: object, kind: str) -> list[dict[str, Any]]:
    """Give everything of one type, in order."""
    return [thing for thing in _objects(drawn) if thing.get("type") == kind]


def _objects(thing: object) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        yield thing
        for inside in thing.values():
            yield from _objects(inside)
    elif isinstance(thing, list | tuple):
        for inside in thing:
            yield from _objects(inside)
