"""Reading a Web API request: JSON, form, multipart or query arguments, and the token."""

import json
from typing import Any

from aiohttp import web

from sandbox.records import Json


async def read_arguments(request: web.Request) -> tuple[Json, str | None]:
    """Return the arguments (as they came) and the token, which may stand among form arguments."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= _object(await request.text())
    elif request.method == "POST":
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else None
    if request.content_type != "application/json" and "token" in args:
        token = args.pop("token") or token
    return args, token


def _object(text: str) -> Json:
    try:
        value: Any = json.loads(text or "{}")
    except ValueError:
        return {"<body>": "not JSON"}
    return value if isinstance(value, dict) else {"<body>": "not an object"}
