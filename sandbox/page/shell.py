"""The page itself: everything that never changes, with empty places for the parts that the socket sends."""

import htpy as h
from htpy import Node

from sandbox.page.icons import icon

IMITATION = "Et prøvemiljø som etterligner Slack, så du kan prøve Saksbot. Dette er ikke Slack."
TABS = (("home", "Hjem"), ("messages", "Meldinger"), ("about", "Om"))
DRAWERS = (("traffic", "Trafikk", "traffic"), ("clock", "Klokke", "clock"), ("faults", "Feil med vilje", "fault"))


def page(person_id: str, person_name: str, app_name: str, writable: bool, file_parts: Node = None) -> h.Element:
    """The whole document for one person's tab."""
    return h.html(lang="nb")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[f"{person_name} – {app_name} (prøvemiljø)"],
            h.link(rel="icon", href="/page/static/icon.svg", type="image/svg+xml"),
            h.link(rel="stylesheet", href="/page/static/style.css"),
            h.link(rel="stylesheet", href="/page/static/surface.css"),
            h.script(type="module", src="/page/static/client.js"),
        ],
        h.body(data_person=person_id)[
            h.a(".skip", href="#main")["Hopp til innholdet"],
            _top(person_name),
            h.div(".guide", data_part="guide", role="region", aria_label="Veiledning", hidden=True),
            h.div(".frame")[_side(), _main(app_name, writable), _thread(), _drawer()],
            _dialogs(),
            h.div(".status", role="status", id="status"),
            h.div(".toast", role="alert", id="toast", hidden=True),
            h.div(".offline", role="alert", id="offline", hidden=True)["Forbindelsen er brutt. Prøver igjen …"],
            file_parts,
        ],
    ]


def _top(person_name: str) -> Node:
    return h.header(".top")[
        h.button(".btn.side-toggle", type="button", data_do="side", aria_expanded="false", aria_controls="side")[
            icon("people"), h.span[person_name]
        ],
        h.p(".imitation")[IMITATION],
        h.button(".link.show-guide", type="button", data_do="show-guide", hidden=True)["Vis veiledningen"],
    ]


def _side() -> Node:
    return h.nav(".side", id="side", aria_label="Personer og verktøy")[
        h.h2["Hvem er du?"],
        h.ul(".people", data_part="people"),
        h.h2["Bak kulissene"],
        h.div(".tools")[
            (
                h.button(
                    ".btn.tool",
                    type="button",
                    data_do="drawer",
                    data_drawer=name,
                    aria_expanded="false",
                    aria_controls="drawer",
                )[icon(sign), words]
                for name, words, sign in DRAWERS
            )
        ],
    ]


def _main(app_name: str, writable: bool) -> Node:
    return h.main(".main", id="main", tabindex="-1")[
        h.div(".app-head")[
            h.span(".avatar.app-sign", aria_hidden="true")[app_name[:1].upper()],
            h.h1[app_name],
            h.div(".menu.shortcuts", data_part="shortcuts"),
        ],
        h.div(".tabs", role="tablist", aria_label=app_name)[(_tab(name, words) for name, words in TABS)],
        _panel("home", [h.h2(".unseen")["Hjem"], h.div(".home", data_part="home", data_surface="home")]),
        _panel(
            "messages",
            [
                h.h2(".unseen")["Meldinger"],
                h.div(".log", data_part="log", role="log", aria_label="Meldinger", tabindex="0"),
                composer("main", f"Skriv til {app_name}") if writable else _closed(),
            ],
        ),
        _panel("about", h.div(".about", data_part="about")),
    ]


def _tab(name: str, words: str) -> Node:
    return h.button(
        ".tab",
        type="button",
        role="tab",
        id=f"tab-{name}",
        aria_controls=f"panel-{name}",
        aria_selected="false",
        tabindex="-1",
        data_tab=name,
    )[words, name == "messages" and h.span(".unread", data_part="unread")]


def _panel(name: str, inside: Node) -> Node:
    return h.section(
        f".panel.panel-{name}",
        id=f"panel-{name}",
        role="tabpanel",
        aria_labelledby=f"tab-{name}",
        tabindex="0" if name != "messages" else None,
        hidden=True,
    )[inside]


def _closed() -> Node:
    return h.p(".quiet.closed")["Du kan ikke skrive til denne appen."]


def composer(name: str, label: str) -> Node:
    """The place to write, with a button for files and the list of commands."""
    return h.form(".composer", data_form="say", data_composer=name)[
        h.div(".suggest", id=f"commands-{name}", role="listbox", aria_label="Kommandoer", hidden=True),
        h.label(".unseen", for_=f"text-{name}")[label],
        h.textarea(
            ".box",
            id=f"text-{name}",
            name="text",
            rows="1",
            placeholder=label,
            autocomplete="off",
            aria_autocomplete="list",
            aria_controls=f"commands-{name}",
        ),
        h.ul(".chosen-files", aria_live="polite"),
        h.div(".composer-row")[
            h.label(".btn.attach")[
                h.input(".native", type="file", name="files", multiple=True),
                icon("clip"),
                h.span["Last opp filer"],
            ],
            h.button(".btn.primary.send", type="submit")[icon("send"), h.span["Send"]],
        ],
    ]


def _thread() -> Node:
    return h.aside(".thread", id="thread", aria_label="Tråd", hidden=True)[
        h.div(".thread-head")[
            h.h2(tabindex="-1")["Tråd"],
            h.button(".btn.dots", type="button", data_do="close-thread", aria_label="Lukk tråden")[icon("close")],
        ],
        h.div(".replies", data_part="replies", tabindex="0", role="log", aria_label="Svar i tråden"),
        composer("thread", "Svar i tråden"),
    ]


def _drawer() -> Node:
    return h.section(".drawer", id="drawer", aria_labelledby="drawer-title", hidden=True)[
        h.div(".thread-head")[
            h.h2(id="drawer-title", tabindex="-1")["Bak kulissene"],
            h.button(".btn.dots", type="button", data_do="drawer", data_drawer="", aria_label="Lukk skuffen")[
                icon("close")
            ],
        ],
        h.ul(".calls", data_part="traffic"),
        h.div(".clock", data_part="clock"),
        h.ul(".switches", data_part="faults"),
    ]


def _dialogs() -> Node:
    return h.fragment[
        h.div(data_part="stack"),
        h.dialog(".modal.ask", id="ask", role="alertdialog", aria_labelledby="ask-title", aria_describedby="ask-text")[
            h.form(method="dialog")[
                h.div(".modal-head")[h.h2(id="ask-title")],
                h.div(".modal-body", id="ask-text"),
                h.div(".modal-foot")[
                    h.div(".modal-foot-row")[
                        h.button(".btn", value="no"),
                        h.button(".btn.primary", value="yes"),
                    ]
                ],
            ]
        ],
        h.dialog(".modal.edit", id="edit", aria_labelledby="edit-title")[
            h.form(method="dialog")[
                h.div(".modal-head")[h.h2(id="edit-title")["Rediger melding"]],
                h.div(".modal-body")[
                    h.label(".label", for_="edit-text")["Melding"], h.textarea(".box", id="edit-text", rows="5")
                ],
                h.div(".modal-foot")[
                    h.div(".modal-foot-row")[
                        h.button(".btn", value="no", formnovalidate=True)["Avbryt"],
                        h.button(".btn.primary", value="yes")["Lagre endring"],
                    ]
                ],
            ]
        ],
    ]
