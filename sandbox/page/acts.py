"""What a browser tab can ask for, each an act of its person; answers are small and say what went wrong in words."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sandbox.messages import Message
from sandbox.page.choices import suggestions
from sandbox.page.clock import next_working_day
from sandbox.page.failures import FAILURES
from sandbox.page.modal import TROUBLE
from sandbox.page.reader import Json
from sandbox.page.seat import Seat
from sandbox.page.stage import Stage
from sandbox.page.values import as_chosen, values_of
from sandbox.person import Person
from sandbox.records import Answer, NotPossible

VIEWS = ("home", "messages", "mail", "about")
log = logging.getLogger(__name__)
Act = Callable[[Seat, Json], Awaitable[Json]]


async def perform(tab: Seat, asked: Json) -> Json:
    """Do what was asked; whatever fails becomes words for the person, and the tab lives on."""
    act = ACTS.get(str(asked.get("do")))
    if act is None:
        return {"note": tab.say("The page asked for something unknown. Reload it.")}
    try:
        return await act(tab, asked)
    except NotPossible as error:
        log.info("not possible: %s", error)
        return {"note": tab.say("That is no longer possible. The page is up to date now.")}
    except Exception:
        log.exception("the page could not do %s", asked.get("do"))
        return {"note": tab.say("Something went wrong in this imitation.")}


def _person(tab: Seat) -> Person:
    return tab.stage.workspace.people[tab.person_id]


def _said(tab: Seat, answer: Answer) -> Json:
    words: Json = {"errors": answer.errors, "closed": answer.closed, "trouble": answer.trouble}
    return words | ({"note": TROUBLE} if answer.trouble else {})


def _surface(tab: Seat, name: str) -> str | Message:
    kind, _, ts = name.partition("-")
    if kind not in ("message", "reply"):
        return name
    return _person(tab).message(ts)


async def _look(tab: Seat, asked: Json) -> Json:
    """Another tab, thread or drawer is before the person's eyes."""
    before = tab.view
    tab.view = asked["view"] if asked.get("view") in (*VIEWS, *_channels(tab)) else "home"
    tab.thread, tab.drawer = str(asked.get("thread") or ""), str(asked.get("drawer") or "")
    tab.visible = bool(asked.get("visible", True))
    tab.wake.set()
    if asked.get("arrived"):
        tab.stage.saw(tab.person_id, "be")
    if asked.get("arrived") or before != tab.view:
        await _opened(tab.stage, tab.person_id, tab.view)
    return {}


def _channels(tab: Seat) -> list[str]:
    return [f"channel-{place.conversation.id}" for place in _person(tab).places[1:]]


async def _opened(stage: Stage, person_id: str, view: str) -> None:
    person, app = stage.workspace.people[person_id], stage.workspace.app
    if person.deleted:
        return
    if view == "home" and app.home_tab:
        await person.open_home()
    elif view == "messages":
        await person.open_messages()


async def _press(tab: Seat, asked: Json) -> Json:
    surface = _surface(tab, asked["surface"])
    element = _element(tab, surface, asked)
    state = values_of(tab, _blocks(tab, surface), asked.get("state") or {})
    value = as_chosen(tab, element, asked.get("value"))
    tab.stage.saw(tab.person_id, "press", str(asked.get("label", "")))
    answer = await _person(tab).press(
        surface, asked["block"], asked["action"], value=value, state=state, confirmed=bool(asked.get("confirmed"))
    )
    return _said(tab, answer)


def _blocks(tab: Seat, surface: str | Message) -> list[Json]:
    person = _person(tab)
    if not isinstance(surface, str):
        return surface.blocks
    if surface == "home":
        return list((person.home or {}).get("blocks", []))
    return [block for view in person.modals if view["id"] == surface for block in view["blocks"]]


def _element(tab: Seat, surface: str | Message, asked: Json) -> Json:
    for block in _blocks(tab, surface):
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for one in inside:
            if one and block["block_id"] == asked["block"] and one.get("action_id") == asked["action"]:
                return dict(one)
    return {}


async def _submit(tab: Seat, asked: Json) -> Json:
    blocks = _blocks(tab, asked["view"])
    answer = await _person(tab).submit(asked["view"], values_of(tab, blocks, asked.get("values") or {}))
    if answer.ok:
        tab.stage.saw(tab.person_id, "submit", str(asked.get("label", "")))
    return _said(tab, answer)


async def _close(tab: Seat, asked: Json) -> Json:
    await _person(tab).close(asked["view"], all=bool(asked.get("all")))
    return {}


async def _suggest(tab: Seat, asked: Json) -> Json:
    surface = _surface(tab, asked["surface"])
    query = str(asked.get("query", ""))
    return {"html": suggestions(await _person(tab).suggest(surface, asked["block"], asked["action"], query))}


async def _say(tab: Seat, asked: Json) -> Json:
    tickets = list(asked.get("files") or [])
    files = tab.stage.uploads.take(tab.person_id, tickets)
    thread = asked.get("thread") or None
    await _person(tab).say(str(asked.get("text", "")), thread_ts=thread, files=files, channel=asked.get("channel"))
    tab.stage.uploads.forget(tickets)
    if thread:
        tab.stage.saw(tab.person_id, "reply")
    return {}


async def _edit(tab: Seat, asked: Json) -> Json:
    await _person(tab).edit(asked["ts"], str(asked["text"]))
    return {}


async def _delete(tab: Seat, asked: Json) -> Json:
    await _person(tab).delete(asked["ts"])
    return {}


async def _command(tab: Seat, asked: Json) -> Json:
    command, _, words = str(asked["text"]).strip().partition(" ")
    if command not in tab.stage.workspace.app.commands:
        return {"note": f"{command} is not a valid command."}
    return _said(tab, await _person(tab).command(command, words.strip(), channel=asked.get("channel")))


async def _shortcut(tab: Seat, asked: Json) -> Json:
    return _said(tab, await _person(tab).shortcut(asked["callback"]))


async def _message_shortcut(tab: Seat, asked: Json) -> Json:
    return _said(tab, await _person(tab).message_shortcut(asked["callback"], asked["ts"]))


async def _clock(tab: Seat, asked: Json) -> Json:
    clock = tab.stage.workspace.clock
    reader = tab.reader
    if asked.get("move") == "hour":
        clock.move(hours=1)
    elif asked.get("move") == "working_day":
        clock.set(next_working_day(reader, tab.stage.workspace.is_working_day))
    else:
        at = datetime.fromisoformat(asked["at"]).replace(tzinfo=reader.zone)
        if at < clock.now().replace(second=0, microsecond=0):  # the field knows no seconds
            return {"note": tab.say("The clock can only be set forward, not back.")}
        clock.set(max(at, clock.now()))
    tab.stage.changed()
    await _look_again_at_home(tab.stage)
    return {}


async def _look_again_at_home(stage: Stage) -> None:
    """What stands there speaks of the time that was, and a person who comes at the new one opens it afresh."""
    at_home = {one.person_id: one for one in stage.tabs if one.view == "home" and one.visible}
    for one in at_home.values():
        await _opened(stage, one.person_id, one.view)


async def _fault(tab: Seat, asked: Json) -> Json:
    faults = tab.stage.workspace.faults
    kind = next(one.kind for one in FAILURES if one.kind == asked["kind"])
    waiting = [fault for fault in faults.active if fault.kind == kind]
    for fault in waiting:
        faults.active.remove(fault)
    if not waiting:
        faults.add(kind=kind, seconds=2.0)
    tab.stage.changed()
    return {}


async def _drop(tab: Seat, _asked: Json) -> Json:
    tab.stage.workspace.socket.drop("abort")
    return {}


async def _retain(tab: Seat, _asked: Json) -> Json:
    tab.stage.workspace.retain(timedelta(0))
    return {}


ACTS: dict[str, Act] = {
    "look": _look,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "suggest": _suggest,
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "command": _command,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "clock": _clock,
    "fault": _fault,
    "drop": _drop,
    "retain": _retain,
}
