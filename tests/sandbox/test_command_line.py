"""python -m sandbox: what it prints, what it serves, how it ends, and what it says of files that will not do."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient

from sandbox import __main__ as command_line
from sandbox.api.methods import METHODS
from sandbox.cast import CannotSetUp, workspace_from
from tests.sandbox.greeter import MANIFEST

ROOT = Path(__file__).parent.parent.parent
SOURCES = list((ROOT / "sandbox/state").glob("*.py"))
PEOPLE = """
people:
  - {name: Dave Ito, email: dave@example.com, locale: ja-JP, tz: Asia/Tokyo, title: Sales}
  - {name: Eve, id: UEVE1, guest: true}
channels:
  - {name: sales, members: [Dave Ito]}
  - {name: empty, bot: false}
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(MANIFEST)
    return path


@contextmanager
def serving(*words: object) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run the command, and give it with what it printed for the bot."""
    command = [sys.executable, "-m", "sandbox", *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stderr is not None
        assert process.stdout is not None
        told = process.stderr.readline()
        lines = [process.stdout.readline().strip() for _ in range(3 if "--http" in words else 4)]
        assert "Ctrl-C stops" in told, told + process.stderr.read()
        yield process, dict(line.split("=", 1) for line in lines)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_a_workspace_and_its_page_until_it_is_stopped(manifest: Path, number: signal.Signals) -> None:
    with serving(manifest, "--port", 0) as (process, given):
        assert list(given) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"]
        client = WebClient(given["SLACK_BOT_TOKEN"], base_url=given["SLACK_API_URL"])
        assert client.auth_test()["user"] == "greeter"
        with urlopen(given["SLACK_API_URL"].replace("/api/", "/")) as page:  # noqa: S310 - our own
            assert "Alice Miller" in page.read().decode()
        process.send_signal(number)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_by_http_there_is_no_app_token_that_would_lead_a_bot_to_socket_mode(manifest: Path) -> None:
    with serving(manifest, "--port", 0, "--http", "http://127.0.0.1:1/slack/events") as (_, given):
        assert "SLACK_APP_TOKEN" not in given


def refusal(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert command_line.main([str(word) for word in words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_what_cannot_be_started_gets_one_sentence(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "odd.yml").write_text("a: [b\nc: d")
    (tmp_path / "list.yml").write_text("[1, 2]")
    (tmp_path / "bare.yml").write_text("features: {}")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "choose another with --port" in refusal(capsys, manifest, "--port", port)
    assert "cannot be read" in refusal(capsys, tmp_path / "nothing.yml")
    assert "neither YAML nor JSON" in refusal(capsys, tmp_path / "odd.yml")
    assert "does not hold an object" in refusal(capsys, tmp_path / "list.yml")
    assert "display_information with a name" in refusal(capsys, tmp_path / "bare.yml")
    assert "to this machine only" in refusal(capsys, manifest, "--http", "https://bot.example/slack")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"features": []}, ""),
        ({"features": [1]}, "features in a manifest is an object"),
        ({"features": {"slash_commands": ["/x"]}}, "slash_commands in a manifest is a list of objects with a command"),
        ({"oauth_config": {"scopes": {"bot": "chat:write"}}}, "bot in a manifest is a list of words"),
        ({"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}, "oauth_config": {}}, "'im:history'"),
        ({"settings": {"event_subscriptions": {"bot_events": ["dance"]}}}, "no bot event 'dance'"),
        ({"features": {"slash_commands": [{"command": "/x"}]}}, "need the scope 'commands'"),
    ],
)
def test_a_manifest_that_slack_would_not_install_is_told_apart(
    manifest: Path, part: dict[str, object], said: str
) -> None:
    manifest.write_text(json.dumps(json.loads(MANIFEST) | part))
    if not said:
        assert workspace_from(manifest).app.name == "Greeter"
        return
    with pytest.raises(CannotSetUp, match=re.escape(said)):
        workspace_from(manifest)


def test_people_and_channels_come_from_a_file(manifest: Path, tmp_path: Path) -> None:
    (tmp_path / "who.yml").write_text(PEOPLE)
    ws = workspace_from(manifest, tmp_path / "who.yml")

    dave, eve = ws.person("U0DAVE"), ws.person("UEVE1")
    assert (dave.tz, dave.locale, dave.title, eve.guest) == ("Asia/Tokyo", "ja-JP", "Sales", True)
    assert {one.name: (one.members, one.has_bot) for one in ws.channels.values()} == {
        "sales": (["U0DAVE"], True),
        "empty": (["U0DAVE", "UEVE1"], False),
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("people: []", "names nobody"),
        ("people: Dave", "people is to be a list"),
        ("persons: []", "not 'persons'"),
        ("people: [{email: a@b.example}]", "somebody has no name"),
        ("people: [{name: Dave, age: 7}]", "Dave cannot have age: 7"),
        ("people: [{name: Dave, guest: perhaps}]", "Dave cannot have guest"),
        ("people: [{name: Dave, locale: nb-NO}]", "no locale 'nb-NO'"),
        ("people: [{name: Dave, tz: Mars/Base}]", "no time zone 'Mars/Base'"),
        ("people: [{name: Dave, id: dave}]", "an id of capitals and digits"),
        ("people: [{name: 太郎}]", "an id of capitals and digits"),
        ("people: [{name: Dave}, {name: Dave Ito}]", "two people have the id U0DAVE"),
        ("people: [{name: Dave}]\nchannels: [{name: Big News}]", "a channel's name is small letters"),
        ("people: [{name: Dave}]\nchannels: [{name: x, members: [Eve]}]", "'Eve' in #x is none of the people"),
        ("people: [{name: Dave}]\nchannels: [{name: x, topic: y}]", "not 'topic'"),
        ("people: [{name: Dave}]\nchannels: [{name: x, bot: 1}]", "for bot true or false"),
    ],
)
def test_a_file_of_people_that_will_not_do_is_told_in_a_sentence(
    manifest: Path, tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "who.yml").write_text(written)

    with pytest.raises(CannotSetUp, match=re.escape(said)) as told:
        workspace_from(manifest, tmp_path / "who.yml")
    assert str(told.value).count(".\n") == 0


def test_the_file_of_people_in_the_readme_is_taken(manifest: Path, tmp_path: Path) -> None:
    (written,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "sandbox/README.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "who.yml").write_text(written)

    assert workspace_from(manifest, tmp_path / "who.yml").person("U0DAVE").locale == "en-GB"


def test_the_readme_names_every_method_and_every_event_that_comes() -> None:
    readme = (ROOT / "sandbox/README.md").read_text("utf-8")
    methods, events = (re.search(rf"- {words}.*?\n- ", readme, re.DOTALL) for words in ("The Web API:", "Events, in"))
    assert methods
    assert events
    family, named = "", set()
    for word in re.findall(r"`([\w.]+)`", methods.group()):
        family = word.partition(".")[0] if "." in word else family
        if not word.isdigit():
            named.add(word if "." in word else f"{family}.{word}")
    assert named == set(METHODS)
    sent = {
        one
        for path in SOURCES
        for one in re.findall(r'send\(ws, "([\w.]+)"|file_event\([^"]*"(\w+)"', path.read_text())
    }
    assert set(re.findall(r"`([\w.]+)`", events.group())) == {one for pair in sent for one in pair if one}
