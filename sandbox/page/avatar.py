"""The round picture before a name: initials on a colour of their own, and the app's square sign."""

import zlib

import htpy as h
from htpy import Node

SHADES = 8


def avatar(name: str) -> Node:
    """A person's initials."""
    words = name.split()
    initials = (words[0][:1] + words[-1][:1] if len(words) > 1 else name[:2]).upper()
    return h.span(class_=f"avatar shade-{zlib.crc32(name.encode()) % SHADES}", aria_hidden="true")[initials]


def app_avatar(name: str) -> Node:
    """The app's sign."""
    return h.span(".avatar.app-sign", aria_hidden="true")[name[:1].upper()]
