"""An installation as docs/install.md says, typed line by line, ends with a case on somebody's Home; and comes back.

With REAL_INSTALL set (`make install-check`) it has an environment of its own, and pip fetches what the lock says.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.person import Person
from sandbox.server import serve
from sandbox.workspace import Workspace
from tests import postgres
from tests.install.machine import INSTALL, OPERATIONS, ROOT, Machine, blocks
from tests.program import environment_for
from tests.world import manifest

IS_REAL = "REAL_INSTALL" in os.environ
PATIENCE = 120.0  # processes start, on a machine that may be busy
TITLE = "Innpassing av eksterne emner – Bachelor i historie"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Give a machine with PostgreSQL on it."""
    shell = postgres.shell(postgres.start_postgres())
    found = Machine(tmp_path, {**shell}, is_real=IS_REAL)
    (tmp_path / "var/run/postgresql").symlink_to(shell["PGHOST"])
    yield found
    found.switch_off()
    found.type("sudo -u postgres dropdb --if-exists --force saksbot; sudo -u postgres dropuser --if-exists saksbot")


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    workspace = Workspace(manifest())
    workspace.add_person(
        "U0KARI", name="Kari Nordmann", email="kari@uni.example", locale="en-US", tz="Europe/Oslo", title=""
    )
    async with serve(workspace):
        yield workspace


async def installed(machine: Machine, ws: Workspace, *left_out: str, **settings: str) -> Person:
    """Type docs/install.md, without the blocks that have these words in them, until the case stands on Kari's Home."""
    known = environment_for(ws, "", machine.folder)
    slack = {name: known[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL")}
    machine.write_settings(**slack, **settings)
    (example,) = re.findall(r"```yaml\n(places:.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (machine.folder / "people.yml").write_text(example, "utf-8")
    for block in blocks(INSTALL):
        if "people.yml" in block:
            machine.path("/var/lib/saksbot/vitnemal.pdf").write_bytes(b"%PDF-1.4 vitnemal")
        if not any(words in block for words in left_out):
            await asyncio.to_thread(machine.type, block)
    return await at_home(ws)


async def at_home(ws: Workspace) -> Person:
    """Wait until the service has a line to Slack, and let Kari open Home."""
    kari = ws.person("U0KARI")
    await ws.until(lambda: ws.socket.open, PATIENCE)
    await kari.open_home()
    await ws.until(lambda: kari.home and TITLE in kari.text_of("home"), PATIENCE)
    return kari


async def type_under(machine: Machine, heading: str, *, only: slice = slice(None)) -> None:
    """Type what stands under a heading of docs/operations.md."""
    for block in blocks(OPERATIONS, heading)[only]:
        await asyncio.to_thread(machine.type, block)


async def test_what_the_document_says_leads_to_a_case_on_home_and_what_it_backs_up_comes_back(
    machine: Machine, ws: Workspace
) -> None:
    await installed(machine, ws)
    machine.stand_in("saksbot", 'echo "$*" >> "$MACHINE/said"')

    await type_under(machine, "Backup")
    await asyncio.to_thread(machine.type, "rm -r /var/lib/saksbot/files/*")
    await type_under(machine, "Restore", only=slice(1))

    kari = await at_home(ws)
    await kari.click("Åpne", at="home", near=TITLE)
    await ws.until(lambda: "Vitnemål" in kari.text_of("home"), PATIENCE)
    assert (machine.folder / "said").read_text().split() == ["migrate", "check"]
    kept = [path.name for path in machine.path("/var/lib/saksbot/files").rglob("*") if path.is_file()]
    assert len(kept) == 2  # the attachment, and the mark by which the folder is known


@pytest.mark.skipif(not IS_REAL, reason="the longer way is taken by make install-check")
async def test_one_that_began_with_sqlite_moves_to_postgresql_and_is_upgraded(machine: Machine, ws: Workspace) -> None:
    sqlite = f"sqlite:///{machine.path('/var/lib/saksbot/saksbot.db')}"
    await installed(machine, ws, "createdb", DATABASE_URL=sqlite)

    await asyncio.to_thread(machine.type, blocks(INSTALL, "3. The database")[0])
    await type_under(machine, "From SQLite to PostgreSQL")
    await at_home(ws)
    await type_under(machine, "Backup")
    await type_under(machine, "Upgrade")

    kari = await at_home(ws)
    await kari.click("Åpne", at="home", near=TITLE)
    await ws.until(lambda: "Vitnemål" in kari.text_of("home"), PATIENCE)
    assert "postgresql" in machine.path("/etc/saksbot.env").read_text()
