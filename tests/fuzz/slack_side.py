"""Spoiled requests of Slack's, each done by one person and nobody else, as signed HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import unquote_plus, urlencode

from domain import letters
from handlers.request import kind_and_name
from sandbox.records import Json, NotPossible
from sandbox.records import Request as Sent
from tests import roaming
from tests.bot.slack.http_line import signed
from tests.fuzz.mutations import Spoiler
from tests.fuzz.scene import rest
from tests.institution import CASE, TODAY
from tests.world import World

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
WORDS = ("Se på emnene", "Vurder alt", "Ja", "Fordi det haster.", "Emne 3\nEmne 4", "7,5")
NAMES = re.compile(r"U0[A-Z0-9]+")
CHANNELS = re.compile(r"\bD0?[A-Z0-9]{6,}\b")
SEEN = 2500  # letters of a request that is told of
DEEP = b'{"type": "event_callback", "event": {"type": "message", "x": ' + b"[" * 1000 + b"]" * 1000 + b"}}"
PRESSES = 25  # by each person


@dataclass(frozen=True)
class Shot:
    """Something to be sent."""

    head: str
    """What the bot is asked: a method and a path."""
    headers: dict[str, str]
    body: bytes

    def __str__(self) -> str:
        headers = {name: value for name, value in self.headers.items() if not name.startswith("X-Slack-")}
        return (
            f"{self.head[:300]} {str(headers)[:300]}\n{unquote_plus(self.body[:4000].decode(errors='replace'))[:SEEN]}"
        )


async def story(world: World, lot: Random, presses: int = PRESSES) -> list[Sent]:
    """Let everybody press what they see, fill in what they are asked for, and write; gives what Slack told of it."""
    pressed: set[str] = set()
    for person in lot.sample(list(world.people.values()), k=len(world.people)):
        await person.open_home()
        for command, words in (("/sak", ""), ("/sak", CASE), ("/deloppgave", "ny"), ("/sak", "søk emne")):
            await person.command(command, words)
            await _through(world, person, lot, pressed)
        await person.shortcut("create_subtask")
        await _through(world, person, lot, pressed)
        for _ in range(presses):
            new = [one for one in roaming.in_sight(person) if one.name not in pressed]
            if not new:
                break
            await _press(world, person, lot.choice(new), pressed)
            await _through(world, person, lot, pressed)
        said = await person.say("Hei der", files=[roaming.FILE])
        await person.delete(said.ts)
        person.change(tz="Europe/London")
    await rest(world)
    world.ws.refusals.clear()
    return [one for one in world.ws.requests if one.ack]


async def _through(world: World, person: Any, lot: Random, pressed: set[str]) -> None:
    """Fill in and send in the modals that come up, and press what is new in them, until there are none left."""
    await rest(world)
    for _ in range(4):
        if not person.modals:
            return
        view = person.modals[-1]
        new = [one for one in roaming.in_sight(person) if one.name not in pressed]
        if new and lot.random() < 0.6:
            await _press(world, person, lot.choice(new), pressed)
            continue
        if view["submit"]:
            await roaming.fill_in(person, lot, WORDS, TODAY)
            if person.modals and person.modals[-1]["id"] == view["id"]:
                await person.submit(view["id"])
            await rest(world)
        if person.modals and person.modals[-1]["id"] == view["id"]:
            await person.dismiss()
    person.modals.clear()


async def _press(world: World, person: Any, what: roaming.Pressable, pressed: set[str]) -> None:
    pressed.add(what.name)
    try:
        await roaming.press(person, what)
    except NotPossible:
        return
    await rest(world)


def as_theirs(thing: Any, who: str) -> Any:
    """The same as this person's doing, whoever is named in it, and however it is spoiled: as the bot will read it."""
    if isinstance(thing, dict):
        return {NAMES.sub(who, key): as_theirs(value, who) for key, value in thing.items()}
    if isinstance(thing, list):
        return [as_theirs(one, who) for one in thing]
    read = letters.clean(thing) if isinstance(thing, str) else ""
    return NAMES.sub(who, read) if NAMES.search(read) else thing


class Gun:
    """Makes of what Slack has told what Slack never would tell."""

    def __init__(self, world: World, told: Sequence[Sent], lot: Random) -> None:
        """Know what was told in this world."""
        self._world, self._lot, self._spoiler = world, lot, Spoiler(lot)
        self._told = list(_by_kind(told))
        self._spoiler.learn([one.payload for some in self._told for one in some])
        self._numbers = 0

    def shots(self, who: str, number: int, foreign: set[str]) -> Iterator[Shot]:
        """So many of this person's doing; the words that they may not read are not in them."""
        while number:
            number -= 1
            sent = self._lot.choice(self._lot.choice(self._told))
            yield self._spoiled(sent, who, foreign)

    def _spoiled(self, sent: Sent, who: str, foreign: set[str]) -> Shot:
        payload = self._spoiler.spoil(self._fresh(sent.payload, who))
        if not isinstance(payload, dict):
            payload = {"type": payload}
        text = json.dumps(as_theirs(payload, who))
        person = self._world.ws.people[who]
        if sent.envelope == "events_api":  # Slack tells of somebody in their own conversation only
            text = CHANNELS.sub(person.conversation.id, text)
            text = text.replace('"file_id": "F', '"file_id": "FX')  # and is believed that a file is gone
        for word in foreign:
            text = re.sub(re.escape(json.dumps(word)[1:-1]), "ord", text, flags=re.IGNORECASE)
        return self._signed(sent.envelope, text)

    def _fresh(self, payload: Json, who: str) -> Json:
        """The same as something new: what came before is only known."""
        self._numbers += 1
        triggers = self._world.ws.triggers
        new: dict[str, Any] = {}
        if "event_id" in payload:
            new["event_id"] = f"EvX{self._numbers}"
        if "trigger_id" in payload:
            new["trigger_id"] = triggers.issue(who)
        if self._lot.random() < 0.8 and payload.get("type") == "view_submission":
            new["view"] = payload["view"] | {"id": f"VX{self._numbers}"}
        return payload | new

    def _signed(self, envelope: str, text: str) -> Shot:
        if envelope == "events_api":
            body, kind = text.encode(), JSON
        elif envelope == "slash_commands":
            fields = {
                name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(text).items()
            }
            body, kind = urlencode(fields, errors="replace").encode(), FORM
        else:
            body, kind = urlencode({"payload": text}).encode(), FORM
        if self._lot.random() < 0.02:
            body = self._broken(body)
        if self._lot.random() < 0.02:
            kind = self._lot.choice((FORM, JSON, "text/plain", "multipart/form-data; boundary=x", ""))
        headers = signed(body, secret=self._world.ws.signing_secret) | {"Content-Type": kind}
        if self._lot.random() < 0.05:
            headers |= {
                "X-Slack-Retry-Num": self._lot.choice(("1", "3", "x", "-1", "9" * 30)),
                "X-Slack-Retry-Reason": "x",
            }
        return Shot("POST /slack/events", headers, body)

    def _broken(self, body: bytes) -> bytes:
        at = self._lot.randrange(len(body) + 1)
        odd = bytes(self._lot.randrange(256) for _ in range(3))
        return self._lot.choice(
            (body[:at], body[:at] + odd + body[at:], b"", odd, body + b"&payload={}", body * 2, b"payload=%", DEEP)
        )


def _by_kind(told: Sequence[Sent]) -> Iterator[list[Sent]]:
    """What was told, by kind and name, so that what is rare is tried as often as what is not."""
    found: dict[Any, list[Sent]] = {}
    for one in told:
        inside = (one.payload.get("event") or {}).get("subtype")
        found.setdefault((*kind_and_name(one.payload), inside), []).append(one)
    yield from found.values()


def reads(world: World, who: str, foreign: set[str]) -> list[str]:
    """Where somebody was shown, or was to be shown, a word that they may not read, since the lists were emptied."""
    found = []
    for call in world.ws.calls:
        if call.person == who or (call.person is None and call.method.startswith("views.")):
            said = json.dumps(call.args, ensure_ascii=False).casefold()
            found += [f"{call.method} says {word} to {who}" for word in foreign if word in said]
    for shown in world.ws.shown:
        if shown.person_id == who:
            found += [f"{shown.surface} shows {word} to {who}" for word in foreign if word in shown.text.casefold()]
    return found


PEOPLE = ("U0STRANGER", "U0OLA", "U0AISHA", "U0KARI", "U0INGRID")
