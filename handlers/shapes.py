"""What Slack's payloads are made of, wherever the bot or Bolt looks into them: neither asks before it does.

https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/reference/views and, for events, the
pages of each. What is not named here nobody looks into.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Shape: TypeAlias = "type[str] | dict[str, Shape] | list[Shape] | ByName | Always"
"""Text, an object with these fields, a list of these, an object whose keys are our own ids, what is never missing."""
Look: TypeAlias = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class ByName:
    """An object whose keys are ids that we have given: what stands under each of them."""

    each: Shape


@dataclass(frozen=True, slots=True)
class Always:
    """What Slack never leaves out; all else may be missing, or null."""

    shape: Shape


_OPTION: Shape = {"value": str}
_INSTALL: Shape = {"team_id": str, "enterprise_id": str, "user_id": str}
_FILE: Shape = {"id": Always(str), "name": str, "title": str, "mimetype": str}
_FIELD: Shape = {
    "value": str, "selected_date": str, "selected_option": _OPTION, "selected_options": [_OPTION], "files": [_FILE],
}  # fmt: skip
_ELEMENT: Shape = {"initial_date": str, "initial_options": [_OPTION], "options": [_OPTION]}
_VIEW: Shape = {
    "id": Always(str), "type": Always(str), "callback_id": str, "private_metadata": str, "previous_view_id": str,
    "team_id": str, "app_installed_team_id": str, "state": {"values": ByName(ByName(_FIELD))},
    "blocks": [{"type": Always(str), "block_id": Always(str), "element": _ELEMENT, "label": {"text": str}}],
}  # fmt: skip
_MESSAGE: dict[str, Shape] = {
    "user": str, "ts": str, "thread_ts": str, "text": str, "subtype": str, "bot_id": str, "app_id": str,
    "team": str, "files": [{}], "edited": {"ts": str},
}  # fmt: skip
_ACTION: Shape = {"action_id": str, "type": str, "value": str, "selected_option": _OPTION}
PAYLOAD: Final[Shape] = {
    "type": str, "command": str, "text": str, "user_id": str, "team_id": str, "enterprise_id": str, "channel_id": str,
    "api_app_id": str, "callback_id": str, "action_id": str, "trigger_id": str, "event_id": str, "value": str,
    "user": {"id": str, "team_id": str, "enterprise_id": str}, "team": {"id": str, "enterprise_id": str},
    "enterprise": {"id": str}, "channel": {"id": str}, "message": _MESSAGE, "container": {}, "view": _VIEW,
    "actions": [_ACTION], "authorizations": [_INSTALL], "response_urls": [{}],
}  # fmt: skip
_EVENT: Final[dict[str, Shape]] = {
    "type": str, "channel": str, "channel_type": str, "event_ts": str, "file_id": str, "tab": str, "enterprise_id": str,
    "team_id": str, "user_team": str, "message": _MESSAGE, "previous_message": _MESSAGE, "view": {},
}  # fmt: skip
_PROFILE: Shape = {"id": str, "locale": str, "tz": str, "team_id": str}
MESSAGE_EVENT: Final[Shape] = _MESSAGE | _EVENT
USER_EVENT: Final[Shape] = _EVENT | {"user": _PROFILE}


def _look(shape: Shape) -> Look:
    """Write out, once, how to see whether something that is there is made of what a shape says."""
    match shape:
        case dict():
            return _look_at_fields(shape)
        case list():
            each = _look(shape[0])
            return lambda thing: isinstance(thing, list) and all(one is not None and each(one) for one in thing)
        case ByName():
            inside = _look(shape.each)
            return lambda thing: isinstance(thing, dict) and all(one is None or inside(one) for one in thing.values())
        case Always():
            return _look(shape.shape)
        case _:
            return lambda thing: isinstance(thing, str)


def _look_at_fields(shape: dict[str, Shape]) -> Look:
    looks = {name: _look(inside) for name, inside in shape.items()}
    always = [name for name, inside in shape.items() if isinstance(inside, Always)]

    def look(thing: Any) -> bool:
        if not isinstance(thing, dict):
            return False
        for name, value in thing.items():  # there is less of it than of what there may be
            if value is not None and (inside := looks.get(name)) is not None and not inside(value):
                return False
        return all(thing.get(name) is not None for name in always)

    return look


_IS_PAYLOAD, _IS_MESSAGE_EVENT, _IS_USER_EVENT = _look(PAYLOAD), _look(MESSAGE_EVENT), _look(USER_EVENT)


def is_well_formed(body: dict[str, Any]) -> bool:
    """Whether everything that anybody looks into, in a payload, is what it should be."""
    event = body.get("event")
    if not _IS_PAYLOAD(body) or not isinstance(event, dict | None):
        return False
    return event is None or (_IS_USER_EVENT if event.get("type") == "user_change" else _IS_MESSAGE_EVENT)(event)
