"""The Web API's front desk: reads arguments, checks token, scope, limits and faults, and writes each call down.

It is given the methods (sandbox/api/methods), each with what Slack documents about it.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.api.arguments import read_arguments
from sandbox.faults import Fault
from sandbox.records import Call, Json
from sandbox.state.core import Core
from sandbox.state.partner import User
from sandbox.state.refusing import ApiError

HARMLESS = frozenset({("users.lookupByEmail", "users_not_found")})


@dataclass
class Ask:
    """One call as its method sees it."""

    ws: Core
    args: Json
    person: User | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """Return an argument or the default."""
        value = self.args.get(name)
        return default if value is None else value


Run = Callable[[Ask], Json]


@dataclass(frozen=True)
class Method:
    """What Slack documents about one method."""

    name: str
    run: Run
    scopes: tuple[str, ...]
    """Any one of these lets it be called; of which conversations it may then tell is the method's to check."""
    token: str
    args: dict[str, str]
    required: tuple[str, ...]


Methods = Mapping[str, Method]


def method(
    name: str,
    *,
    args: dict[str, str],
    scope: str | tuple[str, ...] = (),
    token: str = "bot",  # noqa: S107 - the kind of token
    required: tuple[str, ...] = (),
) -> Callable[[Run], Method]:
    """Make a Web API method of what carries it out."""
    scopes = (scope,) if isinstance(scope, str) else scope

    return lambda run: Method(name, run, scopes, token, args, required)


@dataclass
class Reply:
    """What goes back to the bot."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)


async def handle(ws: Core, methods: Methods, request: web.Request) -> web.StreamResponse:
    """Answer one Web API request."""
    name = request.match_info["method"]
    args, token = await read_arguments(request)
    call = Call(name, args, ws.clock.now())
    ws.calls.append(call)
    call.person = concerned(ws, args)
    fault = ws.faults.take(name, call.person)
    try:
        reply = await _faulty(ws, methods, call, token, fault)
    except ConnectionAbortedError:
        if fault is not None and fault.kind == "silent":
            ws.changed()  # the call stands in the list, although nothing will be answered for long
            await hang(request, fault)
        call.ended_at = ws.clock.now()
        ws.changed()
        return cut(request)
    call.status, call.answer, call.ended_at = reply.status, reply.body, ws.clock.now()
    ws.changed()
    if fault is not None and fault.kind == "hang_after_effect":
        await hang(request, fault)
    headers = {
        "X-OAuth-Scopes": ",".join(sorted(ws.app.scopes)),
        "X-Slack-Req-Id": ws.ids.short(),
        **reply.headers,
    }
    return web.Response(
        status=reply.status, text=json.dumps(reply.body), headers=headers, content_type="application/json"
    )


async def _faulty(ws: Core, methods: Methods, call: Call, token: str | None, fault: Fault | None) -> Reply:
    if fault is not None and fault.before:
        match fault.kind:
            case "ratelimited":
                return _limited(ws, call, fault.retry_after)
            case "error":
                return Reply(200, {"ok": False, "error": fault.code})
            case "http_500":
                return Reply(500, {"ok": False, "error": "internal_error"})
            case "cut_before" | "silent":
                raise ConnectionAbortedError
            case _:
                await asyncio.sleep(fault.seconds)
    reply = answer(ws, methods, call, token)
    if fault is not None and fault.kind == "cut_after_effect":
        raise ConnectionAbortedError
    if fault is not None and fault.kind == "http_500_after_effect":
        return Reply(500, {"ok": False, "error": "internal_error"})
    return reply


def answer(ws: Core, methods: Methods, call: Call, token: str | None) -> Reply:
    """Carry the call out and return the reply; refusals are written down."""
    try:
        spec = methods.get(call.method)
        if spec is None:
            raise ApiError("unknown_method", f"the sandbox knows no method {call.method!r}")
        _check_token(ws, spec, token)
        if wait := _wait(ws, spec, call):
            return _limited(ws, call, wait)
        ask = Ask(ws, check_arguments(spec, call.args), ws.people.get(call.person or ""))
        return Reply(200, {"ok": True} | spec.run(ask))
    except ApiError as error:
        if (call.method, error.code) not in HARMLESS:
            ws.refuse(error.code, error.detail, call.method)
        return Reply(200, {"ok": False, "error": error.code, **error.fields})


def _check_token(ws: Core, spec: Method, token: str | None) -> None:
    if spec.token == "none":  # noqa: S105
        return
    if token is None:
        raise ApiError("not_authed", "no token was sent")
    known = {ws.bot_token: "bot", ws.app_token: "app"}
    if token not in known:
        raise ApiError("invalid_auth", "this token is none of the app's")
    if known[token] != spec.token:
        raise ApiError("not_allowed_token_type", f"{spec.name} wants the {spec.token} token")
    if spec.scopes:
        must_have(ws, *spec.scopes)


def must_have(ws: Core, *scopes: str) -> None:
    """Raise ApiError(missing_scope) unless the app has one of these scopes."""
    if ws.app.scopes.isdisjoint(scopes):
        provided, needed = ",".join(sorted(ws.app.scopes)), ",".join(scopes)
        raise ApiError("missing_scope", f"needs {' or '.join(scopes)}", needed=needed, provided=provided)


def _wait(ws: Core, spec: Method, call: Call) -> int:
    if not ws.rate_limits:
        return 0
    channel = call.args.get("channel")
    return ws.rates.wait_for(spec.name, call.person or (channel if isinstance(channel, str) else None))


def check_arguments(spec: Method, given: Json) -> Json:
    """Return the arguments in their proper types; raises ApiError(invalid_arguments, or what MALFORMED says)."""
    given = {name: value for name, value in given.items() if name != "team_id" or name in spec.args}  # Bolt sends it
    problems = [f"unknown argument {name!r}" for name in given if name not in spec.args]
    problems += [f"missing required field: {name}" for name in spec.required if given.get(name) in (None, "")]
    done: Json = {}
    for name, value in given.items():
        if name in spec.args and value is not None:
            try:
                done[name] = TYPES[spec.args[name]](value)
            except (ValueError, TypeError, KeyError):
                if code := MALFORMED.get((spec.name.partition(".")[0], name)):
                    raise ApiError(code, f"{name} is not what it must be: {str(value)[:100]}") from None
                problems.append(f"{name} must be of the kind {spec.args[name]}")
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise ApiError("invalid_arguments", "; ".join(problems), response_metadata={"messages": messages})
    return done


def concerned(ws: Core, args: Json) -> str | None:
    """Return the id of the person whom the call concerns, as far as its arguments tell."""
    for name in ("channel", "channel_id", "user", "user_id", "users"):
        value = args.get(name)
        if isinstance(value, str):
            if value in ws.people:
                return value
            if (person := ws.person_of_channel(value)) is not None:
                return person.id
    if isinstance(args.get("trigger_id"), str):
        return ws.triggers.person_of(args["trigger_id"])
    for person in ws.people.values():
        if any(view["id"] == args.get("view_id") for view in (*person.modals, person.home or {"id": ""})):
            return person.id
    return None


def _limited(ws: Core, call: Call, seconds: int) -> Reply:
    ws.rates.refused[call.method] += 1
    return Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})


async def hang(request: web.Request, fault: Fault) -> None:
    """Hold an answer back until the fault is released or nobody waits for it any more."""
    while not fault.released.is_set():
        if request.transport is None or request.transport.is_closing():
            return
        try:
            await asyncio.wait_for(fault.released.wait(), 0.05)
        except TimeoutError:
            continue


def cut(request: web.Request) -> web.Response:
    """Tear the line instead of answering."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(value)
    return str(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]


def _whole(value: Any) -> int:
    if isinstance(value, bool):
        raise TypeError(value)
    return int(value)


def _object(value: Any) -> Json:
    value = json.loads(value) if isinstance(value, str) else value
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    value = json.loads(value) if isinstance(value, str) else value
    if not isinstance(value, list):
        raise TypeError(value)
    return value


MALFORMED = {  # source: the lists of errors of chat.postMessage, chat.update and files.completeUploadExternal
    ("chat", "blocks"): "invalid_blocks_format",
    ("chat", "attachments"): "invalid_attachments",
    ("chat", "metadata"): "invalid_metadata_format",
    ("files", "blocks"): "invalid_blocks",
}
TYPES: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "flag": _flag,
    "int": _whole,
    "object": _object,
    "list": _list,
}
