"""The validator: blocks of a message, whole views, and answers to external selects, against Slack's rules.

Shapes and limits stand in the tables; here are the rules that span several blocks.
"""

from typing import Any

from sandbox.shapes.elements import placed
from sandbox.shapes.interactive import option_groups, options
from sandbox.shapes.layout import BLOCKS, strings
from sandbox.shapes.limits import LIMITS, TABLE_CHARACTERS
from sandbox.shapes.schema import Check, Problem, Walk, exactly_one, flag, many, opaque, shape, string, text, typed

blocks_of_message = many(typed(BLOCKS), LIMITS["message.blocks.max_items"])
blocks_of_view = many(typed(BLOCKS), LIMITS["view.blocks.max_items"], least=1)
ANY_VIEW: dict[str, Check] = {
    "private_metadata": string(LIMITS["view.private_metadata.max_length"]),
    "callback_id": string(LIMITS["view.callback_id.max_length"]),
    "external_id": string(LIMITS["view.external_id.max_length"]),
}
VIEWS: dict[str, Check] = {
    "home": shape({"blocks": blocks_of_view}, ANY_VIEW),
    "modal": shape(
        {"title": text(LIMITS["view.title.max_length"]), "blocks": blocks_of_view},
        ANY_VIEW
        | {
            "submit": text(LIMITS["view.submit.max_length"]),
            "close": text(LIMITS["view.close.max_length"]),
            "clear_on_close": flag,
            "notify_on_close": flag,
        },
    ),
}
ANYTHING: Check = many(opaque)
suggestions = shape({}, {"options": ANYTHING, "option_groups": ANYTHING}, exactly_one("options", "option_groups"))


def check_blocks(given: Any, surface: str, where: str = "/blocks") -> list[Problem]:
    """Return what is wrong with the blocks of a message (or of what stands in its place)."""
    walk = Walk(where, surface)
    blocks_of_message(given, walk)
    if not walk.problems:
        _together(given, walk)
        _few_charts(given, walk)
    return walk.problems


def check_view(given: Any, kind: str) -> list[Problem]:
    """Return what is wrong with a view of this kind (modal or home)."""
    walk = Walk("/view", kind)
    typed({kind: VIEWS[kind]})(given, walk)
    if not walk.problems:
        _together(given["blocks"], walk.at("blocks"))
        if kind == "modal" and "submit" not in given and any(one["type"] == "input" for one in given["blocks"]):
            walk.say("missing required field: submit (there are input blocks)")
        if sum("focus_on_load" in e and e["focus_on_load"] for _, e in placed(given["blocks"])) > 1:
            walk.say("only one element can have focus_on_load")
    return walk.problems


def check_options(given: Any) -> list[Problem]:
    """Return what is wrong with the answer to an external select: a hundred options or groups at most."""
    walk = Walk("", "options")
    suggestions(given, walk)
    if not walk.problems and given.get("options"):
        options(given["options"], walk.at("options"))
    elif not walk.problems and "option_groups" in given:
        option_groups(given["option_groups"], walk.at("option_groups"))
    return walk.problems


def _together(blocks: list[dict[str, Any]], walk: Walk) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if block.get("block_id") in seen:
            walk.at(index).say(f"block_id already exists: {block['block_id']}")
        seen |= {block["block_id"]} if "block_id" in block else set()
    _within(blocks, "markdown", LIMITS["markdown.total_text.max_length"], walk)
    _within(blocks, "table", TABLE_CHARACTERS, walk)
    _within(blocks, "data_table", LIMITS["data_table.total_content.max_length"], walk)


def _few_charts(blocks: list[dict[str, Any]], walk: Walk) -> None:
    most = LIMITS["message.data_visualizations.max_items"]
    if sum(block["type"] == "data_visualization" for block in blocks) > most:
        walk.say(f"no more than {most} data_visualization blocks allowed in a message")


def _within(blocks: list[dict[str, Any]], kind: str, most: int, walk: Walk) -> None:
    total = sum(len(part) for block in blocks if block["type"] == kind for part in strings(block))
    if total > most:
        walk.say(f"all {kind} blocks together may have {most} characters, they have {total}")
