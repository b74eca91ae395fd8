"""Every id that can be pressed, typed into or submitted has somebody who answers it, and the manifest agrees."""

from __future__ import annotations

from handlers.listeners import all_routes
from handlers.views import ids
from tests.world import manifest

BUTTONS = {
    ids.SUBTASK_OPEN, ids.SUBTASK_SOLVE, ids.TASK_SOLVE, ids.TASK_WRITE, ids.CASE_OPEN, ids.CASE_SUBTASK,
    ids.CASE_ANSWER, ids.CASE_NEW_SUBTASK, ids.CASE_PAGE, ids.HOME_BACK, ids.HOME_SUBTASKS_PAGE,
    ids.HOME_CASES_PAGE, ids.HOME_LANGUAGE,
}  # fmt: skip


def test_every_button_has_a_listener() -> None:
    assert all_routes().names("block_actions") >= BUTTONS


def test_every_menu_that_searches_has_a_listener() -> None:
    assert all_routes().names("block_suggestion") == {ids.ASSIGNEE_PICK, ids.CASE_PICK, ids.ATTACHMENTS_PICK}


def test_the_manifest_names_what_is_listened_to_and_nothing_else() -> None:
    routes, said = all_routes(), manifest()
    commands = {one["command"] for one in said["features"]["slash_commands"]}
    assert commands == routes.names("command")
    shortcuts = {one["callback_id"] for one in said["features"]["shortcuts"]}
    assert shortcuts == routes.names("shortcut") | routes.names("message_action")
    events = {one.partition(".")[0] for one in said["settings"]["event_subscriptions"]["bot_events"]}
    assert events == routes.names("event")
