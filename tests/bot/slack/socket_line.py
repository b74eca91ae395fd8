"""A workspace with an app that may be connected to, and somebody who answers everything well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml
from slack_bolt.response import BoltResponse

from sandbox.server import serve
from sandbox.workspace import Workspace

MANIFEST = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text("utf-8"))


async def well(_payload: dict[str, Any], _headers: dict[str, str] | None) -> BoltResponse:
    return BoltResponse(status=200)


@asynccontextmanager
async def slack() -> AsyncIterator[tuple[Workspace, str]]:
    workspace = Workspace(MANIFEST)
    workspace.add_person("U0KARI", "Kari Nordmann", "kari@uni.example")
    async with serve(workspace) as server:
        yield workspace, server.api_url
