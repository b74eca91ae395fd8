"""What one person's screen holds, drawn once after a change however many browser tabs show it.

Messages and views are snapshots that are replaced, never changed: the same object is the same picture, so that
nothing is drawn again without need.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast

import htpy as h

from sandbox.mailbox import Letter
from sandbox.messages import Message
from sandbox.page.about import about, shortcut_menu
from sandbox.page.blocks import block
from sandbox.page.dates import day_divider, from_ts, local
from sandbox.page.hints import Guide
from sandbox.page.letters import letters
from sandbox.page.message import Desk, Talk, message, replies
from sandbox.page.modal import stack
from sandbox.page.parts import Parts, Piece, piece
from sandbox.page.people import Face, people_list, unread_mark
from sandbox.page.place import Place
from sandbox.page.reader import Reader
from sandbox.person import Person
from sandbox.state.partner import Channel, Partner
from sandbox.workspace import Workspace

Drawn = TypeVar("Drawn")
NOT_YET = "The app has shown nothing here yet."
EMPTY = "No messages yet. What the app writes to you will stand here."
QUIET = "No messages in this channel yet."


class Screen:
    """The parts that every tab of one person shares."""

    def __init__(self, workspace: Workspace, person: Person) -> None:
        self._workspace = workspace
        self._person = person
        self._reader = self._present_reader()
        self._read: dict[str, str] = defaultdict(str)
        self._reading = object()  # another one whenever something has been read
        self._kept: dict[str, tuple[tuple[object, ...], object]] = {}
        self._pieces: dict[tuple[str, bool], tuple[Message, Talk | None, Reader, Piece]] = {}
        self._desk = self._offered()
        self._letters_read = 0
        self.drawings = 0
        """How many messages have been drawn so far; however many tabs look, a change counts once."""

    @property
    def reader(self) -> Reader:
        """The person as a reader, at the workspace's present time."""
        return self._present_reader()

    def parts(self) -> Parts:
        """What Slack's client shows but the threads, as it stands now; the unchanged is the same object as before."""
        now = self._present_reader()
        self._reader = self._reader if _same_day(self._reader, now) else now
        person, reader = self._person, self._reader
        modals = self._once("stack", (reader, *person.modals), lambda: stack(list(person.modals), reader))
        home = self._once("home", (reader, person.home), lambda: {"home": self._home()})
        logs = [self._kept_log(place) for place in person.places]
        shortcuts = self._once("shortcuts", (), lambda: {"shortcuts": shortcut_menu(self._workspace)})
        return modals | home | shortcuts | {name: part for log in logs for name, part in log.items()}

    def around(self, faces: list[Face], guide: Guide | None, language: str) -> Parts:
        """What the page adds in a language of its own: the list of people, the guide, the mail, and what it is."""
        reader, found = self._reader.of_the_page(language), self._letters()
        unread = len(found) - self._letters_read
        person, workspace = self._person, self._workspace
        return {
            "people": self._once("people", (reader, *faces), lambda: people_list(faces, reader)),
            "guide": self._once("guide", (reader, *guide.done), lambda: guide.drawn(reader)) if guide else [],
            "mail": self._once(
                "mail", (reader, *found), lambda: letters(found, person.email, person.conversation.id, reader)
            ),
            "unread-mail": [piece("unread", unread_mark(unread))] if unread else [],
            "about": self._once("about", (reader,), lambda: about(workspace, reader)),
        }

    def thread(self, root_ts: str) -> list[Piece]:
        """The root message and its replies."""
        inside = [one for one in self._person.seen() if root_ts in (one.ts, one.thread_ts)]
        drawn = [self._draw(one, None) for one in inside]
        return [*drawn[:1], *_count(len(drawn) - 1), *drawn[1:]]

    def unread(self) -> int:
        """How many of the app's messages this person has not had before their eyes."""
        messages = self._person.seen()
        return self._once("count", (self._reading, *messages), lambda: sum(map(self._is_unread, messages)))

    def saw(self, place: str) -> bool:
        """Mark a conversation (its id) or one thread (its root's ts) as read; tells whether that changed anything."""
        seen = max((one.ts for one in self._person.seen() if _place_of(one) == place), default="")
        if seen <= self._read[place]:
            return False
        self._read[place] = seen
        self._reading = object()
        return True

    def saw_letters(self) -> bool:
        """Mark every letter as read; tells whether that changed anything."""
        before, self._letters_read = self._letters_read, len(self._letters())
        return before != self._letters_read

    def _once(self, name: str, made_of: tuple[object, ...], draw: Callable[[], Drawn]) -> Drawn:
        kept = self._kept.get(name)
        if kept and kept[0] == made_of:
            return cast(Drawn, kept[1])
        drawn = draw()
        self._kept[name] = (made_of, drawn)
        return drawn

    def _present_reader(self) -> Reader:
        people = self._workspace.people
        names = {one.id: one.name for one in people.values()}
        names[self._workspace.bot_user_id] = self._workspace.app.name
        person = self._person
        now = self._workspace.clock.now()
        return Reader(person.id, person.locale, person.tz, now, names, self._workspace.directory(person.id))

    def _offered(self) -> Desk:
        shortcuts = self._workspace.app.shortcuts.values()
        on_messages = tuple((one["callback_id"], one["name"]) for one in shortcuts if one.get("type") == "message")
        return Desk(self._workspace.app.name, self._workspace.bot_user_id, on_messages)

    def _letters(self) -> list[Letter]:
        mailbox = self._workspace.mailbox
        return mailbox.of(self._person.email) if mailbox else []

    def _home(self) -> list[Piece]:
        view = self._person.home
        if view is None:
            return [piece("none", h.p(".quiet.empty")[NOT_YET])]
        place = Place(self._reader, "home")
        return [piece(one["block_id"], h.div(".block")[block(one, place)]) for one in view["blocks"]]

    def _kept_log(self, place: Partner) -> Parts:
        messages = self._person.seen_in(place)
        made_of = (self._reader, self._reading, *messages)
        suffix = f"-{place.conversation.id}" if isinstance(place, Channel) else ""
        return self._once("log" + suffix, made_of, lambda: self._log(messages, suffix))

    def _log(self, messages: list[Message], suffix: str) -> Parts:
        talks = self._talks(messages)
        pieces: list[Piece] = []
        day: date | None = None
        for one in messages:
            if one.is_reply:
                continue
            on = local(from_ts(one.ts), self._reader).date()
            if on != day:
                day = on
                pieces.append(piece(f"day-{on}", h.p(".day")[h.span[day_divider(on, self._reader)]]))
            pieces.append(self._draw(one, talks.get(one.ts, Talk())))
        return {
            "log" + suffix: pieces or [piece("none", h.p(".quiet.empty")[QUIET if suffix else EMPTY])],
            "unread" + suffix: self._unread_mark(messages),
        }

    def _talks(self, messages: list[Message]) -> dict[str, Talk]:
        talks: dict[str, Talk] = {}
        for one in messages:
            if one.is_reply and not one.ephemeral and not one.deleted and one.thread_ts:
                before = talks.get(one.thread_ts, Talk())
                talks[one.thread_ts] = Talk(before.replies + 1, before.unread + self._is_unread(one), one.ts)
        return talks

    def _draw(self, one: Message, talk: Talk | None) -> Piece:
        key = (one.ts, talk is None)
        kept = self._pieces.get(key)
        if kept and kept[0] is one and kept[1] == talk and kept[2] is self._reader:
            return kept[3]
        self.drawings += 1
        drawn = piece(one.ts, message(one, self._reader, self._desk, talk))
        self._pieces[key] = (one, talk, self._reader, drawn)
        return drawn

    def _unread_mark(self, messages: list[Message]) -> list[Piece]:
        count = sum(map(self._is_unread, messages))
        return [piece("unread", unread_mark(count))] if count else []

    def _is_unread(self, one: Message) -> bool:
        from_app = one.user == self._workspace.bot_user_id or one.bot_id is not None
        return from_app and not one.ephemeral and not one.deleted and one.ts > self._read[_place_of(one)]


def _place_of(one: Message) -> str:
    return one.thread_ts or "" if one.is_reply else one.channel


def _count(count: int) -> list[Piece]:
    if count < 1:
        return []
    return [piece("count", h.p(".day")[h.span[replies(count)]])]


def _same_day(before: Reader, now: Reader) -> bool:
    same_day = local(before.now, before).date() == local(now.now, now).date()
    return same_day and _known(before) == _known(now)


def _known(reader: Reader) -> tuple[object, ...]:
    return reader.locale, reader.tz, reader.names, reader.directory
