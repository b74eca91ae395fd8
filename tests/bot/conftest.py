"""What tests of the bot's parts start from."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sandbox.server import serve
from sandbox.workspace import Workspace
from tests.world import manifest


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    """Give a workspace that answers over HTTP, with the app in it and nobody else."""
    workspace = Workspace(manifest())
    async with serve(workspace):
        yield workspace
