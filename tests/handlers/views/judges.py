"""Independent judges of what the views draw: Slack's own models, Slack's limits, the sandbox, the eye."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.views.blocks import Message
from sandbox.rules import check_blocks, check_options, check_view

# Lengths that Slack allows (docs.slack.dev/reference/block-kit), by the path's last two names.
LENGTHS = {
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("context", "elements"): 3000,
    ("button", "text"): 75,
    ("alert", "text"): 200,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
}
OPTION_LENGTH = 75


def judge_view(view: dict[str, Any]) -> None:
    """Let every judge look at a view."""
    assert View(**view).to_dict() == view
    assert check_view(view, view["type"]) == []
    assert len(json.dumps(view, ensure_ascii=False).encode()) < 250_000
    assert len(view.get("private_metadata", "")) <= 3000
    _judge(view, view["blocks"], 100)


def judge_message(message: Message) -> None:
    """Let every judge look at a message."""
    assert 1 <= len(message.text) <= 4000
    assert check_blocks(message.blocks, "message") == []
    assert sum(map(len, texts(message.blocks))) <= 11_000
    _judge({"type": "message", "blocks": message.blocks}, message.blocks, 50)


def judge_options(options: list[dict[str, Any]]) -> None:
    """Let every judge look at the answer to a menu that searches."""
    assert check_options({"options": options}) == []
    _judge_options({"type": "external_select", "options": options}, "options")


def texts(drawn: object) -> list[str]:
    """Give every text that a person can read, in order."""
    return [thing["text"] for _, thing in _objects(drawn) if isinstance(thing.get("text"), str)]


def read(drawn: object) -> str:
    """Give all that can be read as one text."""
    return "\n".join(texts(drawn))


def buttons(drawn: object) -> dict[str, str]:
    """Give label and action id of every button."""
    return {thing["text"]["text"]: thing["action_id"] for _, thing in _objects(drawn) if thing.get("type") == "button"}


def of_type(drawn: object, kind: str) -> list[dict[str, Any]]:
    """Give everything of one type, in order."""
    return [thing for _, thing in _objects(drawn) if thing.get("type") == kind]


def _judge(whole: dict[str, Any], blocks: list[dict[str, Any]], most: int) -> None:
    assert 1 <= len(blocks) <= most
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
        once = Counter(element["action_id"] for element in block.get("elements", []) if "action_id" in element)
        assert not once or max(once.values()) == 1
    block_ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    assert not block_ids or max(block_ids.values()) == 1
    for path, thing in _objects(whole):
        _judge_object(path, thing)


def _judge_object(path: tuple[str, ...], thing: dict[str, Any]) -> None:
    kind = thing.get("type")
    assert kind != "mrkdwn", "people's words must not be parsed"
    if kind == "plain_text":
        assert thing["emoji"] is False
        assert 1 <= len(thing["text"]) <= LENGTHS.get((path[-2], path[-1]), 3000)
        assert thing["text"].strip()
    if kind == "text":
        assert thing["text"]
    if kind == "button" and "confirm" in thing:
        sizes = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
        assert all(len(thing["confirm"][name]["text"]) <= size for name, size in sizes.items())
    for name in ("options", "initial_options"):
        _judge_options(thing, name)
    if kind == "actions":
        assert 1 <= len(thing["elements"]) <= 25
    assert len(thing.get("value") or "") <= 150
    assert len(thing.get("accessibility_label", "")) <= 75
    assert len(thing.get("initial_value", "")) <= thing.get("max_length", 3000) <= 3000


def _judge_options(thing: dict[str, Any], name: str) -> None:
    if name not in thing:
        return
    assert 1 <= len(thing[name]) <= (10 if thing["type"] == "checkboxes" else 100)
    for option in thing[name]:
        assert 1 <= len(option["text"]["text"]) <= OPTION_LENGTH
        assert 1 <= len(option.get("description", {"text": "-"})["text"]) <= OPTION_LENGTH


def _objects(thing: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    if isinstance(thing, dict):
        yield path, thing
        own = str(thing.get("type", ""))
        for name, inside in thing.items():
            yield from _objects(inside, (*path, own, name))
    elif isinstance(thing, list | tuple):
        for inside in thing:
            yield from _objects(inside, path)
