"""conversations.open, info, history and replies, for the direct conversations with the app."""

from decimal import Decimal, InvalidOperation

from sandbox.api.desk import Ask, method
from sandbox.api.methods.paging import page
from sandbox.messages import Conversation, Message
from sandbox.person import Person
from sandbox.records import Json
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


def reach(ask: Ask, channel: str) -> Person:
    """Return the person of a D or U id; raises ApiError(channel_not_found)."""
    person = ask.ws.people.get(channel) or ask.ws.person_of_channel(channel)
    if person is None:
        raise ApiError("channel_not_found", f"the bot knows no conversation {channel!r}")
    return person


def direct(ask: Ask, channel: str) -> Person:
    """Return the person of a D id; a user's id does not do here."""
    person = ask.ws.person_of_channel(channel)
    if person is None:
        raise ApiError("channel_not_found", f"{channel!r} is no conversation of the bot's")
    return person


@method(
    "conversations.open",
    scope="im:write",
    args={"channel": "text", "users": "text", "return_im": "flag", "prevent_creation": "flag"},
)
def conversations_open(ask: Ask) -> Json:
    """Open (or find) the direct conversation with one user."""
    users = [user for user in str(ask.get("users", "")).split(",") if user]
    if ask.get("channel"):
        users = [direct(ask, ask.get("channel")).id]
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
    scope="im:read",
    args={"channel": "text", "include_locale": "flag", "include_num_members": "flag"},
    required=("channel",),
)
def conversations_info(ask: Ask) -> Json:
    """Return what a direct conversation is."""
    return {"channel": _im(direct(ask, ask.get("channel")))}


@method("conversations.history", scope="im:history", args=RANGE, required=("channel",))
def conversations_history(ask: Ask) -> Json:
    """Return the root messages, newest first."""
    person = direct(ask, ask.get("channel"))
    roots = [m for m in person.conversation.lasting() if not m.is_reply or m.subtype == "thread_broadcast"]
    part, cursor = page(list(reversed(_in_range(ask, roots))), ask.get("limit", 100), ask.get("cursor"), most=999)
    return _messages(ask, person, part, cursor) | {"pin_count": 0}


@method("conversations.replies", scope="im:history", args=RANGE | {"ts": "text"}, required=("channel", "ts"))
def conversations_replies(ask: Ask) -> Json:
    """Return a root message and the replies under it, oldest first."""
    person = direct(ask, ask.get("channel"))
    root = _root(person.conversation, ask.get("ts"))
    replies = [m for m in person.conversation.replies(root.ts) if not m.ephemeral]
    part, cursor = page(_in_range(ask, replies), ask.get("limit", 1000), ask.get("cursor"), most=1000)
    return _messages(ask, person, [root, *part], cursor)


def _root(conversation: Conversation, ts: str) -> Message:
    message = conversation.find(ts)
    if message is None or message.ephemeral:
        raise ApiError("thread_not_found", f"there is no message {ts}")
    return message


def _messages(ask: Ask, person: Person, messages: list[Message], cursor: str) -> Json:
    full = bool(ask.get("include_all_metadata"))
    answer: Json = {
        "messages": [person.message_json(message, full_metadata=full) for message in messages],
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


def _im(person: Person) -> Json:
    conversation = person.conversation
    return {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": person.ws.team_id,
        "updated": conversation.created * 1000,
        "user": person.id,
        "is_user_deleted": person.deleted,
        "is_open": True,
        "priority": 0,
    }
