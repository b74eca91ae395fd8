"""What one person's screen holds, drawn once after a change however many browser tabs show it.

A message that has not changed since is not drawn again: messages are snapshots, so the same object is the same picture.
"""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import htpy as h

from sandbox.messages import Message
from sandbox.page.about import about, shortcut_menu
from sandbox.page.blocks import block
from sandbox.page.dates import day_divider, from_ts, local
from sandbox.page.message import Desk, Talk, message
from sandbox.page.modal import stack
from sandbox.page.parts import Parts, Piece, piece
from sandbox.page.place import Place
from sandbox.page.reader import Reader

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.workspace import Workspace

NOT_YET = "Appen har ikke vist noe her ennå."
EMPTY = "Ingen meldinger ennå. Når appen skriver til deg, kommer det her."
Drawn = tuple[Message, Talk | None, Reader, Piece]


class Screen:
    """The parts that every tab of one person shares."""

    def __init__(self, workspace: "Workspace", person: "Person") -> None:
        self._workspace = workspace
        self._person = person
        self._version = -1
        self._parts: Parts = {}
        self._threads: dict[str, list[Piece]] = {}
        self._kept: dict[tuple[str, bool], Drawn] = {}
        self._reader = self._present_reader()
        self._read: dict[str, str] = defaultdict(str)

    @property
    def reader(self) -> Reader:
        """The person as a reader, at the workspace's present time."""
        return self._present_reader()

    def parts(self, version: int) -> Parts:
        """Everything but the threads, as it stands at this version of the workspace."""
        self._come_to(version)
        return self._parts

    def thread(self, root_ts: str, version: int) -> list[Piece]:
        """The root message and its replies."""
        self._come_to(version)
        if root_ts not in self._threads:
            inside = [m for m in self._person.messages if root_ts in (m.ts, m.thread_ts)]
            drawn = [self._draw(one, None) for one in inside]
            self._threads[root_ts] = [*drawn[:1], *_count(len(drawn) - 1), *drawn[1:]]
        return self._threads[root_ts]

    def unread(self) -> int:
        """How many of the app's messages this person has not had before their eyes."""
        return sum(self._is_unread(one) for one in self._person.messages)

    def saw(self, place: str) -> bool:
        """Mark the conversation ("") or one thread (its root's ts) as read; tells whether that changed anything."""
        seen = max((m.ts for m in self._person.messages if self._place_of(m) == place), default="")
        changed = seen > self._read[place]
        self._read[place] = max(seen, self._read[place])
        return changed

    def _come_to(self, version: int) -> None:
        if version == self._version:
            return
        self._version = version
        self._threads.clear()
        now = self._present_reader()
        self._reader = self._reader if _same_day(self._reader, now) else now
        desk_parts = {"about": about(self._workspace), "shortcuts": shortcut_menu(self._workspace)}
        self._parts = stack(list(self._person.modals), self._reader) | {
            "home": self._home(),
            "log": self._log(),
            "unread": self._unread_mark(),
            **desk_parts,
        }

    def _present_reader(self) -> Reader:
        people = self._workspace.people
        names = {one.id: one.name for one in people.values()}
        names[self._workspace.bot_user_id] = self._workspace.app.name
        person = self._person
        return Reader(person.id, person.locale, person.tz, self._workspace.clock.now(), names)

    def _home(self) -> list[Piece]:
        view = self._person.home
        if view is None:
            return [piece("none", h.p(".quiet.empty")[NOT_YET])]
        place = Place(self._reader, "home")
        return [piece(one["block_id"], h.div(".block")[block(one, place)]) for one in view["blocks"]]

    def _log(self) -> list[Piece]:
        talks = self._talks()
        pieces: list[Piece] = []
        day: date | None = None
        for one in self._person.messages:
            if one.is_reply:
                continue
            on = local(from_ts(one.ts), self._reader).date()
            if on != day:
                day = on
                pieces.append(piece(f"day-{on}", h.p(".day")[h.span[day_divider(on, self._reader)]]))
            pieces.append(self._draw(one, talks.get(one.ts, Talk())))
        return pieces or [piece("none", h.p(".quiet.empty")[EMPTY])]

    def _talks(self) -> dict[str, Talk]:
        talks: dict[str, Talk] = {}
        for one in self._person.messages:
            if one.is_reply and not one.ephemeral and not one.deleted and one.thread_ts:
                before = talks.get(one.thread_ts, Talk())
                talks[one.thread_ts] = Talk(before.replies + 1, before.unread + self._is_unread(one), one.ts)
        return talks

    def _draw(self, one: Message, talk: Talk | None) -> Piece:
        key = (one.ts, talk is None)
        kept = self._kept.get(key)
        if kept and kept[0] is one and kept[1] == talk and kept[2] is self._reader:
            return kept[3]
        drawn = piece(one.ts, message(one, self._reader, self._desk(), talk))
        self._kept[key] = (one, talk, self._reader, drawn)
        return drawn

    def _desk(self) -> Desk:
        shortcuts = self._workspace.app.shortcuts.values()
        on_messages = tuple((one["callback_id"], one["name"]) for one in shortcuts if one.get("type") == "message")
        return Desk(self._workspace.app.name, self._workspace.bot_user_id, on_messages)

    def _unread_mark(self) -> list[Piece]:
        count = self.unread()
        return [piece("unread", h.span(".new")[str(count), h.span(".unseen")[" uleste"]])] if count else []

    def _is_unread(self, one: Message) -> bool:
        from_app = one.user == self._workspace.bot_user_id or one.bot_id is not None
        return from_app and not one.ephemeral and not one.deleted and one.ts > self._read[self._place_of(one)]

    @staticmethod
    def _place_of(one: Message) -> str:
        return one.thread_ts or "" if one.is_reply else ""


def _count(replies: int) -> list[Piece]:
    if replies < 1:
        return []
    return [piece("count", h.p(".day")[h.span["1 svar" if replies == 1 else f"{replies} svar"]])]


def _same_day(before: Reader, now: Reader) -> bool:
    same_day = local(before.now, before).date() == local(now.now, now).date()
    return same_day and (before.locale, before.tz, before.names) == (now.locale, now.tz, now.names)
