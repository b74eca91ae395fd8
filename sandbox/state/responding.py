"""Answers to interactions as messages: to the one who asked alone, or to everybody in the conversation."""

from sandbox.messages import Message
from sandbox.records import Json
from sandbox.state import posting
from sandbox.state.ground import Ground
from sandbox.state.partner import Partner
from sandbox.state.preparing import prepare_blocks
from sandbox.state.refusing import ApiError


def show_response(ws: Ground, person_id: str, place: Partner, body: Json) -> Message:
    """Post an answer to an interaction: to the person alone unless it says in_channel."""
    kind = body.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise ApiError("invalid_arguments", f"response_type {kind!r}")
    blocks = prepare_blocks(ws, body.get("blocks"), "message")
    if not blocks and not body.get("text"):
        raise ApiError("no_text", "an answer without text and blocks")
    message = Message(
        place.conversation.id,
        ws.ids.ts(),
        ws.bot_user_id,
        str(body.get("text", "")),
        blocks,
        posting.root_of(place, body.get("thread_ts")),
        bot_id=ws.bot_id,
        ephemeral=kind == "ephemeral",
        only_for=person_id if kind == "ephemeral" else None,
    )
    return posting.post(ws, place, message)
