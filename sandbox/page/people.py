"""The list of people: being one of them is an ordinary link, and another browser tab may be somebody else."""

from dataclasses import dataclass

import htpy as h
from htpy import Node

from sandbox.page.avatar import avatar
from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader


@dataclass(frozen=True)
class Face:
    """A person in the list."""

    id: str
    name: str
    title: str
    unread: int
    left: bool = False


def people_list(faces: list[Face], reader: Reader) -> list[Piece]:
    """One line for each person; the one this tab is stands marked."""
    return [piece(face.id, _line(face, reader)) for face in faces]


def unread_mark(count: int) -> h.Element:
    """The number beside a name or tab; a screen reader hears what it counts."""
    return h.span(".new")[h.span(aria_hidden="true")[str(count)], h.span(".unseen")[f"{count} unread"]]


def _line(face: Face, reader: Reader) -> h.Element:
    present = face.id == reader.person_id
    return h.li(class_=["person", {"present": present}])[
        h.a(".be", href=f"/?as={face.id}", aria_current="page" if present else None)[
            avatar(face.name),
            h.span(".person-words")[
                h.strong[face.name],
                h.span(".quiet")[reader.say("Has left") if face.left else _parts(face.title)],
            ],
            face.unread > 0 and unread_mark(face.unread),
        ],
        h.a(
            ".btn.dots",
            href=f"/?as={face.id}",
            target="_blank",
            aria_label=reader.say("Open {name} in a new tab", name=face.name),
            title=reader.say("Open in a new tab"),
        )[icon("window")],
    ]


def _parts(title: str) -> Node:
    """Each part of the title on a line of its own; a long e-mail address is cut before its @."""
    parts = [part.partition("@") for part in title.split(" · ")]
    return [h.span(".whole")[before, sign and h.wbr, sign, after] for before, sign, after in parts]
