"""The list of people: being one of them is an ordinary link, and another browser tab may be somebody else."""

from dataclasses import dataclass

import htpy as h
from htpy import Node

from sandbox.page.avatar import avatar
from sandbox.page.icons import icon
from sandbox.page.parts import Piece, piece


@dataclass(frozen=True)
class Face:
    """A person in the list."""

    id: str
    name: str
    title: str
    unread: int
    left: bool = False


def people_list(faces: list[Face], present: str) -> list[Piece]:
    """One line for each person; the one this tab is stands marked."""
    return [piece(face.id, _line(face, face.id == present)) for face in faces]


def _line(face: Face, present: bool) -> h.Element:
    return h.li(class_=["person", {"present": present}])[
        h.a(".be", href=f"/?as={face.id}", aria_current="page" if present else None)[
            avatar(face.name),
            h.span(".person-words")[
                h.strong[face.name], h.span(".quiet")["Har sluttet" if face.left else _parts(face.title)]
            ],
            face.unread > 0 and h.span(".new")[str(face.unread), h.span(".unseen")[" uleste"]],
        ],
        h.a(
            ".btn.dots",
            href=f"/?as={face.id}",
            target="_blank",
            aria_label=f"Åpne {face.name} i ny fane",
            title="Åpne i ny fane",
        )[icon("window")],
    ]


def _parts(title: str) -> Node:
    """What does not fit on a line is cut between the title's parts; a long e-mail address before its @."""
    parts = [part.partition("@") for part in title.split(" · ")]
    return [
        (" · " if at else None, h.span(".whole")[before, sign and h.wbr, sign, after])
        for at, (before, sign, after) in enumerate(parts)
    ]
