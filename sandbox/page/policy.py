"""Who may ask and what a page may do: loopback names only, our own origin only, and a strict content policy."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_ourselves(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a foreign Host (DNS rebinding) and a foreign Origin; the bot's own client sends no Origin."""
    if host_of(f"http://{request.host}") not in LOOPBACK:
        raise web.HTTPMisdirectedRequest(text="This workspace answers on loopback only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="Foreign origin.")
    return await handler(request)


def host_of(address: str) -> str:
    """The host name in an address, or nothing where it is none."""
    try:
        return URL(address).host or ""
    except ValueError:
        return ""


def must_be_the_page(request: web.Request) -> None:
    """Let only our own page in: what changes something must carry our Origin."""
    if request.headers.get("Origin") != f"http://{request.host}":
        raise web.HTTPForbidden(text="Foreign origin.")
