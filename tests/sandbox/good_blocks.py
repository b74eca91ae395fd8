"""Blocks that Slack takes: everywhere, in messages only, in modals only."""

from __future__ import annotations

from typing import Any

from tests.sandbox.charts import pie
from tests.sandbox.tiny_bot import button, field, option, plain, text_field

CONFIRM = {"title": plain("T"), "text": plain("t"), "confirm": plain("Ja"), "deny": plain("Nei")}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hei"}}
IMAGE = {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "bilde"}
OPTIONS = [option("En", "1"), option("To", "2")]
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a", "style": {"bold": True}},
                {"type": "link", "url": "https://x.example", "text": "x"},
                {"type": "emoji", "name": "wave"},
                {"type": "user", "user_id": "U1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "broadcast", "range": "here"},
                {"type": "date", "timestamp": 1700000000, "format": "{date}", "fallback": "14. november"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "b"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "c"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "d"}]},
    ],
}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": OPTIONS, **more}


GOOD_EVERYWHERE = [
    SECTION,
    SECTION | {"accessory": button("Åpne", "open", value="1", style="primary", confirm=CONFIRM)},
    {"type": "section", "fields": [plain("a"), {"type": "mrkdwn", "text": "*b*"}]},
    {"type": "header", "text": plain("Overskrift")},
    {"type": "divider"},
    {"type": "context", "elements": [plain("a"), IMAGE]},
    IMAGE | {"title": plain("Tittel")},
    RICH,
    actions(button("Lenke", "l", url="https://x.example"), {"type": "overflow", "action_id": "o", "options": OPTIONS}),
    actions(select(initial_option=OPTIONS[0], placeholder=plain("Velg"))),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-12-01"}),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "08:30", "timezone": "Europe/Oslo"}),
    actions({"type": "users_select", "action_id": "u"}, {"type": "external_select", "action_id": "e"}),
    actions({"type": "checkboxes", "action_id": "c", "options": OPTIONS, "initial_options": OPTIONS[:1]}),
    actions({"type": "radio_buttons", "action_id": "r", "options": OPTIONS}),
    SECTION | {"accessory": {"type": "multi_static_select", "action_id": "m", "options": OPTIONS}},
    text_field(max_length=150, initial_value="a", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
    field("x", "X", {"type": "multi_external_select", "max_selected_items": 2}, optional=True, hint=plain("h")),
]
GOOD_IN_MODALS = [
    field("f", "Filer", {"type": "file_input", "filetypes": ["pdf"], "max_files": 3}),
    field("n", "Tall", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
    field("e", "E-post", {"type": "email_text_input"}),
    field("u", "Adresse", {"type": "url_text_input"}),
    field("r", "Rik", {"type": "rich_text_input", "initial_value": RICH}),
    {"type": "alert", "text": plain("Du har ikke lenger tilgang"), "level": "warning"},
]
GOOD_IN_MESSAGES = [
    {"type": "markdown", "text": "# hei"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    {"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "a"}]] * 2},
    pie({"Ja": 1}),
]
