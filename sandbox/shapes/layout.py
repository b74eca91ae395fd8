"""The shapes of Block Kit's layout blocks, and on which surface each may stand."""

from collections.abc import Iterator
from typing import Any

from sandbox.shapes.charts import CHART
from sandbox.shapes.interactive import ELEMENTS, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, SLACK_FILE, WEB
from sandbox.shapes.limits import LIMITS
from sandbox.shapes.rich import rich_parts
from sandbox.shapes.schema import (
    Check,
    Rule,
    Walk,
    address,
    exactly_one,
    flag,
    many,
    only_on,
    shape,
    some,
    string,
    text,
    typed,
)
from sandbox.shapes.tables import DATA_TABLE, TABLE

MESSAGE = frozenset({"message"})
MODAL = frozenset({"modal"})
NOT_MODAL = frozenset({"message", "home"})

block_id = string(LIMITS["block_id.max_length"], least=1)


def _unlike_action_ids(value: dict[str, Any], walk: Walk) -> None:
    ids = [element["action_id"] for element in value["elements"] if "action_id" in element]
    if len(set(ids)) != len(ids):
        walk.say("action_id must be unique within a block")


def _no_file_dispatches(value: dict[str, Any], walk: Walk) -> None:
    """Source: docs.slack.dev, input block: "an unsupported type error will be raised"."""
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        walk.at("element").say("unsupported type: file_input with dispatch_action")


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None, *rules: Rule) -> Check:
    return shape(required, {"block_id": block_id} | (optional or {}), *rules)


def _among(kinds: frozenset[str], **more: Check) -> Check:
    return typed({kind: ELEMENTS[kind] for kind in kinds} | more)


SECTION_TEXT = text(LIMITS["section.text.max_length"], markdown=True)
FIELD = text(LIMITS["section.fields.item_max_length"], markdown=True)
ANY_TEXT = {
    "plain_text": text(LIMITS["text.max_length"]),
    "mrkdwn": text(LIMITS["text.max_length"], markdown=True, plain=False),
}
BLOCKS: dict[str, Check] = {
    "section": _block(
        {},
        {
            "text": SECTION_TEXT,
            "fields": many(FIELD, LIMITS["section.fields.max_items"], least=1),
            "accessory": _among(IN_SECTION, image=IMAGE),
            "expand": flag,
        },
        some("text", "fields"),
    ),
    "header": _block({"text": text(LIMITS["header.text.max_length"])}),
    "divider": _block({}),
    "context": _block(
        {"elements": many(typed({"image": IMAGE, **ANY_TEXT}), LIMITS["context.elements.max_items"], least=1)}
    ),
    "actions": _block(
        {"elements": many(_among(IN_ACTIONS), LIMITS["actions.elements.max_items"], least=1)},
        {},
        _unlike_action_ids,
    ),
    "image": _block(
        {"alt_text": string(LIMITS["image.alt_text.max_length"], least=1)},
        {
            "image_url": address(LIMITS["image.image_url.max_length"], WEB),
            "slack_file": SLACK_FILE,
            "title": text(LIMITS["image.title.max_length"]),
        },
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": _block({"elements": rich_parts}),
    "input": _block(
        {"label": text(LIMITS["input.label.max_length"]), "element": _among(IN_INPUT)},
        {"hint": text(LIMITS["input.hint.max_length"]), "optional": flag, "dispatch_action": flag},
        _no_file_dispatches,
    ),
    "alert": only_on(
        MODAL,
        _block(
            {"text": text(LIMITS["alert.text.max_length"], markdown=True)},
            {"level": string(one_of=frozenset({"default", "info", "warning", "error", "success"}))},
        ),
    ),
    "markdown": only_on(MESSAGE, _block({"text": string(LIMITS["markdown.total_text.max_length"], least=1)})),
    "table": only_on(NOT_MODAL, _block(*TABLE)),
    "data_table": only_on(NOT_MODAL, _block(*DATA_TABLE)),
    "data_visualization": only_on(NOT_MODAL, _block(CHART)),
}


def strings(node: Any) -> Iterator[str]:
    """Give every text inside a table."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "text" and isinstance(value, str))
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)
