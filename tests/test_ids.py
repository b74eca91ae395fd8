"""Every id that can be pressed, typed into or submitted has somebody who answers it, and the manifest agrees."""

from __future__ import annotations

import re
from pathlib import Path

from handlers.listeners import all_listeners
from handlers.views import ids
from tests.world import manifest

SECTIONS = Path(ids.__file__).read_text("utf-8").split("# ---- ")


def constants(heading: str, ending: str = "") -> set[str]:
    """The ids of one section of the list of ids."""
    section = next(part for part in SECTIONS if part.startswith(heading))
    return set(re.findall(rf'^[A-Z_]*{ending}: Final = "(.+)"$', section, re.MULTILINE))


def test_every_button_has_a_listener_and_every_listener_a_button() -> None:
    assert all_listeners().names("block_actions") == constants("buttons")


def test_every_menu_that_searches_has_a_listener() -> None:
    assert all_listeners().names("block_suggestion") == constants("inputs", "_PICK")


def test_every_modal_that_is_sent_has_a_listener() -> None:
    shortcuts = {ids.CREATE_SUBTASK, ids.CREATE_SUBTASK_FROM_MESSAGE}
    assert all_listeners().names("view_submission") == constants("callbacks") - shortcuts


def test_the_manifest_names_what_is_listened_to_and_nothing_else() -> None:
    routes, said = all_listeners(), manifest()
    commands = {one["command"] for one in said["features"]["slash_commands"]}
    assert commands == routes.names("command")
    shortcuts = {one["callback_id"] for one in said["features"]["shortcuts"]}
    assert shortcuts == routes.names("shortcut") | routes.names("message_action")
    events = {one.partition(".")[0] for one in said["settings"]["event_subscriptions"]["bot_events"]}
    assert events == routes.names("event")
