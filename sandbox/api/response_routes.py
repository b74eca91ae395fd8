"""response_url: the address at which the bot may answer an interaction, five times within half an hour."""

from aiohttp import web

from sandbox.records import Json
from sandbox.state import posting
from sandbox.state.core import Core
from sandbox.state.preparing import prepare_blocks
from sandbox.state.refusing import ApiError
from sandbox.state.responding import show_response

KNOWN = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "unfurl_links",
        "unfurl_media",
        "metadata",
    }
)


def add(app: web.Application, ws: Core) -> None:
    """Add the route for answers."""

    async def respond(request: web.Request) -> web.Response:
        try:
            body = await request.json()
            _respond(ws, request.match_info["key"], body)
        except ValueError:
            ws.refuse("invalid_payload", "a response_url wants JSON")
            return web.Response(status=400, text="invalid_payload")
        except ApiError as error:
            ws.refuse(error.code, error.detail, "response_url")
            return web.json_response({"ok": False, "error": error.code}, status=404)
        return web.Response(text="ok")

    app.router.add_post("/response/{key}", respond)


def _respond(ws: Core, key: str, body: Json) -> None:
    if not isinstance(body, dict):
        raise ApiError("invalid_payload", "a response_url wants an object")
    if unknown := sorted(set(body) - KNOWN):
        raise ApiError("invalid_arguments", f"unknown fields {unknown}")
    where = ws.response_urls.use(key)
    place = ws.channels.get(where.channel) or ws.people[where.person_id]
    original = place.conversation.find(where.message_ts) if where.message_ts else None
    if body.get("delete_original") or body.get("replace_original"):
        if original is None or original.user != ws.bot_user_id:
            raise ApiError("no_original", "there is no message of the bot's to replace or delete")
        if body.get("delete_original"):
            posting.remove(ws, place, original)
        else:
            blocks = prepare_blocks(ws, body.get("blocks"), "message")
            posting.change(ws, place, original, text=str(body.get("text", "")), blocks=blocks)
        return
    show_response(ws, where.person_id, place, body)
