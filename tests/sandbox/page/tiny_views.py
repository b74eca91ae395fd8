"""What the tiny bot shows: something of everything that the page must draw."""

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


LEVELS = [
    {"label": plain(group), "options": [{"text": plain(name), "value": name} for name in names]}
    for group, names in (("Bachelor", ("Første år", "Andre år")), ("Master", ("Fjerde år",)))
]


def button(text: str, action: str, value: str = "1", **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action, "value": value, **more}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose element has the block's own name as its action."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element | {"action_id": block_id},
        **more,
    }


def card(title: str, state: str = "Ny") -> list[Json]:
    """A subtask's card."""
    due = int(datetime(2026, 12, 18, 11, tzinfo=UTC).timestamp())
    facts = [
        ("Sak", "Innpassing av eksterne emner – Bachelor i historie"),
        ("Sakseier", "Kari Nordmann"),
        ("Frist", f"<!date^{due}^{{date_short_pretty}}|18. des. 2026>"),
        ("Status", state),
    ]
    ask = {
        "title": plain("Løse deloppgaven?"),
        "text": plain("Konklusjonen er tom."),
        "confirm": plain("Løs"),
        "deny": plain("Vent"),
    }
    return [
        {"type": "header", "block_id": "title", "text": plain(title)},
        {
            "type": "section",
            "block_id": "facts",
            "fields": [{"type": "mrkdwn", "text": f"*{a}*\n{b}"} for a, b in facts],
        },
        {
            "type": "section",
            "block_id": "text",
            "text": plain("Se om HIS1001 dekker emnet fra Lund. <b>Ikke</b> glem *vitnemålet*."),
        },
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [button("Åpne", "open", style="primary"), button("Løs deloppgave", "solve", confirm=ask)],
        },
        {
            "type": "context",
            "block_id": "foot",
            "elements": [{"type": "mrkdwn", "text": "Svar i tråden for å skrive til sakseieren."}],
        },
    ]


def home(open_tasks: int = 3) -> Json:
    """An App Home."""
    blocks: list[Json] = [{"type": "header", "block_id": "h1", "text": plain("Mine saker")}]
    for number in range(open_tasks):
        words = f"*2026-10{number} Innpassing av eksterne emner*\nSøker: Ada Søker · Frist 18. desember"
        blocks += [
            {
                "type": "section",
                "block_id": f"case{number}",
                "text": {"type": "mrkdwn", "text": words},
                "accessory": button(
                    "Ny deloppgave", "new", f"2026-10{number}", accessibility_label=f"Ny deloppgave på 2026-10{number}"
                ),
            },
            {"type": "divider", "block_id": f"line{number}"},
        ]
    blocks.append(numbers())
    blocks.append({"type": "actions", "block_id": "hang", "elements": [button("Heng", "hang")]})
    blocks.append({"type": "context", "block_id": "c", "elements": [{"type": "mrkdwn", "text": "Oppdatert nå"}]})
    return {"type": "home", "blocks": blocks}


def numbers() -> Json:
    """A data table of seven rows, three to a page."""
    names = ("Emne", "Studiepoeng")
    head = [{"type": "raw_text", "text": name} for name in names]
    rows = [
        [{"type": "raw_text", "text": f"HIS{code}"}, {"type": "raw_number", "text": str(points), "value": points}]
        for code, points in ((1200, 10), (1300, 5), (1000, 15), (2100, 20), (1100, 2), (3000, 30), (2200, 1))
    ]
    return {"type": "data_table", "block_id": "t", "caption": "Emner", "page_size": 3, "rows": [head, *rows]}


def dialog(extra: list[Json] | None = None) -> Json:
    """The new-subtask modal, with one of each kind of field the bot uses."""
    people = {"type": "external_select", "placeholder": plain("Søk etter navn"), "min_query_length": 1}
    ticks = [{"text": plain(name), "value": name} for name in ("Vitnemål", "Emnebeskrivelse", "Søknad")]
    places = [{"text": plain(name), "value": name} for name in ("Institutt for historie", "Institutt for filosofi")]
    return {
        "type": "modal",
        "callback_id": "create",
        "title": plain("Ny deloppgave"),
        "submit": plain("Opprett"),
        "close": plain("Avbryt"),
        "notify_on_close": True,
        "blocks": [
            field("title", "Tittel", {"type": "plain_text_input", "max_length": 60}),
            field(
                "due", "Frist", {"type": "datepicker", "initial_date": "2026-12-18"}, hint=plain("Senest 18. desember.")
            ),
            field("assignee", "Ansvarlig", people),
            field("text", "Beskrivelse", {"type": "plain_text_input", "multiline": True}, optional=True),
            field("files", "Gi tilgang til vedlegg", {"type": "checkboxes", "options": ticks}, optional=True),
            field("place", "Sted", {"type": "static_select", "options": places}, optional=True, dispatch_action=True),
            field("tags", "Merkelapper", {"type": "multi_static_select", "options": ticks}, optional=True),
            field("level", "Nivå", {"type": "static_select", "option_groups": LEVELS}, optional=True),
            field("hour", "Klokkeslett", {"type": "timepicker", "initial_time": "08:30"}, optional=True),
            field("points", "Poeng", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
            field("proof", "Bevis", {"type": "file_input", "max_files": 1}, optional=True),
            *(extra or []),
        ],
    }


def page_on_top(title: str = "På toppen") -> Json:
    """A view to be pushed above the dialog; the first of its kind leads to another."""
    words = {"type": "section", "block_id": "words", "text": {"type": "mrkdwn", "text": "Enda en side."}}
    more = {"submit": plain("Videre")} if title == "På toppen" else {}
    return {"type": "modal", "callback_id": "top", "title": plain(title), "blocks": [words], **more}
