"""What the bot's acknowledgement may say, and what the person then sees: errors, another view, a message."""

import json
from typing import Any

from sandbox.records import Ack, Answer, Json
from sandbox.state.core import Core
from sandbox.state.partner import Partner, User
from sandbox.state.preparing import prepare_options, prepare_view
from sandbox.state.refusing import ApiError
from sandbox.state.responding import show_response

TROUBLE = Answer(trouble=True)


def after_submission(ws: Core, person: User, view_id: str, ack: Ack) -> Answer:
    """Do what the answer to a view_submission says; an empty one closes that view only."""
    if ack.body in (None, "", {}):
        return _close(ws, person, view_id)
    try:
        return _respond(ws, person, view_id, ack)
    except ApiError as error:
        ws.refuse(error.code, f"view_submission was answered with {error.detail}")
        return TROUBLE


def _respond(ws: Core, person: User, view_id: str, ack: Ack) -> Answer:
    body = ack.body if isinstance(ack.body, dict) else {}
    match body.get("response_action"):
        case "errors":
            return _errors(ws, person, view_id, body.get("errors"))
        case "clear":
            person.modals.clear()
            ws.changed()
            return Answer(closed=True)
        case "update":
            _, view = ws.view_desk.open_view(view_id, None)
            ws.view_desk.update(person, view, prepare_view(ws, _view_in(body), "modal"))
            return Answer()
        case "push":
            ws.view_desk.push(person, prepare_view(ws, _view_in(body), "modal"))
            return Answer()
        case other:
            raise ApiError("invalid_response_action", f"response_action {other!r} in {str(ack.body)[:200]}")


def _view_in(body: Json) -> Any:
    """Return the view in an answer, which may come as JSON text: slackapi/node-tasks-app answers so."""
    view = body.get("view")
    if not isinstance(view, str):
        return view
    try:
        return json.loads(view)
    except ValueError:
        raise ApiError("invalid_arguments", f"the view is not JSON: {view[:100]}") from None


def _close(ws: Core, person: User, view_id: str) -> Answer:
    view = next((view for view in person.modals if view["id"] == view_id), None)
    if view is not None and view["clear_on_close"]:
        person.modals.clear()
    elif view is not None:
        person.modals.remove(view)
    ws.changed()
    return Answer(closed=True)


def _errors(ws: Core, person: User, view_id: str, errors: object) -> Answer:
    view = next((view for view in person.modals if view["id"] == view_id), None)
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"} if view else set()
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_errors", "response_action errors without errors")
    for block_id, words in errors.items():
        if block_id not in inputs:
            raise ApiError("invalid_errors", f"an error for {block_id!r}, which is no input block of the view")
        if not isinstance(words, str) or not words:
            raise ApiError("invalid_errors", f"the error for {block_id!r} is no text")
    ws.show(person.id, "error", list(errors.values()))
    ws.changed()
    return Answer(errors=dict(errors))


def after_command(ws: Core, person: User, place: Partner, ack: Ack) -> Answer:
    """Show the message with which a slash command was acknowledged, if there is one."""
    body: Json = {"text": ack.body} if isinstance(ack.body, str) else (ack.body or {})
    if body:
        try:
            show_response(ws, person.id, place, body)
        except ApiError as error:
            ws.refuse(error.code, f"the answer to a command: {error.detail}")
            return TROUBLE
    return Answer()


def options_in(ws: Core, ack: Ack) -> list[Json]:
    """Return the options in the answer to a block_suggestion; a wrong answer counts as none and is refused."""
    try:
        return prepare_options(ws, ack.body)
    except ApiError as error:
        ws.refuse(error.code, f"block_suggestion was answered with {error.detail}")
        return []


def words_in_ack(ws: Core, kind: str, ack: Ack) -> None:
    """Note an acknowledgement that says something where Slack listens to nothing."""
    if ack.body not in (None, "", {}):
        ws.refuse("unexpected_ack_body", f"{kind} was acknowledged with {str(ack.body)[:200]}")
