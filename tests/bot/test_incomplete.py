"""Payloads that lack something: never an HTTP 500, never a traceback, and never an act of nobody's."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import Saksbot
from cases.acts.messages import Heard
from handlers import said
from handlers.request import kind_and_name
from sandbox.records import Request as Sent
from sandbox.transport.http_delivery import HttpDelivery, encode
from tests.bot.slack.http_line import signed
from tests.institution import CASE
from tests.world import World, open_world

STRANGE: tuple[Any, ...] = ("x", [], ["x"], {}, 1)


async def everything(world: World) -> None:
    """Do one thing of each kind that Slack tells an app of."""
    kari, aisha = world.kari, world.aisha
    await world.create(attachments=["Vitnemål"])
    await kari.command("/sak", CASE)
    await world.ws.until(lambda: kari.modals)
    while kari.modals:
        await kari.dismiss()
    await kari.command("/deloppgave", "hjelp")
    await kari.shortcut("create_subtask")
    await world.ws.until(lambda: kari.modals)
    await kari.dismiss()
    card = await world.card(aisha)
    await kari.message_shortcut("create_subtask_from_message", (await world.card(kari)).ts)
    await world.ws.until(lambda: kari.modals)
    await kari.dismiss()
    said = await aisha.say("Se her", thread_ts=card.ts, files=[("notat.pdf", b"%PDF-1.7 notat")])
    await aisha.edit(said.ts, "Se her nå")
    await aisha.delete(said.ts)
    await aisha.click("Åpne", at=card)
    await world.ws.until(lambda: aisha.modals)
    aisha.change(tz="Europe/London")
    await world.settled()


def without_one_key(payload: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each way to leave one key out, or empty, at the top or right below it, or to have something else at the top."""
    for path in _paths(payload):
        for empty in (True, False):
            smaller = copy.deepcopy(payload)
            holder: Any = smaller
            for step in path[:-1]:
                holder = holder[step]
            if empty:
                holder[path[-1]] = None
            else:
                del holder[path[-1]]
            yield f"{'.'.join(map(str, path))}{' in it' if empty else ''}", smaller
    for key in payload:
        yield from ((f"{key}, but {other!r} there", payload | {key: other}) for other in STRANGE)


def _paths(payload: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for key, value in payload.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, below) for below in value)
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield (key, number)
                yield from ((key, number, below) for below in one if isinstance(one, dict))


def sent_to(world: World) -> list[Sent]:
    """The last request of each kind and name that the sandbox has sent."""
    found = {}
    for request in world.ws.requests:
        body = request.payload
        inside = (body.get("event") or {}).get("subtype"), (body.get("view") or {}).get("type")
        found[(*kind_and_name(body), *inside)] = request
    return list(found.values())


def watch_for_nobody(bot: Saksbot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write down the name of each act that is done for a person whom nothing names, from now on."""
    done: list[str] = []
    perform = bot.services.executor.execute

    async def act(act: Callable[..., Any], *given: Any, **named: Any) -> Any:
        authors = [one.author for one in given if isinstance(one, Heard)]
        if not all([named.get("actor", "of no kind"), *authors]):
            done.append(act.__name__)
        return await perform(act, *given, **named)

    monkeypatch.setattr(bot.services.executor, "execute", act)
    return done


async def test_whatever_key_is_missing_nothing_breaks_and_nobody_acts(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answered: dict[str, int] = {}
    async with open_world(sqlite_url, tmp_path, "http") as world:
        await everything(world)
        acts_of_nobody = watch_for_nobody(world.bot, monkeypatch)
        async with aiohttp.ClientSession() as session:
            for number, (name, request) in enumerate(every_incomplete(sent_to(world))):
                if "event_id" in request.payload:
                    request.payload["event_id"] = f"Ev{number}"  # otherwise it is known already
                answered[name] = await post(world, session, request)
        await world.settled()
        world.ws.refusals.clear()  # dialogs that come too late, and more that Slack rightly refuses

    assert {name: status for name, status in answered.items() if status >= 500} == {}
    assert acts_of_nobody == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert len(answered) > 300


@pytest.mark.parametrize("odd", STRANGE)
def test_a_message_is_read_whatever_its_parts_say_that_they_are(odd: Any) -> None:
    part = {"type": odd, "user_id": odd, "text": odd, "elements": [{"type": odd, "user_id": "U1", "style": odd}]}
    file = {"id": "F1", "mode": odd, "filetype": odd, "name": odd}
    assert said.read({"text": "a", "blocks": [part], "files": [file], "attachments": [part]}).text


def every_incomplete(requests: list[Sent]) -> Iterator[tuple[str, Sent]]:
    for request in requests:
        for missing, payload in without_one_key(request.payload):
            yield f"{'/'.join(kind_and_name(request.payload))} without {missing}", replace(request, payload=payload)


async def post(world: World, session: aiohttp.ClientSession, request: Sent) -> int:
    body, kind = encode(request)
    headers = signed(body, secret=world.ws.signing_secret) | {"Content-Type": kind}
    assert isinstance(world.ws.delivery._http, HttpDelivery)
    async with session.post(world.ws.delivery._http.url, data=body, headers=headers) as answer:
        return answer.status
