"""The door as an ASGI application; whoever runs it gives the running bot and the words."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api import attachments, calendars, cases, packages, problems, status, webhooks
from api.door import Door
from api.edge import Edge
from api.models import Applicant
from api.problems import MEDIA_TYPE
from api.writes import KEY

TOLD = """Cases in, and what became of them out. Every write needs an `Idempotency-Key`; every fault is
`application/problem+json`. docs/api.md says what a key may see."""


def make_api(door: Door, version: str) -> Edge:
    """Join the routes. Nothing of it is shown to people: the description stands at `/openapi.json`."""
    api = FastAPI(title="Saksbot", version=version, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.door = door
    problems.register(api)
    rooms = (status, cases, attachments, packages, calendars)
    for room in rooms:
        api.include_router(room.router)

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = _description(api, version)
        return api.openapi_schema

    api.openapi = described  # type: ignore[method-assign]
    api.state.ways = [route for room in rooms for route in room.router.routes if isinstance(route, APIRoute)]
    paths = frozenset(route.path for route in api.state.ways)
    return Edge(api, api, paths | {"/openapi.json"})


def _description(api: FastAPI, version: str) -> dict[str, Any]:
    """What FastAPI finds by itself, and what it cannot know of us."""
    found = get_openapi(
        title=api.title,
        version=version,
        description=TOLD,
        routes=api.routes,
        webhooks=webhooks.router.routes,
        servers=[{"url": at}] if (at := api.state.door.runtime.context.calendars_at) else None,
    )
    schemas = found["components"]["schemas"]
    schemas["Applicant"] = Applicant.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for told in (schema for name, schema in schemas.items() if name != "Applicant" and schema["type"] == "object"):
        told["additionalProperties"] = True  # of an answer; there may be more in it one day, which breaks no client
    for way in (way for path in found["paths"].values() for way in path.values()):
        for parameter in way.get("parameters", ()):
            if parameter["name"] == KEY:
                parameter["required"] = True
                parameter["schema"].pop("default", None)  # a client with one would let it be left out
        for code, answer in way["responses"].items():
            if code >= "400":  # whatever is not done is said in one way
                answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
    return found
