"""What Slack's client itself says about a form before it sends it: required, too long, not a number.

In the words of an English client, as everything of Slack's own here.
"""

import re

from sandbox.records import Json
from sandbox.shapes.elements import State, is_empty

WORDS = {
    "required": "Please complete this required field.",
    "too_short": "Please enter at least {} characters.",
    "too_long": "Please enter no more than {} characters.",
    "email": "Please enter a valid email address.",
    "url": "Please enter a valid URL.",
    "number": "Please enter a valid number.",
    "decimal": "Please enter a whole number.",
    "low": "Please enter a number of at least {}.",
    "high": "Please enter a number of at most {}.",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\S*")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def complaints(blocks: list[Json], state: State) -> dict[str, str]:
    """Return what is wrong in each input block, in words for the person."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = state[block["block_id"]][element["action_id"]]
            problem = _problem(element, value, optional=block.get("optional", False))
            if problem is not None:
                word, detail = problem
                found[block["block_id"]] = WORDS[word].format(detail)
    return found


def _problem(element: Json, value: Json, *, optional: bool) -> tuple[str, object] | None:
    if is_empty(value):
        return None if optional else ("required", "")
    text = value.get("value")
    match element["type"]:
        case "plain_text_input":
            return _length(element, str(text))
        case "email_text_input" if not EMAIL.fullmatch(str(text)):
            return "email", ""
        case "url_text_input" if not URL.fullmatch(str(text)):
            return "url", ""
        case "number_input":
            return _number(element, str(text))
    return None


def _length(element: Json, text: str) -> tuple[str, object] | None:
    if len(text) < element.get("min_length", 0):
        return "too_short", element["min_length"]
    most = element.get("max_length", 3000)
    return ("too_long", most) if len(text) > most else None


def _number(element: Json, text: str) -> tuple[str, object] | None:
    if not NUMBER.fullmatch(text):
        return "number", ""
    if not element["is_decimal_allowed"] and "." in text:
        return "decimal", ""
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(text) < float(low):
        return "low", low
    return ("high", high) if high is not None and float(text) > float(high) else None
