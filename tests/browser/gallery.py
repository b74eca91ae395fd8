"""One of every block and element that may stand on App Home, whether Saksbot uses it or not; charts by themselves."""

from __future__ import annotations

from typing import Any

from tests.sandbox.charts import many, over_an_axis, pie
from tests.sandbox.page.tiny_views import button, field, numbers, plain

Json = dict[str, Any]
WORDS = "*Fet*, _skrå_, ~strøket~, `kode` og <https://uni.example|en lenke> til <@U0OLA>\n> sitert\n```kode```"
OPTIONS = [{"text": plain(name), "value": name} for name in ("Vitnemål", "Emneliste", "Søknad")]
OTHERS = [{"text": plain(name), "value": name} for name in ("Norrøn filologi", "Språkhistorie")]
GROUPS = [{"label": plain("Historie"), "options": OPTIONS}, {"label": plain("Språk"), "options": OTHERS}]
RICH = [
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Se ", "style": {"bold": True}},
            {"type": "link", "url": "https://uni.example", "text": "emnet"},
            {"type": "emoji", "name": "wave"},
            {"type": "user", "user_id": "U0OLA"},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "et punkt"}]}],
    },
    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "sitert"}]},
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "kode " * 40}]},
]
CELLS = [[{"type": "raw_text", "text": f"{column} {row}"} for column in ("Emne", "Poeng")] for row in range(3)]
CHARTS = (
    pie({f"Fagområde nummer {number:03}": number for number in range(1, 13)}, "Deloppgaver etter fagområde"),
    over_an_axis("bar", many(12, 4), "Uke", "Antall", "Nye deloppgaver i hvert fag"),
    over_an_axis("area", many(2, 6), "Uke", "Antall", "Nye deloppgaver og løste"),
    over_an_axis("line", {"Endring": {f"{day}. november 2026": day % 7 - 3 for day in range(1, 21)}}, title="Endring"),
)
ELEMENTS: tuple[Json, ...] = (
    {"type": "plain_text_input", "multiline": True},
    {"type": "datepicker"},
    {"type": "timepicker"},
    {"type": "checkboxes", "options": OPTIONS},
    {"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[0]},
    {"type": "static_select", "option_groups": GROUPS},
    {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS[:2]},
    {"type": "users_select"},
)


def gallery() -> Json:
    """Draw a Home with all of it."""
    picture = {"type": "image", "image_url": "https://uni.example/bilde.png", "alt_text": "Et bilde"}
    menu = {"type": "overflow", "action_id": "menu", "options": OPTIONS}
    text = {"type": "mrkdwn", "text": WORDS}
    styles = (button("Vanlig", "plain"), button("Viktig", "primary", style="primary"))
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Alt som kan vises")},
            {"type": "section", "text": text, "accessory": menu},
            {"type": "section", "fields": [text, text], "accessory": picture},
            {"type": "context", "elements": [picture, text]},
            {"type": "divider"},
            {**picture, "title": plain("Et bilde")},
            {"type": "actions", "elements": [*styles, button("Farlig", "danger", style="danger")]},
            {"type": "rich_text", "elements": RICH},
            {"type": "table", "rows": CELLS},
            numbers(),
            *(field(f"field-{at}", f"Felt {at}", one) for at, one in enumerate(ELEMENTS)),
        ],
    }


def charts() -> Json:
    """Draw a Home with a chart of each kind."""
    return {"type": "home", "blocks": [{"type": "header", "text": plain("Tall")}, *CHARTS]}
