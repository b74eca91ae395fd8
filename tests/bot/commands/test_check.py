"""`check` against the sandbox: a line for each thing that is right, and for each fault."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.commands.check import look
from bot.commands.findings import Finding
from bot.slack.errors import cure_of
from bot.slack.tokens import REACH
from sandbox.server import serve
from sandbox.workspace import Workspace
from store.database import Database
from store.delivery_tables import HELD
from store.files import FileStore
from store.tables import outbox, people
from tests.databases import new_sqlite
from tests.institution import MONDAY, furnish
from tests.program import environment_for, finished
from tests.world import manifest

Trouble = Callable[[Workspace, dict[str, str]], object]


@pytest.fixture
def environment(ws: Workspace, tmp_path: Path) -> dict[str, str]:
    return environment_for(ws, new_sqlite(tmp_path / "saksbot.db"), tmp_path)


async def lines(environment: dict[str, str]) -> list[Finding]:
    return [finding async for finding in look(environment)]


async def faults(environment: dict[str, str]) -> list[str]:
    return [f"{finding.subject}: {finding.words}" for finding in await lines(environment) if finding.mark == "FAULT"]


async def test_all_is_right(ws: Workspace, environment: dict[str, str]) -> None:
    found = await lines(environment)

    assert [(finding.mark, finding.subject) for finding in found] == [
        ("ok", "settings"),
        ("off", "TEMPLATES"),
        ("off", "retention"),
        ("ok", "database"),
        ("ok", "schema"),
        ("ok", "delivery"),
        ("ok", "history"),
        ("ok", "files"),
        ("off", "METRICS_PORT"),
        ("ok", "FILES_DIR"),
        ("off", "EXPORT_DIR"),
        ("ok", "SLACK_BOT_TOKEN"),
        ("ok", "scopes"),
        ("ok", "clock"),
        ("ok", "SLACK_APP_TOKEN"),
        ("off", "e-mail"),
    ]
    ws.assert_clean()


async def test_the_command_prints_what_it_finds_and_no_secret(ws: Workspace, environment: dict[str, str]) -> None:
    status, printed, complaint = await finished("check", environment=environment)
    faulty, and_printed, _ = await finished("check", environment=environment | {"DATABASE_URL": "sqlite:///no/no.db"})

    assert (status, complaint) == (0, "")
    assert len(printed.splitlines()) == 16
    assert faulty == 1
    assert [line for line in and_printed.splitlines() if line.startswith("FAULT")] == [
        line for line in and_printed.splitlines() if " schema: " in line
    ]
    assert ws.bot_token not in printed
    assert ws.app_token not in printed


async def test_in_http_mode_no_app_token_is_asked_for(ws: Workspace, environment: dict[str, str]) -> None:
    found = await lines(environment | {"SLACK_APP_TOKEN": ""})

    assert "SLACK_SIGNING_SECRET" in {finding.subject for finding in found}
    assert [call.method for call in ws.calls] == ["auth.test"]


async def test_each_wrong_setting_is_a_line() -> None:
    found = await faults({"PORT": "many"})

    assert [line.split(":")[1].strip() for line in found] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
        "PORT",
    ]


async def test_a_database_without_tables_is_a_fault(environment: dict[str, str], tmp_path: Path) -> None:
    (fault,) = await faults(environment | {"DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"})

    assert fault.startswith("schema: ")
    assert "python -m bot migrate" in fault
    assert not (tmp_path / "other.db").exists()


async def test_a_database_that_does_not_answer_is_a_fault(environment: dict[str, str]) -> None:
    (fault,) = await faults(environment | {"DATABASE_URL": "postgresql://u:geheim@127.0.0.1:1/x"})

    assert fault.startswith("database: ")
    assert "geheim" not in fault


async def test_a_folder_that_cannot_be_written_to_is_a_fault(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")

    (fault,) = await faults(environment)

    assert fault.startswith("FILES_DIR: cannot write to ")


async def test_tokens_that_slack_does_not_take_are_faults(ws: Workspace, environment: dict[str, str]) -> None:
    with ws.expect_refusal("invalid_auth"):
        found = await faults(environment | {"SLACK_BOT_TOKEN": "xoxb-old", "SLACK_APP_TOKEN": "xapp-old"})

    assert [line.split(": ")[:2] for line in found] == [
        ["SLACK_BOT_TOKEN", "invalid_auth"],
        ["SLACK_APP_TOKEN", "invalid_auth"],
    ]
    assert "Install App" in found[0]
    assert "app-level token" in found[1]


@pytest.mark.parametrize("kind", ["http_500", "cut_before"])
async def test_a_slack_that_does_not_answer_is_a_fault(ws: Workspace, environment: dict[str, str], kind: str) -> None:
    ws.faults.add("auth.test", kind=kind)  # type: ignore[arg-type]

    (fault,) = await faults(environment)

    assert "Slack" in fault


async def test_a_missing_scope_is_a_fault_and_one_too_many_is_said(tmp_path: Path) -> None:
    other = deepcopy(manifest())
    other["oauth_config"]["scopes"]["bot"].remove("files:write")
    other["oauth_config"]["scopes"]["bot"].append("channels:read")
    workspace = Workspace(other)

    async with serve(workspace):
        found = await lines(environment_for(workspace, new_sqlite(tmp_path / "saksbot.db"), tmp_path))

    (scopes,) = [finding for finding in found if finding.subject == "scopes"]
    assert scopes.mark == "FAULT"
    assert "files:write" in scopes.words


def leave(environment: dict[str, str], *, minutes: int, **values: object) -> None:
    """Leave a card in the outbox, so many minutes ago."""
    database = Database(environment["DATABASE_URL"])
    since_at = datetime.now(UTC) - timedelta(minutes=minutes)
    with database.begin() as connection:
        known = connection.execute(sa.select(people.c.id)).first()
        if not known:
            connection.execute(people.insert().values(id=1, email="ola@uni.example", name="Ola"))
        row = {"key": str(values), "kind": "card", "subject_id": 7, "person_id": 1, "ordering_key": "1", "details": {}}
        times = {"not_before_at": since_at, "created_at": since_at, "tried_at": since_at}
        connection.execute(outbox.insert().values({**row, **times, **values}))
    database.dispose()


async def test_what_waits_for_long_is_a_fault_for_each_reason_with_its_cure(environment: dict[str, str]) -> None:
    leave(environment, minutes=30, error="messages_tab_disabled", ordering_key="1")
    leave(environment, minutes=20, error="messages_tab_disabled", ordering_key="2")
    leave(environment, minutes=15, error="ServerDisconnectedError")
    leave(environment, minutes=5, error="invalid_auth")
    assert await faults(environment) == [
        f"delivery: 2 waiting for up to 30 min: messages_tab_disabled ({cure_of('messages_tab_disabled')})",
        f"delivery: 1 waiting for up to 15 min: no answer ({REACH})",
    ]


async def test_what_waits_on_purpose_or_was_refused_is_no_fault(environment: dict[str, str]) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    leave(environment, minutes=600, error=HELD, not_before_at=tomorrow)
    leave(environment, minutes=600, error="msg_too_long", state="refused", done_at=MONDAY)
    assert await faults(environment) == []
    said = [str(one) async for one in look(environment) if one.subject == "delivery"]
    assert said == [
        "ok     delivery: 1 waiting, none for longer than 10 minutes",
        "ok     delivery: 1 refused for good, and told to people: python -m bot outbox",
    ]


@pytest.mark.parametrize(
    ("seconds", "mark", "says"),
    [
        (0, "ok", "as Slack's"),
        (45, "ok", "as Slack's"),
        (-45, "ok", "as Slack's"),
        (600, "FAULT", "600 s ahead of Slack's: set it"),
        (-600, "FAULT", "600 s behind Slack's: set it"),
    ],
)
async def test_a_clock_that_is_wrong_is_a_fault(
    environment: dict[str, str], seconds: int, mark: str, says: str
) -> None:
    found = [one async for one in look(environment, lambda: datetime.now(UTC) + timedelta(seconds=seconds))]

    (clock,) = [one for one in found if one.subject == "clock"]
    assert clock.mark == mark
    numbers = re.sub(r"\b(599|601)\b", "600", clock.words)  # Slack tells whole seconds
    assert says in numbers


def nothing(_ws: Workspace, _environment: dict[str, str]) -> None:
    pass


def fault_of(method: str, **more: Any) -> Trouble:
    return lambda ws, _environment: ws.faults.add(method, **more)


def waiting_because_of(error: str | None) -> Trouble:
    return lambda _ws, environment: leave(environment, minutes=30, error=error)


# What is wrong, by one more setting or by something done before; the line's subject; the cure that it names.
CURES: list[tuple[dict[str, str], Trouble, str, str]] = [
    ({"SLACK_BOT_TOKEN": ""}, nothing, "settings", "begins with xoxb-"),
    ({"PORT": "x"}, nothing, "settings", "must be a number"),
    ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x"}, nothing, "database", "See whether it runs"),
    ({"DATABASE_URL": "sqlite:////nowhere/x.db"}, nothing, "schema", "python -m bot migrate"),
    ({"FILES_DIR": "/proc/files"}, nothing, "FILES_DIR", "a folder that this user owns"),
    ({"METRICS_PORT": "http"}, nothing, "settings", "METRICS_PORT: must be a number"),
    ({"EXPORT_DIR": "/nowhere"}, nothing, "EXPORT_DIR", "make this folder, or mount its disk"),
    ({"SMTP_URL": "smtp://127.0.0.1:9"}, nothing, "e-mail", "whether SMTP_URL has its right name"),
    ({}, fault_of("auth.test", kind="error", code="token_revoked"), "SLACK_BOT_TOKEN", "Install App"),
    ({}, fault_of("auth.test", kind="error", code="accesslimited"), "SLACK_BOT_TOKEN", "allow this machine's address"),
    ({}, fault_of("auth.test", kind="error", code="never_heard_of"), "SLACK_BOT_TOKEN", "look for never_heard_of"),
    ({}, fault_of("auth.test", kind="cut_before"), "SLACK_BOT_TOKEN", "HTTPS_PROXY"),
    ({}, fault_of("auth.test", kind="ratelimited"), "SLACK_BOT_TOKEN", "wait, and try again"),
    ({}, fault_of("auth.test", kind="http_500"), "SLACK_BOT_TOKEN", "status.slack.com"),
    ({}, fault_of("apps.connections.open", kind="error", code="not_authed"), "SLACK_APP_TOKEN", "app-level token"),
    ({}, fault_of("apps.connections.open", kind="cut_before"), "SLACK_APP_TOKEN", "HTTPS_PROXY"),
    ({}, fault_of("apps.connections.open", kind="error", code="forbidden_team"), "SLACK_APP_TOKEN", "use HTTP"),
    ({}, waiting_because_of(None), "delivery", "see whether the bot runs"),
    ({}, waiting_because_of("restricted_action"), "delivery", "an administrator of the workspace"),
    ({}, waiting_because_of("ClientConnectorDNSError"), "delivery", "HTTPS_PROXY"),
    ({}, waiting_because_of("TimeoutError"), "delivery", "status.slack.com"),
    ({}, waiting_because_of("status 503"), "delivery", "status.slack.com"),
    ({}, waiting_because_of("upload: status 403"), "delivery", "HTTPS_PROXY"),
    ({}, waiting_because_of("mail: the login is refused: 535"), "delivery", "set SMTP_URL to a user"),
    ({}, waiting_because_of("KeyError"), "delivery", "send the log to its makers"),
]


@pytest.mark.parametrize(("more", "trouble", "subject", "cure"), CURES)
async def test_every_fault_names_its_cure_and_no_exception(
    ws: Workspace, environment: dict[str, str], more: dict[str, str], trouble: Trouble, subject: str, cure: str
) -> None:
    trouble(ws, environment)

    found = [one for one in await lines(environment | more) if one.mark == "FAULT"]

    assert [cure for one in found if one.subject == subject and cure in one.words] == [cure], found
    assert [one for one in found if re.search(r"(?-i:[A-Z])\w+(Error|Exception)\b", one.words)] == []
    assert all(len(str(one).splitlines()) == 1 for one in found)


async def test_each_case_that_has_lost_its_owner_is_named(ws: Workspace, environment: dict[str, str]) -> None:
    database = Database(environment["DATABASE_URL"])
    furnish(database, FileStore(Path(environment["FILES_DIR"])))
    with database.read() as connection:
        for slack_id, email in connection.execute(sa.select(people.c.slack_id, people.c.email)):
            ws.add_person(slack_id, name=email, email=email, title="")
    assert await faults(environment) == []
    with database.begin() as connection:
        connection.execute(people.update().where(people.c.email == "kari@uni.example").values(active=False))
    database.dispose()

    (told,) = await faults(environment)

    assert told.startswith("cases: case 2026-101 has no owner: kari@uni.example has left")
