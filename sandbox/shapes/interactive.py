"""The shapes of Block Kit's interactive elements and of the objects they are made of."""

import re
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.shapes.limits import LIMITS
from sandbox.shapes.rich import rich_text
from sandbox.shapes.schema import (
    Check,
    Rule,
    Walk,
    address,
    exactly_one,
    flag,
    many,
    only_on,
    parsed,
    shape,
    some,
    string,
    text,
    typed,
    whole,
)

MODAL = frozenset({"modal"})
MODAL_HOME = frozenset({"modal", "home"})
MODAL_MESSAGE = frozenset({"modal", "message"})

action_id = string(LIMITS["action_id.max_length"], least=1)
placeholder = text(LIMITS["select.placeholder.max_length"])
LINKS = frozenset({"http", "https", "mailto", "tel", "slack"})
WEB = frozenset({"http", "https"})
LONGEST_ZONE = 64
FILE_ID = re.compile(r"F[A-Z0-9]{8,}")
url = address(LIMITS["button.url.max_length"], LINKS)

confirm = shape(
    {
        "title": text(LIMITS["confirmation.title.max_length"]),
        "text": text(LIMITS["confirmation.text.max_length"], markdown=True),
        "confirm": text(LIMITS["confirmation.confirm.max_length"]),
        "deny": text(LIMITS["confirmation.deny.max_length"]),
    },
    {"style": string(one_of=frozenset({"primary", "danger"}))},
)


def _zone(name: str) -> None:
    if len(name) > LONGEST_ZONE:
        raise ValueError(name)
    ZoneInfo(name)


def _file_id(id: str) -> None:
    if not FILE_ID.fullmatch(id):
        raise ValueError(id)


def option(*, markdown: bool = False, link: bool = False) -> Check:
    """Return the shape of an option: its text, its value, and what the kind of menu allows beside."""
    most = LIMITS["option.text.max_length"]
    extra: dict[str, Check] = {"description": text(LIMITS["option.description.max_length"], markdown=markdown)}
    if link:
        extra["url"] = address(LIMITS["option.url.max_length"], LINKS)
    value = string(LIMITS["option.value.max_length"], least=1)
    return shape({"text": text(most, markdown=markdown), "value": value}, extra)


option_group = shape(
    {
        "label": text(LIMITS["option_group.label.max_length"]),
        "options": many(option(), LIMITS["option_group.options.max_items"], LIMITS["option_group.options.min_items"]),
    }
)
options = many(option(), LIMITS["select.options.max_items"], LIMITS["select.options.min_items"])
option_groups = many(option_group, LIMITS["select.option_groups.max_items"], LIMITS["select.option_groups.min_items"])
dispatch = shape(
    {
        "trigger_actions_on": many(
            string(one_of=frozenset({"on_enter_pressed", "on_character_entered"})),
            LIMITS["dispatch_action_configuration.trigger_actions_on.max_items"],
            LIMITS["dispatch_action_configuration.trigger_actions_on.min_items"],
        )
    }
)


def _initial_among(value: dict[str, Any], walk: Walk) -> None:
    groups = value.get("option_groups", [])
    offered = [*value.get("options", []), *(one for group in groups for one in group["options"])]
    wanted = [*value.get("initial_options", []), *([value["initial_option"]] if "initial_option" in value else [])]
    known = [_bare(one) for one in offered]
    for one in wanted:
        if _bare(one) not in known:
            walk.say(f"the initial option {one['value']!r} is not among the options")


def _bare(one: dict[str, Any]) -> dict[str, Any]:
    """Give an option with its texts' defaults written out, as Slack compares them.

    Source: docs.slack.dev, select menu element: "exactly matches one of the options". That a default that is left out
    equals one that is said is a guess.
    """
    defaults = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}
    texts = {name: one[name] for name in ("text", "description") if name in one}
    return one | {name: defaults[text["type"]] | text for name, text in texts.items()}


def _unlike_values(value: dict[str, Any], walk: Walk) -> None:
    groups = value.get("option_groups", [])
    offered = [*value.get("options", []), *(one for group in groups for one in group["options"])]
    values = [one["value"] for one in offered]
    if len(set(values)) != len(values):
        walk.say("option values must be unique")


def _not_above(low: str, high: str) -> Rule:
    def rule(value: dict[str, Any], walk: Walk) -> None:
        if low in value and high in value and float(value[low]) > float(value[high]):
            walk.say(f"{low} must not be above {high}")

    return rule


def _initial_fits(value: dict[str, Any], walk: Walk) -> None:
    length = len(value.get("initial_value", ""))
    if length > value.get("max_length", LIMITS["plain_text_input.max_length.max"]):
        walk.say("initial_value is longer than max_length")


def _not_more_than_may_be_chosen(value: dict[str, Any], walk: Walk) -> None:
    if len(value.get("initial_options", [])) > value.get("max_selected_items", 1000):
        walk.say("more initial_options than max_selected_items")


def _element(required: dict[str, Check], optional: dict[str, Check], *rules: Rule, confirmable: bool = True) -> Check:
    common: dict[str, Check] = {"action_id": action_id} | ({"confirm": confirm} if confirmable else {})
    return shape(required, common | optional, *rules)


FOCUS: dict[str, Check] = {"focus_on_load": flag}
MENU: dict[str, Check] = FOCUS | {"placeholder": placeholder}
MOST: dict[str, Check] = {"max_selected_items": whole(LIMITS["multi_select.max_selected_items.min"], 1000)}
STATIC: dict[str, Check] = {"options": options, "option_groups": option_groups}
EXTERNAL: dict[str, Check] = {"min_query_length": whole(LIMITS["select.min_query_length.min"], 3000)}
TYPED: dict[str, Check] = MENU | {"dispatch_action_config": dispatch}
FEW = LIMITS["checkboxes.options.max_items"]
FEWEST = LIMITS["checkboxes.options.min_items"]
chosen = many(option(), LIMITS["select.options.max_items"], least=1)
boxes = many(option(markdown=True), FEW, FEWEST)
user = string(255, least=1)
channel = conversation = string(255, least=1)
conversation_filter = shape(
    {},
    {
        "include": many(string(one_of=frozenset({"im", "mpim", "private", "public"})), least=1),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    some("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
ANSWERED: dict[str, Check] = {"response_url_enabled": flag}
CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": flag, "filter": conversation_filter}
number = parsed(lambda value: float(value + ""), "a number in a string")
day = parsed(lambda value: date.fromisoformat(value) if len(value) == 10 else date.fromisoformat(""), "YYYY-MM-DD")
clock_time = parsed(lambda value: time.fromisoformat(value) if len(value) == 5 else time.fromisoformat(""), "HH:mm")

BUTTON = _element(
    {"text": text(LIMITS["button.text.max_length"])},
    {
        "url": url,
        "value": string(LIMITS["button.value.max_length"], least=1),
        "style": string(one_of=frozenset({"primary", "danger"})),
        "accessibility_label": string(LIMITS["button.accessibility_label.max_length"], least=1),
    },
)
SLACK_FILE = shape(
    {}, {"id": parsed(_file_id, "the id of a file"), "url": address(3000, WEB)}, exactly_one("id", "url")
)
IMAGE = shape(
    {"alt_text": string(LIMITS["image_element.alt_text.max_length"], least=1)},
    {
        "image_url": address(LIMITS["image_element.image_url.max_length"], WEB),
        "slack_file": SLACK_FILE,
    },
    exactly_one("image_url", "slack_file"),
)
ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": _element(
        {
            "options": many(
                option(link=True), LIMITS["overflow.options.max_items"], LIMITS["overflow.options.min_items"]
            )
        },
        {},
        _unlike_values,
    ),
    "static_select": _element(
        {}, MENU | STATIC | {"initial_option": option()}, exactly_one("options", "option_groups"), _initial_among
    ),
    "multi_static_select": _element(
        {},
        MENU | STATIC | MOST | {"initial_options": chosen},
        exactly_one("options", "option_groups"),
        _initial_among,
        _not_more_than_may_be_chosen,
    ),
    "external_select": _element({}, MENU | EXTERNAL | {"initial_option": option()}),
    "multi_external_select": _element(
        {}, MENU | EXTERNAL | MOST | {"initial_options": chosen}, _not_more_than_may_be_chosen
    ),
    "users_select": _element({}, MENU | {"initial_user": user}),
    "multi_users_select": _element({}, MENU | MOST | {"initial_users": many(user, 1000)}),
    "channels_select": _element({}, MENU | ANSWERED | {"initial_channel": channel}),
    "multi_channels_select": _element({}, MENU | MOST | {"initial_channels": many(channel, 1000)}),
    "conversations_select": _element({}, MENU | ANSWERED | CONVERSATIONS | {"initial_conversation": conversation}),
    "multi_conversations_select": _element(
        {}, MENU | MOST | CONVERSATIONS | {"initial_conversations": many(conversation, 1000)}
    ),
    "checkboxes": _element({"options": boxes}, FOCUS | {"initial_options": boxes}, _initial_among, _unlike_values),
    "radio_buttons": _element(
        {"options": boxes}, FOCUS | {"initial_option": option(markdown=True)}, _initial_among, _unlike_values
    ),
    "datepicker": _element({}, MENU | {"initial_date": day}),
    "timepicker": _element({}, MENU | {"initial_time": clock_time, "timezone": parsed(_zone, "an IANA zone")}),
    "datetimepicker": only_on(
        MODAL_MESSAGE, _element({}, FOCUS | {"initial_date_time": whole(1_000_000_000, 9_999_999_999)})
    ),
    "plain_text_input": _element(
        {},
        TYPED
        | {
            "initial_value": string(LIMITS["plain_text_input.max_length.max"]),
            "multiline": flag,
            "min_length": whole(LIMITS["plain_text_input.min_length.min"], LIMITS["plain_text_input.min_length.max"]),
            "max_length": whole(LIMITS["plain_text_input.max_length.min"], LIMITS["plain_text_input.max_length.max"]),
        },
        _not_above("min_length", "max_length"),
        _initial_fits,
        confirmable=False,
    ),
    "email_text_input": only_on(MODAL, _element({}, TYPED | {"initial_value": string(3000)}, confirmable=False)),
    "url_text_input": only_on(MODAL, _element({}, TYPED | {"initial_value": string(3000)}, confirmable=False)),
    "number_input": only_on(
        MODAL,
        _element(
            {"is_decimal_allowed": flag},
            TYPED | {"initial_value": number, "min_value": number, "max_value": number},
            _not_above("min_value", "max_value"),
            confirmable=False,
        ),
    ),
    "rich_text_input": only_on(
        MODAL_HOME,
        _element(
            {},
            TYPED
            | {
                "initial_value": typed({"rich_text": rich_text}),
                "min_lines": whole(LIMITS["rich_text_input.min_lines.min"], LIMITS["rich_text_input.min_lines.max"]),
                "max_lines": whole(LIMITS["rich_text_input.max_lines.min"], LIMITS["rich_text_input.max_lines.max"]),
            },
            _not_above("min_lines", "max_lines"),
            confirmable=False,
        ),
    ),
    "file_input": only_on(
        MODAL,
        _element(
            {},
            {
                "filetypes": many(string(least=1), least=1),
                "max_files": whole(LIMITS["file_input.max_files.min"], LIMITS["file_input.max_files.max"]),
            },
            confirmable=False,
        ),
    ),
}
SELECTS = frozenset(kind for kind in ELEMENTS if kind.endswith("_select"))
IN_SECTION = SELECTS | {"button", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker"}
IN_ACTIONS = IN_SECTION | {"datetimepicker"}
IN_INPUT = frozenset(ELEMENTS) - {"button", "overflow"}
