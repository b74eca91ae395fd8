"""What Slack sends, as the listeners read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain import arriving
from handlers import shapes
from handlers.views import button_values, ids

Answer = dict[str, Any] | None
"""What goes back with the acknowledgement; None for nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person did or Slack told; `body` is Slack's payload as it came."""

    body: dict[str, Any]

    @property
    def actor(self) -> str:
        """The Slack id of the person who did it."""
        user, event = self.body.get("user") or {}, self.body.get("event") or {}
        message = event.get("message") or event.get("previous_message") or event
        return str(user.get("id") or self.body.get("user_id") or message.get("user") or "")

    @property
    def is_whole(self) -> bool:
        """Whether it has what no request of Slack's lacks: what was pressed, which modal, who did it.

        Events are Slack's own doing as often as a person's, and name nobody then.
        """
        if not shapes.is_well_formed(self.body):
            return False
        kind, name = _kind_and_name(self.body)
        if kind not in KINDS or not isinstance(name, str):
            return False
        if kind == "event":
            installs = self.body.get("authorizations") or []
            return bool(self.body["event"] and self.body.get("event_id") and all(installs))
        pressed = kind != "block_actions" or bool((self.body.get("actions") or [None])[0])
        sent = kind != "view_submission" or bool(self.view.get("id"))
        return pressed and sent and bool(self.actor)

    @property
    def value(self) -> str:
        """What the pressed button, or the chosen entry of a row's menu, stands for."""
        return _pressed(self.body["actions"][0])[1]

    @property
    def number(self) -> int:
        """The pressed button's value as an id; 0, which nothing has, for anything else."""
        return arriving.number(self.value) or 0

    @property
    def chosen(self) -> str:
        """What was chosen in a menu; empty for nothing."""
        return str((self.body["actions"][0].get("selected_option") or {}).get("value") or "")

    @property
    def typed(self) -> str:
        """What has been typed into a field that searches."""
        return str(self.body.get("value") or "")

    @property
    def trigger_id(self) -> str:
        """What allows to open a modal, for three seconds."""
        return str(self.body.get("trigger_id") or "")

    @property
    def view(self) -> dict[str, Any]:
        """The modal or App Home it was done in; empty for a message."""
        return self.body.get("view") or {}

    @property
    def in_modal(self) -> bool:
        """Whether it was done in a modal, so that a new one must be laid on top."""
        return bool(self.view.get("type") == "modal")

    @property
    def under(self) -> str:
        """The callback id of the modal it was done in, on which a new one will lie; empty for anything else."""
        return str(self.view.get("callback_id") or "")

    @property
    def key(self) -> str:
        """What makes a second submission of the same modal have no second effect."""
        return f"view:{self.view['id']}"


KINDS: Final = ("command", "event", "block_actions", "block_suggestion", "view_submission", "shortcut")


def kind_and_name(body: dict[str, Any]) -> tuple[str, str]:
    """Tell what kind of request a payload is, and the id it carries."""
    kind, name = _kind_and_name(body)
    return kind, str(name)


def _kind_and_name(body: dict[str, Any]) -> tuple[str, Any]:
    if "command" in body:
        return "command", body["command"]
    if "event" in body:
        return "event", (body["event"] or {}).get("type")
    kind = str(body.get("type"))
    if kind == "block_actions":
        return kind, _pressed((body.get("actions") or [{}])[0] or {})[0]
    if kind == "block_suggestion":
        return kind, body.get("action_id")
    if kind == "view_submission":
        return kind, (body.get("view") or {}).get("callback_id")
    return "shortcut" if kind == "message_action" else kind, body.get("callback_id")


def _pressed(action: dict[str, Any]) -> tuple[Any, str]:
    """Tell the id and the value of what was pressed; an entry of a row's menu is the button that it stands for."""
    action_id = action.get("action_id")
    if action_id == ids.MORE:
        return button_values.read_entry(str((action.get("selected_option") or {}).get("value")))
    return action_id, str(action.get("value") or "")
