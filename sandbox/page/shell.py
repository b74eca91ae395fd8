"""The page itself: everything that never changes, with empty places for the parts that the socket sends."""

from dataclasses import dataclass

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.reader import Reader

IMITATION = "A place to try {app} that imitates Slack. This is not Slack."
MAIL = "E-mail"  # the page's own; the others are Slack's
TABS = {"home": "Home", "messages": "Messages", "mail": MAIL, "about": "About"}
UNREAD = {"messages": "unread", "mail": "unread-mail"}
DRAWERS = (("traffic", "Traffic", "traffic"), ("clock", "Clock", "clock"), ("faults", "Faults on purpose", "fault"))
SCRIPTS = (
    "combobox",
    "composer",
    "dates",
    "float",
    "forms",
    "home",
    "link",
    "menus",
    "people",
    "place",
    "spots",
    "tables",
)


@dataclass(frozen=True)
class Offer:
    """What this page has: the app, whether people may write to it, mail, a tour, its commands, the channels."""

    app_name: str
    writable: bool
    mail: bool
    tour: bool = False
    commands: Node = None
    channels: tuple[tuple[str, str], ...] = ()
    crowded: bool = False
    """Whether there are more people than one finds by looking."""


def page(reader: Reader, offer: Offer) -> h.Element:
    """The whole document for one person's tab; `reader` is who reads the page's own explanations."""
    say, name = reader.say, reader.name_of(reader.person_id)
    return h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[say("{name} – {app} (try-out)", name=name, app=offer.app_name)],
            h.link(rel="icon", href="/page/static/icon.svg", type="image/svg+xml"),
            h.link(rel="stylesheet", href="/page/static/style.css"),
            h.link(rel="stylesheet", href="/page/static/surface.css"),
            h.link(rel="stylesheet", href="/page/static/charts.css"),
            h.script(type="module", src="/page/static/client.js"),
            (h.link(rel="modulepreload", href=f"/page/static/{name}.js") for name in SCRIPTS),
        ],
        h.body(data_person=reader.person_id, data_language=reader.language)[
            h.a(".skip", href="#main", lang=reader.language)[say("Skip to the content")],
            _top(reader, offer),
            offer.tour
            and h.div(
                ".guide",
                data_part="guide",
                role="region",
                aria_label=say("Guide"),
                lang=reader.language,
                hidden=True,
            ),
            h.div(".frame")[_side(reader, offer), _main(reader, offer), _thread(), _drawer(reader)],
            _dialogs(),
            h.div(".status", role="status", id="status"),
            h.div(".toast", role="alert", id="toast", hidden=True),
            h.div(".offline", role="alert", id="offline", lang=reader.language, hidden=True)[
                say("The connection is broken. Trying again …")
            ],
            offer.commands,
        ],
    ]


def _top(reader: Reader, offer: Offer) -> Node:
    return h.header(".top", lang=reader.language)[
        h.button(".btn.side-toggle", type="button", data_do="side", aria_expanded="false", aria_controls="side")[
            icon("people"), h.span[reader.name_of(reader.person_id)]
        ],
        h.p(".imitation")[reader.say(IMITATION, app=offer.app_name)],
        offer.tour and _show_guide(reader),
    ]


def _show_guide(reader: Reader) -> Node:
    words = reader.say("Show the guide")
    return h.button(".link.show-guide", type="button", data_do="show-guide", hidden=True)[words]


def _side(reader: Reader, offer: Offer) -> Node:
    say = reader.say
    name, many = say("People and tools"), {"crowded": offer.crowded}
    return h.nav(id="side", class_=["side", many], aria_label=name, lang=reader.language)[
        h.h2[say("Who are you?")],
        offer.crowded and _search(reader),
        h.ul(".people", id="people", data_part="people"),
        h.h2[say("Behind the scenes")],
        h.div(".tools")[
            (
                h.button(
                    ".btn.tool",
                    type="button",
                    data_do="drawer",
                    data_drawer=name,
                    aria_expanded="false",
                    aria_controls="drawer",
                )[icon(sign), say(words)]
                for name, words, sign in DRAWERS
            )
        ],
    ]


def _search(reader: Reader) -> Node:
    words = reader.say("Find somebody")
    return h.input(
        ".box.find", type="search", aria_label=words, placeholder=words, autocomplete="off", aria_controls="people"
    )


def _main(reader: Reader, offer: Offer) -> Node:
    app_name = offer.app_name
    return h.main(".main", id="main", tabindex="-1")[
        h.div(".app-head")[
            h.span(".avatar.app-sign", aria_hidden="true")[app_name[:1].upper()],
            h.h1[app_name],
            h.div(".menu.shortcuts", data_part="shortcuts"),
        ],
        h.div(".tabs", role="tablist", aria_label=app_name)[
            (_tab(name, words) for name, words in _tabs(reader, offer))
        ],
        _panel("home", [h.h2(".unseen")["Home"], h.div(".home", data_part="home", data_surface="home")]),
        _panel(
            "messages",
            [
                h.h2(".unseen")["Messages"],
                h.div(".log", data_part="log", role="log", aria_label="Messages", tabindex="0"),
                composer("main", f"Message {app_name}") if offer.writable else _closed(),
            ],
        ),
        [_channel(id, name) for id, name in offer.channels],
        offer.mail
        and _panel(
            "mail",
            h.div(lang=reader.language)[h.h2(".unseen")[reader.say(MAIL)], h.div(".mail", data_part="mail")],
        ),
        _panel("about", h.div(".about", data_part="about")),
    ]


def _tabs(reader: Reader, offer: Offer) -> list[tuple[str, str]]:
    shown = TABS | {"mail": reader.say(MAIL)}
    own = [(name, words) for name, words in shown.items() if name != "mail" or offer.mail]
    return own + [(f"channel-{id}", f"# {name}") for id, name in offer.channels]


def _channel(id: str, name: str) -> Node:
    log = h.div(".log", data_part=f"log-{id}", role="log", aria_label=f"Messages in #{name}", tabindex="0")
    write = composer(f"channel-{id}", f"Message #{name}", channel=id)
    return _panel(f"channel-{id}", [h.h2(".unseen")[f"#{name}"], log, write], kind="messages")


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
    )[words, _unread(name)]


def _unread(name: str) -> Node:
    part = f"unread-{name.removeprefix('channel-')}" if name.startswith("channel-") else UNREAD.get(name)
    return part and h.span(".unread", data_part=part)


def _panel(name: str, inside: Node, kind: str = "") -> Node:
    return h.section(
        f".panel.panel-{kind or name}",
        id=f"panel-{name}",
        role="tabpanel",
        aria_labelledby=f"tab-{name}",
        tabindex="0" if "messages" not in (name, kind) else None,
        hidden=True,
    )[inside]


def _closed() -> Node:
    return h.p(".quiet.closed")["You cannot write to this app."]


def composer(name: str, label: str, channel: str | None = None) -> Node:
    """The place to write, with a button for files and the list of commands."""
    return h.form(".composer", data_form="say", data_composer=name, data_channel=channel)[
        h.div(".suggest", id=f"commands-{name}", role="listbox", aria_label="Commands", hidden=True),
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
                h.span["Upload files"],
            ],
            h.button(".btn.primary.send", type="submit")[icon("send"), h.span["Send"]],
        ],
    ]


def _thread() -> Node:
    return h.aside(".thread", id="thread", aria_label="Thread", hidden=True)[
        h.div(".thread-head")[
            h.h2(tabindex="-1")["Thread"],
            h.button(".btn.dots", type="button", data_do="close-thread", aria_label="Close the thread")[icon("close")],
        ],
        h.div(".replies", data_part="replies", tabindex="0", role="log", aria_label="Replies"),
        composer("thread", "Reply…"),
    ]


def _drawer(reader: Reader) -> Node:
    say, language = reader.say, reader.language
    return h.section(".drawer", id="drawer", tabindex="-1", aria_labelledby="drawer-title", lang=language, hidden=True)[
        h.div(".thread-head")[
            h.h2(id="drawer-title", tabindex="-1")[say("Behind the scenes")],
            h.button(".btn.dots", type="button", data_do="drawer", data_drawer="", aria_label=say("Close the drawer"))[
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
                h.div(".modal-head")[h.h2(id="edit-title")["Edit message"]],
                h.div(".modal-body")[
                    h.label(".label", for_="edit-text")["Message"], h.textarea(".box", id="edit-text", rows="5")
                ],
                h.div(".modal-foot")[
                    h.div(".modal-foot-row")[
                        h.button(".btn", value="no", formnovalidate=True)["Cancel"],
                        h.button(".btn.primary", value="yes")["Save changes"],
                    ]
                ],
            ]
        ],
    ]
