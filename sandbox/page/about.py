"""The tab "About" and the menu of global shortcuts, both read from the app's manifest."""

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader
from sandbox.page.words import LANGUAGES
from sandbox.workspace import Workspace

WHAT = "The page imitates the parts of Slack that the app uses, and is not made by Slack. Nothing is sent from here."
ENGLISH = "What is Slack’s own stands in English, for there is no Slack in Norwegian."


def about(workspace: Workspace, reader: Reader) -> list[Piece]:
    """What the app says of itself, its commands, and where the person really is."""
    display = workspace.manifest.get("display_information", {})
    commands = workspace.app.commands.values()
    return [
        piece(
            "about",
            h.div[
                h.h2[workspace.app.name],
                display.get("description") and h.p[display["description"]],
                [h.p[line] for line in str(display.get("long_description", "")).split("\n") if line.strip()],
                commands
                and [
                    h.h3["Commands"],
                    h.dl[
                        (
                            [
                                h.dt[h.code[f"{one['command']} {one.get('usage_hint', '')}".strip()]],
                                h.dd[one["description"]],
                            ]
                            for one in commands
                        )
                    ],
                ],
                h.div(lang=reader.language)[
                    h.h3[reader.say("About this place")],
                    h.p[reader.say(WHAT)],
                    reader.language != "en" and h.p[reader.say(ENGLISH)],
                ],
                h.p[_languages(reader)],
            ],
        )
    ]


def _languages(reader: Reader) -> Node:
    """The page's explanations are in the language that the browser asks for, or in the one that is chosen here."""
    links = [
        name
        if code == reader.language
        else h.a(href=f"/?as={reader.person_id}&tab=about&language={code}", lang=code)[name]
        for code, name in LANGUAGES.items()
    ]
    return [h.span(lang=reader.language)[reader.say("The explanations on this page:")], ([" ", link] for link in links)]


def shortcut_menu(workspace: Workspace) -> list[Piece]:
    """The menu of global shortcuts, or nothing where the app has none."""
    offered = [one for one in workspace.app.shortcuts.values() if one.get("type") == "global"]
    if not offered:
        return []
    return [
        piece(
            "button",
            h.button(".btn", type="button", aria_haspopup="menu", aria_expanded="false")[icon("bolt"), "Shortcuts"],
        ),
        piece(
            "menu",
            h.div(".popup", role="menu", hidden=True)[
                (
                    h.button(
                        ".item", type="button", role="menuitem", data_do="shortcut", data_callback=one["callback_id"]
                    )[h.strong[one["name"]], h.span(".hint")[one.get("description", "")]]
                    for one in offered
                )
            ],
        ),
    ]
