"""Modals drawn: the shell that never changes, and head, body and foot as parts of their own inside it.

A view that is updated keeps its dialog, and every block whose HTML is the same keeps what was typed into it.
"""

import htpy as h

from sandbox.page.blocks import block
from sandbox.page.icons import icon
from sandbox.page.parts import Parts, piece
from sandbox.page.place import Place
from sandbox.page.reader import Json, Reader

TROUBLE = "We had trouble connecting. Try again."


def stack(views: list[Json], reader: Reader) -> Parts:
    """Every open view of a person, bottom first, as parts."""
    parts: Parts = {"stack": [piece(view["id"], _shell(view["id"])) for view in views]}
    for depth, view in enumerate(views):
        parts |= _insides(view, reader, pushed=depth > 0)
    return parts


def _shell(view_id: str) -> h.Element:
    return h.dialog(
        ".modal",
        id=f"view-{view_id}",
        data_view=view_id,
        data_surface=view_id,
        aria_labelledby=f"view-title-{view_id}",
    )[
        h.form(method="dialog", novalidate=True, autocomplete="off")[
            h.div(".modal-head", data_part=f"head-{view_id}"),
            h.p(".trouble", role="alert", hidden=True)[TROUBLE],
            h.div(".modal-body", data_part=f"body-{view_id}", tabindex="0"),
            h.div(".modal-foot", data_part=f"foot-{view_id}"),
        ]
    ]


def _insides(view: Json, reader: Reader, pushed: bool) -> Parts:
    view_id, place = view["id"], Place(reader, view["id"])
    return {
        f"head-{view_id}": [piece("head", _head(view, pushed))],
        f"body-{view_id}": [piece(one["block_id"], h.div(".block")[block(one, place)]) for one in view["blocks"]],
        f"foot-{view_id}": [piece("foot", _foot(view, pushed))],
    }


def _head(view: Json, pushed: bool) -> h.Element:
    return h.div(".modal-head-row")[
        h.h2(id=f"view-title-{view['id']}", tabindex="-1")[view["title"]["text"]],
        h.button(
            ".btn.dots",
            type="button",
            data_do="close",
            data_view=view["id"],
            data_all=True,
            aria_label="Close all" if pushed else "Close",
        )[icon("close")],
    ]


def _foot(view: Json, pushed: bool) -> h.Element:
    submit, close = view.get("submit"), view.get("close")
    default = "Back" if pushed else ("Cancel" if submit else "Close")
    return h.div(".modal-foot-row")[
        h.button(".btn", type="button", data_do="close", data_view=view["id"])[close["text"] if close else default],
        submit and h.button(".btn.primary", type="submit", disabled=bool(view.get("submit_disabled")))[submit["text"]],
    ]
