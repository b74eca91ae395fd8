"""What the bot hears from Slack about its tokens when it starts: a wrong one stops it, a Slack away does not."""

import logging
from pathlib import Path

import pytest

from bot.server import serving
from bot.settings import Settings
from bot.slack import tokens
from bot.slack.client import make_session, make_slack_client
from bot.slack.errors import WRONG_TOKEN
from bot.startup_checks import CannotStartError
from sandbox.faults import Kind
from sandbox.server import serve
from sandbox.workspace import Workspace
from tests.program import environment_for
from tests.world import manifest


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PATIENCE", 1.5)


async def ask(ws: Workspace) -> None:
    async with make_session() as session:
        await tokens.ask_slack(make_slack_client(ws.bot_token, f"{ws.base_url}/api/", session))


@pytest.mark.parametrize("code", sorted(WRONG_TOKEN))
async def test_what_only_another_token_mends_stops_the_start_in_one_sentence(ws: Workspace, code: str) -> None:
    ws.faults.add("auth.test", kind="error", code=code)

    with pytest.raises(CannotStartError) as stopped:
        await ask(ws)

    assert str(stopped.value).startswith(f"Slack does not take SLACK_BOT_TOKEN: {code}: copy the token")
    assert len(str(stopped.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("kind", "code", "says"),
    [
        ("http_500", "", "internal_error"),
        ("ratelimited", "", "wait, and try again"),
        ("cut_before", "", "HTTPS_PROXY"),
        ("silent", "", "status.slack.com"),
        ("error", "accesslimited", "allow this machine's address"),
        ("error", "org_login_required", "wait until Slack is done"),
    ],
)
async def test_a_slack_that_cannot_be_asked_now_stops_nothing(
    ws: Workspace,
    sqlite_url: str,
    tmp_path: Path,
    kind: Kind,
    code: str,
    says: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ws.faults.add("auth.test", kind=kind, code=code)

    async with serving(Settings.from_environment(environment_for(ws, sqlite_url, tmp_path))):
        await ws.until(lambda: ws.socket.open)

    (said,) = [record.getMessage() for record in caplog.records if record.name == "bot.slack.tokens"]
    assert "going on" in said
    assert says in said


async def test_scopes_that_the_token_lacks_are_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    other = manifest()
    for scope in ("files:write", "im:write"):
        other["oauth_config"]["scopes"]["bot"].remove(scope)
    workspace = Workspace(other)

    async with serve(workspace):
        await ask(workspace)

    (line,) = [record for record in caplog.records if record.name == "bot.slack.tokens"]
    assert line.levelno == logging.WARNING
    assert "files:write, im:write" in line.getMessage()
    assert "install the app again" in line.getMessage()


async def test_a_token_that_is_right_is_no_word_in_the_log(ws: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    await ask(ws)

    assert [record for record in caplog.records if record.name == "bot.slack.tokens"] == []
    ws.assert_clean()
