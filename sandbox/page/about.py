"""The tab "Om" and the menu of global shortcuts, both read from the app's manifest."""

from typing import TYPE_CHECKING

import htpy as h

from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def about(workspace: "Workspace", reader: Reader) -> list[Piece]:
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
                    h.h3[reader.say("Kommandoer")],
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
                h.h3[reader.say("Om dette prøvemiljøet")],
                h.p[
                    reader.say(
                        "Siden etterligner de delene av Slack som appen bruker, og er ikke laget av Slack. "
                        "Ingenting sendes ut herfra."
                    )
                ],
            ],
        )
    ]


def shortcut_menu(workspace: "Workspace", reader: Reader) -> list[Piece]:
    """The menu of global shortcuts, or nothing where the app has none."""
    offered = [one for one in workspace.app.shortcuts.values() if one.get("type") == "global"]
    if not offered:
        return []
    return [
        piece(
            "button",
            h.button(".btn", type="button", aria_haspopup="menu", aria_expanded="false")[
                icon("bolt"), reader.say("Snarveier")
            ],
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
