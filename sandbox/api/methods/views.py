"""views.open, push, update and publish."""

from sandbox.api.desk import Ask, method
from sandbox.records import Json
from sandbox.state.preparing import prepare_view
from sandbox.state.refusing import ApiError


@method(
    "views.open",
    args={"trigger_id": "text", "interactivity_pointer": "text", "view": "object"},
    required=("trigger_id", "view"),
)
def views_open(ask: Ask) -> Json:
    """Open a modal for the person who has just done something."""
    view = prepare_view(ask.ws, ask.get("view"), "modal")
    person, trigger = ask.ws.view_desk.redeem(ask.get("trigger_id"))
    if trigger.view_id is not None:
        words = "the trigger came from a modal: push or update, views.open does not work on every client then"
        ask.ws.refuse("modal_over_modal", words, "views.open")  # slackapi/bolt-js#1827, bolt-python#481
    return {"view": ask.ws.view_desk.open(person, view, trigger.channel)}


@method(
    "views.push",
    args={"trigger_id": "text", "interactivity_pointer": "text", "view": "object"},
    required=("trigger_id", "view"),
)
def views_push(ask: Ask) -> Json:
    """Put a modal on top of the one from which the trigger came."""
    view = prepare_view(ask.ws, ask.get("view"), "modal")
    person, trigger = ask.ws.view_desk.redeem(ask.get("trigger_id"))
    if trigger.view_id is None:
        raise ApiError("invalid_trigger_id", "a push needs a trigger that came from a modal")
    return {"view": ask.ws.view_desk.push(person, view)}


@method(
    "views.update",
    args={"view": "object", "view_id": "text", "external_id": "text", "hash": "text"},
    required=("view",),
)
def views_update(ask: Ask) -> Json:
    """Draw an open view anew."""
    if not ask.get("view_id") and not ask.get("external_id"):
        raise ApiError("invalid_arguments", "view_id or external_id is needed")
    person, present = ask.ws.view_desk.open_view(ask.get("view_id"), ask.get("external_id"))
    view = prepare_view(ask.ws, ask.get("view"), present["type"])
    if ask.get("hash") is not None and ask.get("hash") != present["hash"]:
        raise ApiError("hash_conflict", "the view has been changed since that hash")
    return {"view": ask.ws.view_desk.update(person, present, view)}


@method(
    "views.publish",
    args={"user_id": "text", "view": "object", "hash": "text"},
    required=("user_id", "view"),
)
def views_publish(ask: Ask) -> Json:
    """Draw a person's Home."""
    if not ask.ws.app.home_tab:
        raise ApiError("not_enabled", "the manifest has the Home tab turned off")
    person = ask.ws.people.get(ask.get("user_id"))
    if person is None or person.deleted:
        raise ApiError("invalid_arguments", f"no active user {ask.get('user_id')!r}")
    view = prepare_view(ask.ws, ask.get("view"), "home")
    return {"view": ask.ws.view_desk.publish(person, view, ask.get("hash"))}


METHODS = (
    views_open,
    views_push,
    views_update,
    views_publish,
)
