"""users.info, users.list and users.lookupByEmail."""

from sandbox.api.desk import Ask, method
from sandbox.api.methods.paging import page
from sandbox.records import Json
from sandbox.state.partner import User
from sandbox.state.refusing import ApiError


@method("users.info", scope="users:read", args={"user": "text", "include_locale": "flag"}, required=("user",))
def users_info(ask: Ask) -> Json:
    """Return one user."""
    if ask.get("user") == ask.ws.bot_user_id:
        return {"user": _bot(ask)}
    person = ask.ws.people.get(ask.get("user"))
    if person is None:
        raise ApiError("user_not_found", f"no user {ask.get('user')!r}")
    return {"user": _shape(ask, person)}


@method(
    "users.list",
    scope="users:read",
    args={"cursor": "text", "limit": "int", "include_locale": "flag", "team_id": "text"},
)
def users_list(ask: Ask) -> Json:
    """Return everybody, the bot and the deactivated included, a page at a time."""
    members = [_shape(ask, person) for person in ask.ws.people.values() if not person.stranger] + [_bot(ask)]
    part, cursor = page(members, ask.get("limit", 1000), ask.get("cursor"), most=1000)
    return {
        "members": part,
        "cache_ts": int(ask.ws.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


@method("users.lookupByEmail", scope="users:read.email", args={"email": "text"}, required=("email",))
def users_lookup(ask: Ask) -> Json:
    """Return the active user with this e-mail address."""
    wanted = ask.get("email").lower()
    for person in ask.ws.people.values():
        if person.email.lower() == wanted and not person.deleted:
            return {"user": _shape(ask, person)}
    raise ApiError("users_not_found", f"nobody has the address {wanted!r}")


def _shape(ask: Ask, person: User) -> Json:
    may_see = "users:read.email" in ask.ws.app.scopes
    return person.user_json(include_locale=bool(ask.get("include_locale")), email=may_see)


def _bot(ask: Ask) -> Json:
    ws = ask.ws
    profile = ws.identity.bot_profile(0)
    return {
        "id": ws.bot_user_id,
        "team_id": ws.team_id,
        "name": ws.app.name.lower(),
        "deleted": False,
        "real_name": ws.app.name,
        "profile": {"real_name": ws.app.name, "api_app_id": ws.app_id, "bot_id": ws.bot_id, **profile["icons"]},
        "is_bot": True,
        "is_app_user": False,
        "updated": 0,
    }


METHODS = (
    users_info,
    users_list,
    users_lookup,
)
