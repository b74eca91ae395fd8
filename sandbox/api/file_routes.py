"""The addresses at which bytes come and go: external uploads, and private downloads with a token."""

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from sandbox.api.desk import cut, hang
from sandbox.state.core import Core
from sandbox.state.refusing import ApiError

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to your workspace</body></html>"


def add(app: web.Application, ws: Core) -> None:
    """Add the routes for uploads and downloads."""

    async def upload(request: web.Request) -> web.Response:
        content = await _bytes_of(request)
        return await _with_fault(ws, request, "upload", lambda: _upload(ws, request, content))

    async def download(request: web.Request) -> web.Response:
        return await _with_fault(ws, request, "download", lambda: _download(ws, request))

    async def at_origin(request: web.Request) -> web.Response:
        return _download(ws, request)

    app.router.add_post("/upload/{ticket}", upload)
    app.router.add_get("/files-pri/{file}/{name}", download)
    app.router.add_get("/files-pri/{file}/download/{name}", download)
    app.router.add_get("/files-origin/{file}/{name}", at_origin)


async def _with_fault(ws: Core, request: web.Request, name: str, act: Callable[[], web.Response]) -> web.Response:
    """Let the faults strike here too: their methods are called upload and download."""
    fault = ws.faults.take(name, None)
    if fault is None:
        return act()
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    answer = act() if fault.kind == "slow" or not fault.before else None
    if fault.kind == "redirected":
        origin = f"/files-origin/{request.match_info['file']}/{request.match_info['name']}"
        return web.Response(status=302, headers={"Location": fault.code if "://" in fault.code else origin})
    if fault.kind in {"silent", "hang_after_effect"}:
        await hang(request, fault)
    if fault.kind.startswith("cut") or fault.kind == "silent":
        return cut(request)
    if answer is not None and not fault.kind.startswith("http"):
        return answer
    if fault.kind != "ratelimited":
        return web.Response(status=500)
    ws.rates.refused[name] += 1
    return web.Response(status=429, headers={"Retry-After": str(fault.retry_after)})


def _upload(ws: Core, request: web.Request, content: bytes) -> web.Response:
    file = ws.files.by_ticket(request.match_info["ticket"])
    if file is None or file.content is not None:
        ws.refuse("upload_not_expected", "nothing is awaited at this upload address")
        return web.Response(status=404, text="not found")
    if len(content) != file.length:
        ws.refuse("wrong_length", f"{file.name}: {file.length} bytes were announced, {len(content)} came")
        return web.Response(status=400, text="invalid length")
    file.content = content
    ws.changed()
    return web.Response(text=f"OK - {len(content)}")


async def _bytes_of(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader):
            return bytes(await part.read())
    return b""


def _download(ws: Core, request: web.Request) -> web.Response:
    """Give the bytes to whoever shows the bot token; anybody else gets Slack's login page with status 200."""
    header = request.headers.get("Authorization", "")
    if header != f"Bearer {ws.bot_token}" or "files:read" not in ws.app.scopes:
        ws.refuse("download_without_right", "a private file was fetched without token or files:read")
        return web.Response(text=LOGIN_PAGE, content_type="text/html")
    file_id = request.match_info["file"].rpartition("-")[2]
    try:
        file = ws.files.visible_to_bot(file_id)
    except ApiError as error:
        ws.refuse(error.code, error.detail)
        return web.Response(status=404, text="not found")
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return web.Response(body=file.content, content_type=file.mimetype, headers=disposition)
