"""Taking in what the bot wants shown: blocks, views and options are checked and completed as Slack does.

Slack makes up block and action ids where the app gave none, and writes out a few defaults.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sandbox.records import Json
from sandbox.shapes.limits import LIMITS
from sandbox.shapes.rules import check_blocks, check_options, check_view
from sandbox.state.ground import Ground
from sandbox.state.refusing import ApiError

ANGLES = re.compile(r"<[^<>]*>?")
MARKUP = re.compile(
    r"<(@[UW]\w+|#C\w+|!(here|channel|everyone|subteam\^\w+|date\^\d+\^[^|]+)"
    r"|(https?|mailto|tel|slack):[^|]+)(\|[^|]*)?>"
)

LARGEST_VIEW = 250_000


def prepare_blocks(ws: Ground, given: Any, surface: str) -> list[Json]:
    """Return a message's blocks as Slack keeps them; raises ApiError(invalid_blocks)."""
    if given is None:
        return []
    if problems := check_blocks(given, surface):
        errors = [str(problem) for problem in problems]
        messages = [f"[ERROR] {error}" for error in errors]
        raise ApiError("invalid_blocks", "; ".join(errors), errors=errors, response_metadata={"messages": messages})
    ws.found_proper(surface, given)
    return complete(ws, given)


def prepare_attachments(ws: Ground, given: list[Any] | None) -> list[Json]:
    """Return a message's attachments with their blocks as Slack keeps them; raises ApiError.

    What is wrong with the blocks comes as `invalid_attachments`: docs.slack.dev, chat.postEphemeral and chat.update.
    """
    if len(given or []) > LIMITS["message.attachments.max_items"]:
        raise ApiError("too_many_attachments", "a message takes a hundred attachments")
    done = []
    for index, attachment in enumerate(given or []):
        if not isinstance(attachment, dict):
            raise ApiError("invalid_attachments", f"attachment {index} is no object")
        problems = check_blocks(attachment.get("blocks", []), "message", f"/attachments/{index}/blocks")
        if problems:
            raise ApiError("invalid_attachments", "; ".join(str(problem) for problem in problems))
        blocks = {"blocks": complete(ws, attachment["blocks"])} if "blocks" in attachment else {}
        done.append(attachment | blocks)
    return done


def prepare_view(ws: Ground, given: Any, kind: str) -> Json:
    """Return a view as Slack keeps it; raises ApiError(invalid_arguments or view_too_large)."""
    if problems := check_view(given, kind):
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise ApiError("invalid_arguments", "; ".join(messages), response_metadata={"messages": messages})
    if len(json.dumps(given).encode()) > LARGEST_VIEW:
        raise ApiError("view_too_large", f"a view may have {LARGEST_VIEW} bytes")
    ws.found_proper(kind, given)
    view: Json = _copied({key: value for key, value in given.items() if key != "blocks"})
    return view | {"blocks": complete(ws, given["blocks"])}


def prepare_options(ws: Ground, given: Any) -> list[Json]:
    """Return the options in an answer to an external select; raises ApiError(invalid_options)."""
    if problems := check_options(given):
        raise ApiError("invalid_options", "; ".join(str(problem) for problem in problems))
    ws.found_proper("options", given)
    groups = given.get("option_groups", [])
    options = given.get("options", []) + [option for group in groups for option in group["options"]]
    return [_copied(option) for option in options]


def note_unescaped(ws: Ground, *texts: str) -> None:
    """Write down text whose angle brackets are no markup of Slack's: somebody forgot to escape."""
    for text in texts:
        for token in ANGLES.findall(text):
            if not MARKUP.fullmatch(token):
                ws.refuse("unescaped_text", f"{token!r} in {text[:200]!r}")


def _mrkdwn(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for value in node.values():
            yield from _mrkdwn(value)
    elif isinstance(node, list):
        for item in node:
            yield from _mrkdwn(item)


def complete(ws: Ground, blocks: list[Json]) -> list[Json]:
    """Give every block and interactive element an id and every text its defaults."""
    note_unescaped(ws, *_mrkdwn(blocks))
    done: list[Json] = _copied(blocks)
    for block in done:
        block.setdefault("block_id", ws.ids.short())
        for element in _interactive(block):
            element.setdefault("action_id", ws.ids.short())
    return done


def _interactive(block: Json) -> list[Json]:
    if block["type"] not in {"actions", "section", "input"}:
        return []
    inside = [*block.get("elements", []), *(block[key] for key in ("accessory", "element") if key in block)]
    return [element for element in inside if element["type"] != "image"]


def _copied(node: Any) -> Any:
    """Return a copy in which every text object has its defaults written out."""
    if isinstance(node, list):
        return [_copied(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _copied(value) for key, value in node.items()}
    if node.get("type") == "plain_text":
        copy.setdefault("emoji", True)
    elif node.get("type") == "mrkdwn":
        copy.setdefault("verbatim", False)
    return copy
