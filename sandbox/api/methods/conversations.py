"""conversations.open, info, list, history and replies: direct conversations with the app, and named channels."""

from decimal import Decimal, InvalidOperation

from sandbox.api.desk import Ask, method, must_have
from sandbox.api.methods.paging import page
from sandbox.messages import Conversation, Message
from sandbox.records import Json
from sandbox.state.partner import Channel, User
from sandbox.state.refusing import ApiError

RANGE = {
    "channel": "text",
    "latest": "text",
    "oldest": "text",
    "inclusive": "flag",
    "limit": "int",
    "cursor": "text",
    "include_all_metadata": "flag",
}


READ = {"im": "im:read", "channel": "channels:read"}
HISTORY = {"im": "im:history", "channel": "channels:history"}
KINDS = {"im": "im", "public_channel": "channel"}  # the kinds that there are here
Place = User | Channel


def reach(ask: Ask, channel: str) -> Place:
    """Return the conversation of a D, C or U id, or of a channel's name; raises ApiError(channel_not_found)."""
    named = next((one for one in ask.ws.channels.values() if one.name == channel.removeprefix("#")), None)
    place = ask.ws.people.get(channel) or ask.ws.partner_of(channel) or named
    if place is None:
        raise ApiError("channel_not_found", f"the bot knows no conversation {channel!r}")
    return place


def known(ask: Ask, channel: str) -> Place:
    """Return the conversation of a D or C id; a user's id does not do here, nor a name."""
    place = ask.ws.partner_of(channel)
    if place is None:
        raise ApiError("channel_not_found", f"{channel!r} is no conversation of the bot's")
    return place


def readable(ask: Ask, channel: str) -> Place:
    """Return the conversation if the bot may read what is said there; raises ApiError."""
    place = known(ask, channel)
    must_have(ask.ws, HISTORY[place.kind])
    if isinstance(place, Channel) and not place.has_bot:
        raise ApiError("not_in_channel", f"the bot has not been invited to #{place.name}")
    return place


@method(
    "conversations.open",
    scope="im:write",
    args={"channel": "text", "users": "text", "return_im": "flag", "prevent_creation": "flag"},
)
def conversations_open(ask: Ask) -> Json:
    """Open (or find) the direct conversation with one user."""
    users = [user for user in str(ask.get("users", "")).split(",") if user]
    if ask.get("channel"):
        users = [_direct(ask, ask.get("channel")).id]
    if not users:
        raise ApiError("users_list_not_supplied", "neither users nor channel was given")
    if len(users) > 1:
        raise ApiError("missing_scope", "the sandbox has no group conversations", needed="mpim:write")
    person = ask.ws.people.get(users[0])
    if person is None:
        raise ApiError("user_not_found", f"no user {users[0]!r}")
    if person.deleted:
        raise ApiError("user_disabled", f"{person.name} is deactivated")
    conversation = person.conversation
    if not ask.get("return_im"):
        return {"no_op": True, "already_open": True, "channel": {"id": conversation.id}}
    return {"no_op": True, "already_open": True, "channel": _im(person)}


@method(
    "conversations.info",
    scope=tuple(READ.values()),
    args={"channel": "text", "include_locale": "flag", "include_num_members": "flag"},
    required=("channel",),
)
def conversations_info(ask: Ask) -> Json:
    """Return what a conversation is."""
    place = known(ask, ask.get("channel"))
    must_have(ask.ws, READ[place.kind])
    return {"channel": _shape(ask, place)}


@method("conversations.history", scope=tuple(HISTORY.values()), args=RANGE, required=("channel",))
def conversations_history(ask: Ask) -> Json:
    """Return the root messages, newest first."""
    place = readable(ask, ask.get("channel"))
    roots = [m for m in place.conversation.lasting() if not m.is_reply or m.subtype == "thread_broadcast"]
    part, cursor = page(list(reversed(_in_range(ask, roots))), ask.get("limit", 100), ask.get("cursor"), most=999)
    return _messages(ask, place, part, cursor) | {"pin_count": 0}


@method("conversations.replies", scope=tuple(HISTORY.values()), args=RANGE | {"ts": "text"}, required=("channel", "ts"))
def conversations_replies(ask: Ask) -> Json:
    """Return a root message and the replies under it, oldest first."""
    place = readable(ask, ask.get("channel"))
    root = _root(place.conversation, ask.get("ts"))
    replies = [m for m in place.conversation.replies(root.ts) if not m.ephemeral]
    part, cursor = page(_in_range(ask, replies), ask.get("limit", 1000), ask.get("cursor"), most=1000)
    return _messages(ask, place, [root, *part], cursor)


def _root(conversation: Conversation, ts: str) -> Message:
    message = conversation.find(ts)
    if message is None or message.ephemeral:
        raise ApiError("thread_not_found", f"there is no message {ts}")
    return message


def _messages(ask: Ask, place: Place, messages: list[Message], cursor: str) -> Json:
    full = bool(ask.get("include_all_metadata"))
    answer: Json = {
        "messages": [place.message_json(message, full_metadata=full) for message in messages],
        "has_more": bool(cursor),
    }
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _in_range(ask: Ask, messages: list[Message]) -> list[Message]:
    oldest, latest = _instant(ask.get("oldest", "0")), _instant(ask.get("latest", "99999999999"))
    if ask.get("inclusive"):
        return [m for m in messages if oldest <= Decimal(m.ts) <= latest]
    return [m for m in messages if oldest < Decimal(m.ts) < latest]


def _instant(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ApiError("invalid_arguments", f"{text!r} is no timestamp") from None


@method(
    "conversations.list",
    scope=tuple(READ.values()),
    args={"types": "text", "exclude_archived": "flag", "limit": "int", "cursor": "text", "team_id": "text"},
)
def conversations_list(ask: Ask) -> Json:
    """Return the channels and direct conversations of the kinds asked for, a page at a time."""
    kinds = [KINDS[kind] for kind in ask.get("types", "public_channel").split(",") if kind in KINDS]
    for kind in kinds:
        must_have(ask.ws, READ[kind])
    found = [_shape(ask, place) for place in ask.ws.partners() if place.kind in kinds]
    part, cursor = page(found, ask.get("limit", 100), ask.get("cursor"), most=1000)
    return {"channels": part, "response_metadata": {"next_cursor": cursor}}


def _direct(ask: Ask, channel: str) -> User:
    place = known(ask, channel)
    if isinstance(place, Channel):
        raise ApiError("channel_not_found", f"{channel!r} is no direct conversation")
    return place


def _shape(ask: Ask, place: Place) -> Json:
    if isinstance(place, User):
        return _im(place)
    return {
        "id": place.id,
        "name": place.name,
        "name_normalized": place.name,
        "created": place.conversation.created,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": False,
        "is_general": place.name == "general",
        "is_member": place.has_bot,
        "num_members": len(place.members),
        "context_team_id": ask.ws.team_id,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _im(person: User) -> Json:
    conversation = person.conversation
    return {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": person.identity.team_id,
        "updated": conversation.created * 1000,
        "user": person.id,
        "is_user_deleted": person.deleted,
        "is_open": True,
        "priority": 0,
    }


METHODS = (
    conversations_list,
    conversations_open,
    conversations_info,
    conversations_history,
    conversations_replies,
)
