"""The plugin for pytest: somebody else's bot and tests, with nothing of ours but the fixture."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.pytest_plugin import MANIFESTS
from tests.sandbox.greeter import MANIFEST

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "sandbox/README.md").read_text("utf-8")
BOT = """
import os
import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient


@pytest.fixture
def bot(slack_workspace):
    given = slack_workspace.environment
    app = App(client=WebClient(given["SLACK_BOT_TOKEN"], base_url=given["SLACK_API_URL"]))

    @app.message("hello")
    def greet(message, say):
        ask = {"type": "button", "action_id": "ask", "text": {"type": "plain_text", "text": "Tell me"}}
        say(text="How are you?", blocks=[{"type": "actions", "elements": [ask]}], channel=message["channel"])

    @app.action("ask")
    def ask(ack, body, client):
        ack()
        field = {"type": "plain_text_input", "action_id": "mood"}
        block = {"type": "input", "block_id": "m", "label": {"type": "plain_text", "text": "Mood"}, "element": field}
        words = {"type": "plain_text", "text": "Mood"}
        view = {"type": "modal", "callback_id": "mood", "title": words, "submit": words, "blocks": [block]}
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("mood")
    def mood(ack, body, view, client):
        ack()
        text = view["state"]["values"]["m"]["mood"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"You are {text}.")

    @app.message("wrong")
    def wrong(client, message):
        try:
            client.chat_postMessage(channel="C0NOWHERE", text="x")
        except Exception as error:
            print(error)

    handler = SocketModeHandler(app, given["SLACK_APP_TOKEN"])
    handler.connect()
    slack_workspace.wait_for_bot()
    yield app
    handler.close()
"""
TESTS = """
from sandbox import NotPossible
import pytest


def test_a_conversation(slack_workspace, bot):
    alice = slack_workspace.person("Alice")
    alice.say("hello")
    alice.sees("Tell me")
    alice.click("Tell me", at=alice.messages()[-1])
    assert not alice.send().ok
    assert alice.errors == {"Mood": "Please complete this required field."}
    alice.fill("Mood", "well")
    assert alice.send().closed
    assert alice.sees("You are well.") == "You are well."


def test_in_a_channel_with_a_fault_on_the_way(slack_workspace, bot):
    bob = slack_workspace.person("bob@example.com")
    fault = slack_workspace.fail("chat.postMessage", kind="slow", seconds=0.01)
    bob.say("hello", channel="general")
    bob.sees("Tell me")
    assert fault.used == 1
    assert slack_workspace.person("Carol").messages("general")[0].text == "hello"


def test_what_is_expected_to_be_refused_is_no_fault(slack_workspace, bot):
    with slack_workspace.expect_refusal("channel_not_found"):
        slack_workspace.person("Alice").say("wrong")
        slack_workspace.until(lambda: slack_workspace.workspace.refusals)


def test_who_is_not_there(slack_workspace):
    with pytest.raises(NotPossible, match="Alice Miller"):
        slack_workspace.person("Dave")
"""
WRONG = """
def test_nothing_wrong_is_noticed_here(slack_workspace, bot):
    slack_workspace.person("Alice").say("wrong")
    slack_workspace.until(lambda: slack_workspace.workspace.refusals)
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pytest there as somebody does who has the plugin and none of our configuration."""
    command = (sys.executable, "-m", "pytest", "-q", "-p", "sandbox.pytest_plugin", "-p", "no:cacheprovider")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [*command, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Somebody's project: a bot, its manifest, and pytest's configuration."""
    (tmp_path / "pytest.ini").write_text("[pytest]\nslack_manifest = app.json\n")
    (tmp_path / "app.json").write_text(MANIFEST)
    (tmp_path / "conftest.py").write_text(BOT)
    return tmp_path


def test_somebody_s_synchronous_bot_is_tested_by_people_who_act(folder: Path) -> None:
    (folder / "test_bot.py").write_text(TESTS)

    done = run(folder)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


def test_what_slack_would_have_refused_fails_the_test_at_its_end(folder: Path) -> None:
    (folder / "test_bot.py").write_text(WRONG)

    done = run(folder)

    assert done.returncode == 1
    assert "channel_not_found" in done.stdout


def test_what_the_readme_shows_works(folder: Path) -> None:
    shown = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", README, re.DOTALL))
    assert set(shown) == {"conftest.py", "test_bot.py"}
    for name, text in shown.items():
        (folder / name).write_text(text)
    (ini,) = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)
    (folder / "pytest.ini").write_text(ini)
    (folder / "app.json").rename(folder / "manifest.json")

    done = run(folder)

    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout


def test_people_come_from_a_file_or_a_fixture_and_so_does_the_manifest(folder: Path) -> None:
    (folder / "pytest.ini").write_text("[pytest]\nslack_people = who.yml\n")
    (folder / "app.json").rename(folder / MANIFESTS[0])
    (folder / "who.yml").write_text("people: [{name: Dave Ito}]\n")
    (folder / "test_bot.py").write_text(
        "import pytest\n\n\n"
        "@pytest.fixture(scope='session')\n"
        "def slack_manifest(slack_manifest):\n"
        "    return slack_manifest | {'display_information': {'name': 'Other'}, 'features': {}}\n\n\n"
        "def test_who(slack_workspace):\n"
        "    assert slack_workspace.person('Dave').id == 'U0DAVE'\n"
        "    assert slack_workspace.workspace.app.name == 'Other'\n"
    )

    done = run(folder)

    assert done.returncode == 0, done.stdout


def test_a_missing_manifest_gets_a_sentence(folder: Path) -> None:
    (folder / "app.json").unlink()
    (folder / "test_bot.py").write_text(WRONG)

    assert "name the manifest with slack_manifest in the configuration." in run(folder).stdout
