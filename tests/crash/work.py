"""What people go on doing while something is away, and what they must see of it in the end."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TypeAlias

from sandbox.messages import Message
from sandbox.person import Person
from tests.bot.lives import said_in
from tests.world import World

Picture: TypeAlias = dict[str, list[list[str]]]
SUPERSEDED = ("Uff", "Utkast 1")  # what is taken back, or written anew, before anybody can have seen it


@dataclass
class Work:
    """Two subtasks, one of which is there before: Kari owns them, Aisha is to solve them."""

    world: World
    title: str
    _own: list[Message] = field(default_factory=list)
    _since: int = 0
    _roots_before: set[str] = field(default_factory=set)

    @property
    def second(self) -> str:
        """The title of the other one."""
        return f"{self.title} to"

    async def prepare(self) -> None:
        """Come so far that much can be done without Slack having to open anything."""
        world = self.world
        self._roots_before = {root.ts for person in world.people.values() for root in roots(person)}
        await world.aisha.open_home()
        await world.create(title=self.title, attachments=["Vitnemål"])
        await self._say(world.aisha, "En", file="en.pdf")
        await self._say(world.aisha, "To")
        await self._say(world.kari, "Tre")
        await world.settled()
        await world.aisha.click("Åpne", at=world.aisha.card(self.title))
        await world.open_dialog(world.kari)
        await world.kari.fill("Tittel", self.second)
        await world.kari.fill("Frist", "2026-12-10")
        await world.kari.choose("Ansvarlig", "Aisha Rahman")
        await world.kari.fill("Beskrivelse", "Sammenlign emnene med våre egne.")
        await world.kari.tick("Gi tilgang til vedlegg", "Vitnemål", "Emneliste")
        await world.settled()
        self._since = len(world.ws.calls)

    async def begin(self) -> None:
        """Create, write, conclude, edit."""
        world = self.world
        assert (await world.kari.send()).closed
        await world.kari.click("Tilbake til Home", at="home")
        for text in ("Utkast 1", "Utkast 2"):
            await world.aisha.fill("Konklusjon", text)
            assert not (await world.aisha.send()).errors
        await world.aisha.dismiss()
        await self._say(world.aisha, "Fire", file="fire.pdf")
        uff = await self._say(world.aisha, "Uff")
        await world.aisha.edit(self._own[0].ts, "En, rettet")
        await world.aisha.delete(uff.ts)
        await world.ws.until(world.has_taken_in)

    async def go_on(self) -> None:
        """Answer, take back."""
        world = self.world
        await self._say(world.kari, "Fem", file="fem.pdf")
        await world.aisha.delete(self._own[1].ts)
        await self._say(world.aisha, "Seks")
        await world.ws.until(world.has_taken_in)

    async def try_in_vain(self, told: str) -> None:
        """Press a button, and be told this."""
        aisha = self.world.aisha
        await aisha.click("Løs deloppgave", at=aisha.card(self.title))
        await self.world.ws.until(lambda: told in aisha.text_of(aisha.modals[-1]["id"]))
        await aisha.dismiss()

    async def end(self) -> None:
        """Solve both, so that main pages are as before."""
        for title in (self.title, self.second):
            await self.world.aisha.click("Løs deloppgave", at=self.world.aisha.card(title))
        await self.world.settled()

    def picture(self) -> Picture:
        """What everybody sees of it: each thread from its root on, in order, and the main page."""
        return {
            name: [*(self._thread(person, root) for root in self._new(person)), self._home(person)]
            for name, person in self.world.people.items()
        }

    def words(self) -> Picture:
        """The same, without the files that the bot has put there, and without the main page."""
        return {
            name: [self._thread(person, root, files=False) for root in self._new(person)]
            for name, person in self.world.people.items()
        }

    def sent_in_vain(self) -> list[str]:
        """What Slack took, though it was superseded or not true any more."""
        taken = [call for call in self.world.ws.calls[self._since :] if (call.answer or {}).get("ok")]
        shown = [json.dumps(call.args, ensure_ascii=False) for call in taken if call.method.startswith("chat.")]
        return [text for text in SUPERSEDED if any(text in one for one in shown)]

    async def _say(self, person: Person, text: str, *, file: str | None = None) -> Message:
        files = [(file, f"%PDF {text} {self.title}".encode())] if file else []
        said = await person.say(text, thread_ts=person.card(self.title).ts, files=files)
        if person is self.world.aisha:
            self._own.append(said)
        return said

    def _new(self, person: Person) -> list[Message]:
        return [root for root in roots(person) if root.ts not in self._roots_before]

    def _thread(self, person: Person, root: Message, *, files: bool = True) -> list[str]:
        """What stands there, and apart from it what she has written herself: that stands there at once."""
        there = [one for one in (root, *person.thread(root.ts)) if not one.deleted]
        own = [one for one in there if not one.bot_id]
        bots = [one for one in there if one.bot_id and (files or not one.files)]
        return self._named([*said_in(person, bots), *said_in(person, own)])

    def _home(self, person: Person) -> list[str]:
        return self._named(person.text_of("home").splitlines()) if person.home else []

    def _named(self, texts: list[str]) -> list[str]:
        """The same, whatever the subtasks are called, and whether a message calls: that depends on when it came."""
        said = [re.sub(r"\d\d[.:]\d\d", "kl.", text).replace(" til @", " til ") for text in texts]
        return [text.replace(self.second, "den andre").replace(self.title, "den første") for text in said]


def roots(person: Person) -> list[Message]:
    """What stands in a person's conversation outside every thread."""
    return [one for one in person.messages if not one.deleted and not one.is_reply]
