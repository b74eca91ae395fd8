"""The page's routes: the document, its own files, the browser's socket, uploads, and the files of messages."""

from functools import cache
from importlib.resources import files as package_files
from urllib.parse import quote

from aiohttp import web

from sandbox.page.files import PICTURES, READABLE
from sandbox.page.policy import HEADERS, must_be_the_page, only_ourselves
from sandbox.page.shell import page
from sandbox.page.stage import Stage
from sandbox.page.tab import Tab
from sandbox.person import Person
from sandbox.workspace import Workspace

LARGEST = 100_000_000
ASKED_AS = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def add_page(app: web.Application, workspace: Workspace) -> Stage:
    """Serve the browser page of this workspace from the application; call before it starts.

    Returns what all tabs share.
    """
    stage = Stage(workspace)
    pages = Pages(stage)
    app.middlewares.append(only_ourselves)
    app.router.add_get("/", pages.document)
    app.router.add_get("/page/static/{name}", pages.static)
    app.router.add_get("/favicon.ico", pages.sign)
    app.router.add_get("/page/socket", pages.socket)
    app.router.add_post("/page/upload", pages.upload)
    app.router.add_get("/page/file/{person}/{file}", pages.file)
    app.on_shutdown.append(pages.leave)
    return stage


class Pages:
    """The handlers, around one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._static = own_files()

    async def document(self, request: web.Request) -> web.Response:
        """The page, as the person in `?as=`, or as the first one."""
        people = self._stage.workspace.people
        person_id = request.query.get("as", "")
        if person_id not in people:
            if not people:
                return web.Response(text="There is nobody here yet.", headers=HEADERS)
            raise web.HTTPFound(f"/?as={quote(next(iter(people)))}")
        offer = self._stage.offer(people[person_id])
        language = language_of(request)
        text = str(page(self._stage.screen(person_id).reader.of_the_page(language), offer))
        response = web.Response(text=text, content_type="text/html", headers=HEADERS)
        if "language" in request.query:
            response.set_cookie("language", language, samesite="Strict")
        return response

    async def static(self, request: web.Request) -> web.Response:
        """Our style sheet, scripts and sign."""
        name = request.match_info["name"]
        if name not in self._static:
            raise web.HTTPNotFound
        kind = TYPES[name.rpartition(".")[2]]
        return web.Response(body=self._static[name], content_type=kind, charset="utf-8", headers=HEADERS)

    async def sign(self, _request: web.Request) -> web.Response:
        """The page's sign, asked for where a file is opened by itself."""
        return web.Response(body=self._static["icon.svg"], content_type=TYPES["svg"], headers=HEADERS)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """The one socket of a browser tab."""
        must_be_the_page(request)
        person = self._person(request.query.get("as", ""))
        socket = web.WebSocketResponse(heartbeat=20.0, max_msg_size=1_000_000)
        await socket.prepare(request)
        await Tab(self._stage, person.id, language_of(request), socket).live()
        return socket

    async def upload(self, request: web.Request) -> web.Response:
        """Take one file in as the raw body; the answer's ticket goes into the message or form."""
        must_be_the_page(request)
        person = self._person(request.query.get("as", ""))
        content = bytearray()
        async for chunk in request.content.iter_chunked(65536):
            content += chunk
            if len(content) > LARGEST:
                raise web.HTTPRequestEntityTooLarge(LARGEST, len(content))
        ticket = self._stage.uploads.put(person.id, request.query.get("name", "file"), bytes(content))
        return web.json_response({"ticket": ticket}, headers=HEADERS)

    async def file(self, request: web.Request) -> web.Response:
        """A file that this person has been shown; what a browser could run is only ever saved, not opened."""
        person = self._person(request.match_info["person"])
        store, file_id = self._stage.workspace.files, request.match_info["file"]
        if file_id not in store or not _sees(person, file_id) or store[file_id].content is None:
            raise web.HTTPNotFound(text="The file is no longer there.")
        found = store[file_id]
        kind = found.mimetype if found.mimetype in READABLE else "application/octet-stream"
        opened = kind in READABLE and "last" not in request.query
        way = "inline" if opened else "attachment"
        policy = (
            {}
            if kind == "application/pdf"
            else {"Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"}
        )
        headers = HEADERS | policy | {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(found.name)}"}
        charset = None if kind in PICTURES or kind == "application/pdf" or not opened else "utf-8"
        return web.Response(body=found.content, content_type=kind, charset=charset, headers=headers)

    async def leave(self, _app: web.Application) -> None:
        """Close every tab's socket when the server stops."""
        await self._stage.close()

    def _person(self, person_id: str) -> Person:
        if person_id not in self._stage.workspace.people:
            raise web.HTTPNotFound(text="Nobody is called that.")
        return self._stage.workspace.people[person_id]


@cache
def own_files() -> dict[str, bytes]:
    """The page's own files by their names."""
    folder = package_files("sandbox.page") / "static"
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def language_of(request: web.Request) -> str:
    """The language of the page's own explanations: chosen on the page, otherwise what the browser asks for first."""
    asked = [one.partition(";")[0].strip().lower() for one in request.headers.get("Accept-Language", "").split(",")]
    wishes = [request.query.get("language", ""), request.cookies.get("language", ""), *asked]
    known = [ASKED_AS[code] for one in wishes if (code := one.partition("-")[0]) in ASKED_AS]
    return next(iter(known), "en")


def _sees(person: Person, file_id: str) -> bool:
    drawn = [one for message in person.seen() for one in (*message.files, *message.blocks)]
    return any(file_id in str(one) for one in (*drawn, *person.modals, person.home))
