"""A token and a database that do not belong together: nobody is taken for gone, and nobody told so."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.commands.check import look
from bot.server import serving
from bot.settings import Settings
from bot.slack.workspace import is_of
from bot.startup_checks import CannotStartError
from sandbox.faults import Kind
from sandbox.workspace import Workspace
from store.database import Database
from store.tables import people
from tests.program import environment_for

NAMES = ("kari", "ola", "ida")


@pytest.fixture
def environment(ws: Workspace, sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    """Give the settings of a bot whose database knows three people."""
    database = Database(sqlite_url)
    with database.begin() as connection:
        for name in NAMES:
            row = {"email": f"{name}@uni.example", "name": name, "slack_id": f"U0{name.upper()}"}
            connection.execute(people.insert().values(row))
    database.dispose()
    return environment_for(ws, sqlite_url, tmp_path)


async def faults(environment: dict[str, str]) -> list[str]:
    return [one.words async for one in look(environment) if one.mark == "FAULT" and one.subject == "SLACK_BOT_TOKEN"]


def closed(environment: dict[str, str]) -> int:
    database = Database(environment["DATABASE_URL"])
    with database.read() as connection:
        found = connection.execute(sa.select(sa.func.count()).where(people.c.account_closed)).scalar_one()
    database.dispose()
    return found


def comes(ws: Workspace, name: str) -> None:
    ws.add_person(f"U0{name.upper()}", name=name, email=f"{name}@uni.example", title="")


async def test_the_token_of_another_workspace_does_not_start_and_closes_no_account(
    environment: dict[str, str],
) -> None:
    with pytest.raises(CannotStartError, match="Slack knows none of the people of this database"):
        async with serving(Settings.from_environment(environment)):
            raise AssertionError("it runs")

    (fault,) = await faults(environment)
    assert "Let SLACK_BOT_TOKEN and DATABASE_URL belong together" in fault
    assert closed(environment) == 0


async def test_one_who_is_there_is_enough(ws: Workspace, environment: dict[str, str]) -> None:
    comes(ws, NAMES[-1])
    async with serving(Settings.from_environment(environment)):
        await ws.until(lambda: ws.socket.open)
    assert await faults(environment) == []


@pytest.mark.parametrize(("kind", "code"), [("http_500", ""), ("error", "missing_scope")])
async def test_a_slack_that_does_not_say_stops_nothing(
    ws: Workspace, environment: dict[str, str], kind: Kind, code: str
) -> None:
    ws.faults.add("users.info", kind=kind, code=code)
    async with serving(Settings.from_environment(environment)):
        await ws.until(lambda: ws.socket.open)


async def test_those_with_whom_it_was_tried_elsewhere_stop_nothing(ws: Workspace, environment: dict[str, str]) -> None:
    database = Database(environment["DATABASE_URL"])
    with database.begin() as connection:
        for name in ("per", "liv", "eva", "jon"):
            row = {"email": f"{name}@uni.example", "name": name, "slack_id": f"U0{name.upper()}"}
            connection.execute(people.insert().values(row))
    database.dispose()
    comes(ws, "jon")
    async with serving(Settings.from_environment(environment)):
        await ws.until(lambda: ws.socket.open)
    assert await faults(environment) == []


@pytest.mark.parametrize(
    ("user", "is_ours"),
    [
        ({"team_id": "T0OURS"}, True),
        ({"team_id": "T0ELSE"}, False),
        ({"team_id": "T0OURS", "is_stranger": True}, False),
        ({"team_id": "T0BESIDE", "enterprise_user": {"enterprise_id": "E0OURS", "teams": ["T0BESIDE"]}}, True),
        ({"team_id": "T0ELSE", "enterprise_user": {"enterprise_id": "E0ELSE", "teams": ["T0ELSE"]}}, False),
        ({"team_id": "E0OURS"}, True),
    ],
)
def test_who_is_of_the_organization_is_ours_and_who_is_of_another_one_is_not(
    user: dict[str, object], *, is_ours: bool
) -> None:
    assert is_of({"team_id": "T0OURS", "enterprise_id": "E0OURS"}, user) is is_ours


async def test_of_two_people_nothing_is_concluded(ws: Workspace, environment: dict[str, str]) -> None:
    database = Database(environment["DATABASE_URL"])
    with database.begin() as connection:
        connection.execute(people.update().where(people.c.name == NAMES[0]).values(slack_id=None))
    database.dispose()
    async with serving(Settings.from_environment(environment)):
        await ws.until(lambda: ws.socket.open)
