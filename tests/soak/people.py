"""What people do: press what they see (also what is not current any more), fill dialogs in, talk, change their mind."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import Any

from domain.working_days import WorkingDays
from handlers.views import ids
from sandbox.clock import SettableClock
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.records import NotPossible
from sandbox.workspace import Workspace
from tests import roaming
from tests.roaming import Pressable
from tests.soak.words import Outcome, Words

# What people do again and again, what they seldom do, and what would soon leave nobody anything to do.
OFTEN = {
    ids.CASE_OPEN: 4.0, ids.CASE_NEW_SUBTASK: 8.0, ids.SUBTASK_OPEN: 3.0, ids.SUBTASK_SOLVE: 1.5, ids.TASK_WRITE: 3.0,
    ids.CASE_DISTRIBUTE_ASK: 3.0, ids.CASE_ROUND_ASK: 2.0,
}  # fmt: skip
SELDOM = {
    ids.CASE_CLOSE_ASK: 0.05, ids.CASE_DISQUALIFY_ASK: 0.02, ids.HOME_ABSENCE_ASK: 0.05, ids.BULK_MOVE_ASK: 0.1,
    ids.SUBTASK_NOT_NEEDED_ASK: 0.3, ids.SUBTASK_DECLINE_ASK: 0.3, ids.HOME_WISHES_ASK: 0.0,
    ids.HOME_ABSENCE_OTHER: 0.02, ids.HOME_LANGUAGE: 0.0, ids.CASE_TAKE_OUT_ASK: 0.1, ids.CASE_LIFT_ASK: 0.1,
}  # fmt: skip
# Dialogs that are closed when what was typed into them is kept, so that it has to stand somewhere from then on.
KEEPS = {
    ids.SUBTASK_CREATE, ids.MESSAGE_SEND, ids.SUBTASK_REASSIGN, ids.SUBTASK_HOLD, ids.SUBTASK_REOPEN,
    ids.SUBTASK_NOT_NEEDED, ids.SUBTASK_NEED_MORE, ids.SUBTASK_DEADLINE_MOVE, ids.ROUND_CREATE, ids.SETS_CREATE,
}  # fmt: skip
DOUBLED = ("block_actions", "view_submission", "message")
SEVERAL = {ids.ROUND_CREATE: 10, ids.SETS_CREATE: 10}


@dataclass
class People:
    """Everybody, and what they have done."""

    ws: Workspace
    clock: SettableClock
    people: dict[int, Person]
    words: Words
    lot: Random
    done: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    _busy: set[str] = field(default_factory=set)
    _before: dict[str, deque[Message]] = field(default_factory=dict)
    """Messages as somebody saw them a while ago."""
    is_working: bool = True
    doubles: float = 0.1
    """How often something is sent to the bot twice."""

    async def work(self, pause: float) -> None:
        """Let one after the other do something, with so many seconds between."""
        while True:
            await asyncio.sleep(self.lot.uniform(0.5, 1.5) * pause)
            if not self.is_working:
                continue
            person = self.lot.choice(list(self.people.values()))
            if person.id in self._busy or person.deleted:
                continue
            self._busy.add(person.id)
            try:
                await self._something(person)
            except NotPossible:  # it has gone meanwhile
                self.done["came too late"] += 1
            finally:
                self._busy.discard(person.id)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is in the middle of something."""
        return not self._busy

    async def _something(self, person: Person) -> None:
        kind = self.lot.choices((self._press, self._create, self._talk, self._command, self._change), (6, 3, 4, 1, 1))[
            0
        ]
        if self.lot.random() < self.doubles:
            self.ws.double_next(self.lot.choice(DOUBLED))
        await kind(person)
        person.modals.clear()

    async def _create(self, person: Person) -> None:
        """Go the way to a new subtask, as whoever owns a case does most of the time."""
        await person.open_home()
        for name in (ids.CASE_OPEN, ids.CASE_NEW_SUBTASK):
            await self._soon(lambda name=name: [one for one in roaming.in_sight(person) if one.name == name])
            there = [one for one in roaming.in_sight(person) if one.name == name and one.surface == "home"]
            if there:
                await self._one(person, self.lot.choice(there))
        if person.modals and person.modals[-1]["submit"]:
            await self._send(person)

    async def _press(self, person: Person) -> None:
        """Press a few things that can be seen one after the other, and send in what comes up."""
        if person.home is None or self.lot.random() < 0.3:
            await person.open_home()
            await self._soon(lambda: person.home)
        for _ in range(3):
            there = roaming.in_sight(person) or self._stale(person)
            if self.lot.random() < 0.1 and not person.modals:
                there = self._stale(person) or there
            if not there:
                return
            await self._one(person, self.lot.choices(there, [self._weight(one) for one in there])[0])
            if person.modals and person.modals[-1]["submit"]:
                await self._send(person)

    def _weight(self, what: Pressable) -> float:
        return OFTEN.get(what.name, SELDOM.get(what.name, 1.0)) + 1e-9

    async def _one(self, person: Person, what: Pressable) -> None:
        if isinstance(what.surface, Message):
            self._before.setdefault(person.id, deque(maxlen=5)).append(what.surface)
        before = len(person.modals)
        answer = await roaming.press(person, what)
        self.done[what.name] += 1
        self.told["trouble" if answer is None or answer.trouble else "answered"] += 1
        await self._soon(lambda: len(person.modals) > before)

    def _stale(self, person: Person) -> list[Pressable]:
        """What could be pressed in messages as they stood some time ago."""
        old = self._before.get(person.id, ())
        there = {one.ts for one in person.messages if not one.deleted}
        return [found for message in old if message.ts in there for found in roaming.pressable(message, message.blocks)]

    async def _send(self, person: Person) -> None:
        """Fill the dialog in with words that stand nowhere else, and send it in."""
        view = person.modals[-1]
        given = [self.words.new() for _ in range(4)]
        today = WorkingDays().after(self.clock.now().date())
        await roaming.fill_in(person, self.lot, given, today)
        if not person.modals or person.modals[-1]["id"] != view["id"]:
            return
        typed = [one for one in given if one in str(self._state(view["id"]))]
        answer = await person.submit(view["id"])
        name = view["callback_id"]
        self.done[f"sent: {name}"] += 1
        if answer.errors:
            outcome = Outcome.REFUSED
        elif answer.closed and name in KEEPS:
            outcome = Outcome.DONE
        else:
            outcome = Outcome.UNKNOWN
        self.told["trouble" if answer.trouble else "refused" if answer.errors else "answered"] += 1
        for word in typed:
            self.words.note(word, name, outcome, SEVERAL.get(name, 1))

    def _state(self, view_id: str) -> Any:
        return self.ws.view_desk.entered.get(view_id, {})

    async def _talk(self, person: Person) -> None:
        """Write below a card."""
        roots = [one for one in person.conversation.lasting() if _is_card(one)]
        if not roots:
            return
        root = self.lot.choice(roots)
        for _ in range(self.lot.randint(1, 3)):
            word = self.words.new()
            files = [roaming.FILE] if self.lot.random() < 0.1 else None
            self.words.note(word, "message", Outcome.UNKNOWN)
            await person.say(f"Om {word}?", thread_ts=root.ts, files=files)
            self.done["message"] += 1

    async def _change(self, person: Person) -> None:
        """Edit something of one's own, or take it back."""
        own = [one for one in person.messages if one.user == person.id and one.is_reply and not one.deleted]
        if not own:
            return
        message = self.lot.choice(own)
        if self.lot.random() < 0.5:
            await person.edit(message.ts, f"{message.text} {self.words.new()}")
            self.done["edit"] += 1
        else:
            await person.delete(message.ts)
            self.done["take back"] += 1

    async def _command(self, person: Person) -> None:
        command, words = self.lot.choice((("/sak", ""), ("/deloppgave", ""), ("/sak", "emner"), ("/deloppgave", "ny")))
        await person.command(command, words)
        self.done[command] += 1
        await self._soon(lambda: person.modals)
        if person.modals and person.modals[-1]["submit"]:
            await self._send(person)

    async def _soon(self, condition: Any) -> None:
        """Wait a moment for what ought to come; people do not wait for ever."""
        try:
            await self.ws.until(condition, 1.0)
        except AssertionError:
            return


def _is_card(message: Message) -> bool:
    actions = [element.get("action_id") for block in message.blocks for element in block.get("elements", ())]
    return bool(message.bot_id) and not message.is_reply and not message.deleted and ids.SUBTASK_OPEN in actions
