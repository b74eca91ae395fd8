"""Letters drawn: what the mailbox holds for one person, as plain text in which only safe addresses are links."""

import re

import htpy as h
from htpy import Node

from sandbox.mailbox import Letter
from sandbox.page.dates import clock_time, day, local
from sandbox.page.parts import Piece, piece
from sandbox.page.reader import Reader
from sandbox.page.text import link

ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]']")
TO_A_MESSAGE = re.compile(r"https://[\w-]+\.slack\.com/archives/(?P<channel>\w+)/p(?P<seconds>\d+)(?P<rest>\d{6})")
NOTHING = "No e-mail yet. What the app sends to {address} arrives here and goes nowhere else."


def letters(found: list[Letter], address: str, channel: str, reader: Reader) -> list[Piece]:
    """The letters to this address, the newest first; `channel` is the person's conversation, which they lead into."""
    drawn = [piece(f"letter-{at}", _letter(at, one, channel, reader)) for at, one in enumerate(found)]
    return drawn[::-1] or [piece("none", h.p(".quiet.empty")[reader.say(NOTHING, address=address)])]


def _letter(at: int, letter: Letter, channel: str, reader: Reader) -> h.Element:
    there = local(letter.written_at, reader)
    when = reader.say("{day}, {time}", day=day(there.date(), reader, "date_long"), time=clock_time(there, reader))
    return h.article(".letter", aria_labelledby=f"letter-{at}")[
        h.h3(id=f"letter-{at}")[letter.subject or reader.say("No subject")],
        h.p(".quiet")[reader.say("from {sender}", sender=letter.sender), " · ", h.time[when]],
        h.div(".letter-text")[_linked(letter.text.strip(), channel, reader)],
    ]


def _linked(text: str, channel: str, reader: Reader) -> list[Node]:
    nodes: list[Node] = []
    position = 0
    for found in ADDRESS.finditer(text):
        nodes += [text[position : found.start()], _link(found.group(), channel, reader)]
        position = found.end()
    return [*nodes, text[position:]]


def _link(url: str, channel: str, reader: Reader) -> Node:
    """A link; one to a message of this conversation opens it here, for there is nothing behind its address."""
    message = TO_A_MESSAGE.fullmatch(url)
    if message is None or message["channel"] != channel:
        return link(url, url)
    ts = f"{message['seconds']}.{message['rest']}"
    return h.a(href=f"/?as={reader.person_id}&tab=messages&thread={ts}")[url]
