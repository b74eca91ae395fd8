"""`import` as the administrator meets it: a report, or every fault with its line; then Slack is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from bot.commands import import_files as module
from bot.commands.import_files import take_in
from bot.settings import Settings
from bot.startup_checks import CannotStartError
from sandbox.server import serve
from sandbox.workspace import Workspace
from store.database import Database
from store.tables import people
from tests.bot.commands.import_files import ONE_CASE, file, slack_ids

MANIFEST = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text("utf-8"))
PEOPLE = """\
people:
  - {email: kari@uni.example, name: Kari Nordmann}
  - {email: ola@uni.example, name: Ola Hansen}
  - {email: liv@uni.example, name: Liv Dahl, active: false}
"""


@pytest.fixture
async def slack() -> AsyncIterator[tuple[Workspace, str]]:
    """Give a workspace where Kari has an English client, Ola has left, and nobody is called Liv."""
    workspace = Workspace(MANIFEST)
    workspace.add_person("U0KARI", "Kari Nordmann", "Kari@uni.example", locale="en-GB", tz="Europe/Oslo")
    workspace.add_person("U0OLA", "Ola Hansen", "ola@uni.example")
    workspace.deactivate("U0OLA")
    async with serve(workspace) as server:
        yield workspace, server.api_url


@pytest.fixture
def online(settings: Settings, slack: tuple[Workspace, str]) -> Settings:
    """Give settings with that workspace's token."""
    workspace, api_url = slack
    return replace(settings, bot_token=workspace.bot_token, slack_api_url=api_url)


@pytest.fixture(params=[50, 1])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let few be so many: with the first everybody is asked for alone, with the second among all."""
    monkeypatch.setattr(module, "FEW", request.param)
    return int(request.param)


def known_of_kari(settings: Settings) -> tuple[str | None, str | None]:
    """The language that Kari's Slack asks for, and her time zone, as they are kept."""
    database = Database(settings.database_url)
    with database.read() as connection:
        kari = connection.execute(sa.select(people).where(people.c.slack_id == "U0KARI")).one()
    database.dispose()
    return kari.slack_language, kari.slack_zone


def test_a_report_says_how_much_is_new(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = take_in(settings, [file(tmp_path, PEOPLE)])

    lines = capsys.readouterr().out.splitlines()
    assert status == 0
    assert [line.split() for line in lines[:3]] == [["nye", "endret"], ["Steder", "0", "0"], ["Personer", "3", "0"]]


def test_the_same_file_again_says_that_nothing_is_new(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, PEOPLE)
    take_in(settings, [path])
    capsys.readouterr()

    assert take_in(settings, [path]) == 0

    assert capsys.readouterr().out.splitlines()[0] == "Ingenting er nytt eller endret."


def test_every_fault_is_told_with_file_and_line_and_nothing_is_taken_in(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, PEOPLE + "  - {name: Ukjent}\n  - {email: feil, name: Feil}\n")

    assert take_in(settings, [path]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"{path}:5: «email» mangler.",
        f"{path}:6: «feil» er ikke en e-postadresse.",
        "2 feil. Ingenting er tatt inn.",
    ]
    assert slack_ids(settings) == {}


def test_an_older_schema_is_refused(settings: Settings, tmp_path: Path) -> None:
    elsewhere = replace(settings, database_url=f"sqlite:///{tmp_path / 'ny.db'}")

    with pytest.raises(CannotStartError, match="python -m bot migrate"):
        take_in(elsewhere, [file(tmp_path, PEOPLE)])


async def test_people_are_looked_up_in_slack_by_e_mail(
    online: Settings, slack: tuple[Workspace, str], few: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = await asyncio.to_thread(take_in, online, [file(tmp_path, PEOPLE)])

    assert status == 0
    assert slack_ids(online) == {"kari@uni.example": "U0KARI", "ola@uni.example": None, "liv@uni.example": None}
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "Funnet i Slack: 1",
        "Ikke funnet i Slack:",
        "ola@uni.example",
    ]
    assert known_of_kari(online) == (None, "Europe/Oslo")
    slack[0].assert_clean()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("named", "found"), [("", False), (", slack_id: U0ELSE", True)])
@pytest.mark.parametrize("in_shared_channel", [False, True])
async def test_somebody_of_another_workspace_is_found_by_their_id_alone(
    online: Settings, slack: tuple[Workspace, str], tmp_path: Path, *, named: str, found: bool, in_shared_channel: bool
) -> None:
    """Who is in a shared channel is in the list of people, as https://github.com/looker/lookerbot/issues/137 saw.

    Slack calls only those strangers who are in no channel that is shared, and that the app sees:
    https://github.com/timescale/tiger-agents-for-work/pull/171
    """
    workspace, _ = slack
    liv_there = workspace.add_person("U0ELSE", "Liv Dahl", "liv@uni.example", stranger=True, tz="Europe/London")
    liv_there.stranger = not in_shared_channel
    told = f"people: [{{email: liv@uni.example, name: Liv Dahl{named}}}]"
    assert await asyncio.to_thread(take_in, online, [file(tmp_path, told)]) == 0
    database = Database(online.database_url)
    with database.read() as connection:
        (liv,) = connection.execute(sa.select(people.c.slack_id, people.c.slack_zone))
    database.dispose()
    assert tuple(liv) == (("U0ELSE", "Europe/London") if found else (None, None))


async def test_people_whose_id_stands_in_the_file_are_asked_for_language_and_zone(
    online: Settings, slack: tuple[Workspace, str], few: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kari_and_nobody = (
        "people: [{email: kari@uni.example, name: Kari, slack_id: U0KARI},"
        " {email: feil@uni.example, name: Feil, slack_id: U0FEIL000}]"
    )

    with slack[0].expect_refusal("user_not_found") if few > 1 else nullcontext():
        assert await asyncio.to_thread(take_in, online, [file(tmp_path, kari_and_nobody)]) == 0

    assert known_of_kari(online) == (None, "Europe/Oslo")
    assert capsys.readouterr().out.splitlines()[-2:] == ["Ikke funnet i Slack:", "feil@uni.example"]
    slack[0].assert_clean()


async def test_slack_asking_to_wait_is_obeyed(settings: Settings, slack: tuple[Workspace, str], tmp_path: Path) -> None:
    workspace, api_url = slack
    workspace.faults.add("users.lookupByEmail", kind="ratelimited", retry_after=0, times=2)
    workspace.faults.add("users.info", kind="http_500")
    online = replace(settings, bot_token=workspace.bot_token, slack_api_url=api_url)

    assert await asyncio.to_thread(take_in, online, [file(tmp_path, PEOPLE)]) == 0

    assert slack_ids(settings)["kari@uni.example"] == "U0KARI"


async def test_slack_refusing_to_answer_does_not_undo_the_import(
    settings: Settings, slack: tuple[Workspace, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, api_url = slack
    online = replace(settings, bot_token="xoxb-wrong", slack_api_url=api_url)

    assert await asyncio.to_thread(take_in, online, [file(tmp_path, PEOPLE)]) == 1

    assert len(slack_ids(settings)) == 3
    told = "Alt er tatt inn, men Slack kunne ikke spørres om hvem folk er: invalid_auth: copy the token"
    assert told in capsys.readouterr().out
    workspace.refusals.clear()


async def test_an_account_that_is_somebody_s_already_is_told_as_that(
    online: Settings, slack: tuple[Workspace, str], few: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "people: [{email: kari.hansen@uni.example, name: Kari Hansen, slack_id: U0KARI}]"
    await asyncio.to_thread(take_in, online, [file(tmp_path, before)])
    second = "people: [{email: kari@uni.example, name: Kari Nordmann}]"

    assert await asyncio.to_thread(take_in, online, [file(tmp_path, second)]) == 0

    said = capsys.readouterr().out
    assert "kari@uni.example: Funnet, men U0KARI tilhører kari.hansen@uni.example." in said
    assert "Ikke funnet" not in said

    await asyncio.to_thread(take_in, online, [file(tmp_path, second.replace("}]", ", was: kari.hansen@uni.example}]"))])
    assert slack_ids(online) == {"kari@uni.example": "U0KARI"}


def test_no_case_is_given_to_somebody_who_cannot_be_reached_or_loses_its_owner_in_silence(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(settings, [file(tmp_path, ONE_CASE)])
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Saker uten sakseier:",
        "a: ola@uni.example har ingen konto i Slack",
    ]

    take_in(settings, [file(tmp_path, "people: [{email: kari@uni.example, name: Kari Nordmann, active: false}]")])
    assert (
        capsys.readouterr().out.splitlines()[-1] == "b: kari@uni.example er ikke aktiv, eller kontoen i Slack er stengt"
    )
