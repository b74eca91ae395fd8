"""What all browser tabs share: the screens, who has read what, the guide, and files on their way in."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Protocol

import htpy as h
from htpy import Node

from sandbox.page.choices import option_node
from sandbox.page.hints import Guide
from sandbox.page.people import Face
from sandbox.page.screen import Screen
from sandbox.page.shell import Offer
from sandbox.person import Person
from sandbox.state.partner import Channel
from sandbox.workspace import Workspace

FEW = 12  # people whom one finds by looking


@dataclass
class Uploads:
    """Files that a browser has handed in and no message or form has taken yet."""

    waiting: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    handed_in: dict[str, str] = field(default_factory=dict)

    def put(self, person_id: str, name: str, content: bytes) -> str:
        """Keep a file until it is used; returns its ticket."""
        ticket = secrets.token_urlsafe(12)
        self.waiting[ticket] = (person_id, name, content)
        return ticket

    def take(self, person_id: str, tickets: list[str]) -> list[tuple[str, bytes]]:
        """Hand over this person's files by their tickets; an unknown or foreign ticket raises KeyError."""
        found = [self.waiting[ticket] for ticket in tickets]
        if any(owner != person_id for owner, _, _ in found):
            raise KeyError("somebody else's file")
        return [(name, content) for _, name, content in found]

    def file_ids(self, workspace: Workspace, person_id: str, tickets: list[str]) -> list[str]:
        """Hand files in to the workspace, each once, for a form's file field; returns their ids."""
        for ticket, (name, content) in zip(tickets, self.take(person_id, tickets), strict=True):
            if ticket not in self.handed_in:
                self.handed_in[ticket] = workspace.files.hand_in(name, content, person_id).id
        return [self.handed_in[ticket] for ticket in tickets]

    def forget(self, tickets: list[str]) -> None:
        """Let go of files that have arrived where they were meant to."""
        for ticket in tickets:
            self.waiting.pop(ticket, None)


class Onlooker(Protocol):
    """A browser tab, as far as the stage and the other tabs know of it."""

    person_id: str
    view: str
    visible: bool
    wake: asyncio.Event

    async def close(self) -> None:
        """Send the browser away."""


class Stage:
    """One page over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.tabs: set[Onlooker] = set()
        self.uploads = Uploads()
        self.guide = Guide(workspace.tour) if workspace.tour else None
        self._screens: dict[str, Screen] = {}
        workspace.subscribe(self.changed)

    def changed(self) -> None:
        """Something is different: every tab looks again."""
        for tab in self.tabs:
            tab.wake.set()

    def screen(self, person_id: str) -> Screen:
        """The screen of one person; raises KeyError for an id that nobody has."""
        if person_id not in self._screens:
            self._screens[person_id] = Screen(self.workspace, self.workspace.people[person_id])
        return self._screens[person_id]

    def faces(self) -> list[Face]:
        """Everybody who can be played."""
        return [self._face(one) for one in self.workspace.people.values()]

    def _face(self, person: Person) -> Face:
        screen, title = self.screen(person.id), person.title or person.email
        return Face(person.id, person.name, title, screen.unread(), person.deleted)

    def offer(self, person: Person) -> Offer:
        """What the page has for this person."""
        app = self.workspace.app
        writable = app.messages_tab and not app.messages_read_only
        has_mail = self.workspace.mailbox is not None and person.email != ""
        channels = tuple((one.id, one.name) for one in person.places if isinstance(one, Channel))
        crowded = len(self.workspace.people) > FEW
        return Offer(app.name, writable, has_mail, self.guide is not None, self._commands(), channels, crowded)

    def _commands(self) -> Node:
        """The app's slash commands, kept in the page for the list that comes while typing."""
        offered = self.workspace.app.commands.values()
        return h.template(id="commands")[
            (
                option_node(one["command"], f"{one['command']} {one.get('usage_hint', '')}".strip(), one["description"])
                for one in offered
            )
        ]

    async def close(self) -> None:
        """Send every browser away; they come back by themselves when the server does."""
        for tab in list(self.tabs):
            await tab.close()

    def saw(self, person_id: str, act: str, label: str = "") -> None:
        """Tell the guide what somebody did."""
        if self.guide and self.guide.saw(self.workspace.people[person_id].name, act, label):
            self.changed()
