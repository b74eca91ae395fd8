"""`run` as a process of its own: it answers, it stops in time whatever it waits for, and it runs only once."""

import errno
import os
import re
import signal
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from bot.listening import taken_named
from bot.startup_checks import CannotStartError
from sandbox.server import serve
from sandbox.workspace import Workspace
from store.database import Database
from store.files import FileStore
from store.tables import outbox
from tests.databases import new_sqlite
from tests.institution import furnish
from tests.program import Program, environment_for, finished, started
from tests.world import manifest, people_in

START_SECONDS = 40.0  # for a busy machine
STOP_SECONDS = 5.0


@pytest.fixture
async def ws() -> AsyncIterator[Workspace]:
    workspace = Workspace(manifest())
    people_in(workspace)
    async with serve(workspace):
        yield workspace


@pytest.fixture
def furnished_url(tmp_path: Path) -> str:
    database = Database(new_sqlite(tmp_path / "saksbot.db"))
    furnish(database, FileStore(tmp_path / "files"))
    database.dispose()
    return str(database.url)


async def stopped(program: Program, number: signal.Signals = signal.SIGTERM) -> int:
    """Stop it, and fail when that took longer than it may by its own log (the machine may be busy)."""
    program.process.send_signal(number)
    status = await program.ended()
    lines = "".join(program.said).splitlines()
    (begun,) = [instant(line) for line in lines if "Stopping …" in line]
    assert instant(lines[-1]) - begun < timedelta(seconds=STOP_SECONDS), program.said
    return status


def instant(line: str) -> datetime:
    return datetime.fromisoformat(re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line)[0])


async def lines(ws: Workspace, number: int) -> None:
    await ws.until(lambda: len(ws.socket.open) == number, timeout=START_SECONDS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_in_socket_mode_it_answers_and_stops_when_told(
    ws: Workspace, furnished_url: str, tmp_path: Path, number: signal.Signals
) -> None:
    async with started("run", environment=environment_for(ws, furnished_url, tmp_path)) as program:
        await lines(ws, 2)
        await program.says("Saksbot runs")
        await ws.person("U0KARI").open_home()
        await ws.until(lambda: ws.person("U0KARI").home)

        status = await stopped(program, number)

    assert status == 0, program.said
    assert "Traceback" not in "".join(program.said)
    assert ws.socket.open == []
    ws.assert_clean()


async def test_where_no_file_can_be_put_is_said_at_the_start_and_people_can_work(
    ws: Workspace, furnished_url: str, tmp_path: Path
) -> None:
    (tmp_path / "no-folder").write_text("a file")
    places = {"FILES_DIR": str(tmp_path / "no-folder"), "EXPORT_DIR": str(tmp_path / "not-mounted")}
    environment = environment_for(ws, furnished_url, tmp_path) | places
    async with started("run", environment=environment) as program:
        assert "let FILES_DIR name a folder that this user owns" in await program.says("FILES_DIR: cannot write to")
        assert "make this folder, or mount its disk" in await program.says("EXPORT_DIR: ")
        await ws.person("U0KARI").open_home()
        await ws.until(lambda: ws.person("U0KARI").home, timeout=START_SECONDS)
        assert await stopped(program) == 0


async def test_in_http_mode_it_answers_and_stops_when_told(ws: Workspace, furnished_url: str, tmp_path: Path) -> None:
    more = {"LOG_FORMAT": "json", "METRICS_PORT": "0"}
    environment = environment_for(ws, furnished_url, tmp_path, mode="http") | more
    async with started("run", environment=environment) as program:
        line = await program.says("Listening for Slack at")
        ws.deliver_to(re.findall(r"http://[^\"\s]+", line)[0])
        watched = re.findall(r"http://[^\"\s]+:\d+", await program.says("Watched at"))[0]
        async with aiohttp.ClientSession(watched) as watcher, watcher.get("/ready") as answer:
            assert answer.status == 200, await answer.text()
        await ws.person("U0KARI").open_home()
        await ws.until(lambda: ws.person("U0KARI").home)

        status = await stopped(program)

    assert status == 0, program.said
    assert "Traceback" not in "".join(program.said)
    ws.assert_clean()


async def test_it_stops_while_slack_does_not_answer_a_message(
    ws: Workspace, furnished_url: str, tmp_path: Path
) -> None:
    ws.faults.add("views.publish", kind="hang_after_effect")
    async with started("run", environment=environment_for(ws, furnished_url, tmp_path)) as program:
        await lines(ws, 2)
        await ws.person("U0KARI").open_home()
        await ws.until(lambda: ws.person("U0KARI").home)

        status = await stopped(program)

    assert status == 0, program.said
    assert "Traceback" not in "".join(program.said)
    assert unfinished(furnished_url) == {"sending"}


def unfinished(url: str) -> set[str]:
    database = Database(url)
    with database.read() as connection:
        states = set(connection.execute(sa.select(outbox.c.state)).scalars())
    database.dispose()
    return states - {"sent", "dropped"}


async def test_it_stops_while_slack_does_not_give_it_a_line(ws: Workspace, furnished_url: str, tmp_path: Path) -> None:
    ws.faults.add("apps.connections.open", kind="hang_after_effect")
    async with started("run", environment=environment_for(ws, furnished_url, tmp_path)) as program:
        await ws.until(
            lambda: [one for one in ws.calls if one.method == "apps.connections.open"], timeout=START_SECONDS
        )

        assert await stopped(program) == 0


async def test_a_second_process_on_the_same_sqlite_is_refused_and_after_a_kill_the_next_may_start(
    ws: Workspace, furnished_url: str, tmp_path: Path
) -> None:
    environment = environment_for(ws, furnished_url, tmp_path)
    async with started("run", environment=environment) as first:
        await lines(ws, 2)
        status, _, complaint = await finished("run", environment=environment)
        first.process.kill()
        await first.ended()
    async with started("run", environment=environment) as third:
        await third.says("Saksbot runs")
        await stopped(third)

    assert status == 1
    assert f"process {first.process.pid}" in complaint
    assert "Traceback" not in complaint


async def test_two_processes_may_share_a_postgresql(ws: Workspace, tmp_path: Path, postgres_url: str) -> None:
    environment = environment_for(ws, postgres_url, tmp_path)
    async with started("run", environment=environment) as first, started("run", environment=environment) as second:
        await lines(ws, 4)

        assert await stopped(first) == 0
        await lines(ws, 2)
        assert await stopped(second) == 0


async def test_an_older_schema_is_refused(ws: Workspace, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
    database.dispose()

    status, _, complaint = await finished("run", environment=environment_for(ws, str(database.url), tmp_path))

    assert status == 1
    assert "has schema 0000" in complaint
    assert "python -m bot migrate" in complaint
    assert len(complaint.splitlines()) == 1


async def test_an_unreachable_database_is_said_in_one_sentence(ws: Workspace, tmp_path: Path) -> None:
    url = "postgresql://saksbot:geheim@127.0.0.1:1/saksbot"

    status, _, complaint = await finished("run", environment=environment_for(ws, url, tmp_path))

    assert status == 1
    assert "cannot be used" in complaint
    assert "?." not in complaint
    assert "geheim" not in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize("setting", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_token_that_slack_refuses_is_said_in_one_sentence(
    ws: Workspace, furnished_url: str, tmp_path: Path, setting: str
) -> None:
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}[setting]
    environment = environment_for(ws, furnished_url, tmp_path) | {setting: wrong}

    status, _, complaint = await finished("run", environment=environment)

    assert status == 1
    assert complaint.splitlines()[-1].startswith(f"Slack does not take {setting}: invalid_auth: ")
    assert complaint.rstrip().endswith("start again.")
    assert "Traceback" not in complaint
    assert "wrong" not in complaint


async def test_a_port_in_use_is_said_in_one_sentence(ws: Workspace, furnished_url: str, tmp_path: Path) -> None:
    environment = environment_for(ws, furnished_url, tmp_path, mode="http")
    environment["PORT"] = ws.base_url.rpartition(":")[2]

    status, _, complaint = await finished("run", environment=environment)

    assert status == 1
    words = (
        rf"Cannot listen at 127.0.0.1:{environment['PORT']}: Address already in use\. Let HOST be .*, and PORT a .*\."
    )
    assert re.fullmatch(words, complaint.splitlines()[-1])
    assert "Traceback" not in complaint


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EADDRNOTAVAIL, "… (while attempting to bind …)"), os.strerror(errno.EADDRNOTAVAIL)),
        (OSError(-2, "Name or service not known (while attempting to bind …)"), "Name or service not known"),
    ],
)
def test_an_address_that_is_not_this_machines_is_said_with_what_to_do(error: OSError, reason: str) -> None:
    words = rf"^Cannot listen at no\.example:3000: {reason}\. Let HOST be an address of this machine, and PORT a port"
    with pytest.raises(CannotStartError, match=words), taken_named("no.example", 3000, "PORT"):
        raise error
