"""A plugin for pytest: the fixture slack_workspace is a strict Slack workspace in which a test acts as its people.

Where this package is installed pytest finds the plugin by itself; from a checkout, say `-p sandbox.pytest_plugin`.

    def test_it_greets(slack_workspace, my_bot):      # my_bot: a fixture of yours, started with .environment
        alice = slack_workspace.person("Alice")
        alice.say("hello")
        alice.sees("How are you?")

The app comes from its manifest: `slack_manifest` in pytest's configuration names the file (manifest.yml, manifest.yaml
or manifest.json beside it otherwise), and a fixture of the same name that gives a dict goes before it. People and
channels come from the file that `slack_people` names, else from a fixture slack_people that gives a sandbox.cast.Cast,
else they are Alice, Bob and Carol. What Slack would have refused fails the test at its end.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from sandbox.blocking import SlackWorkspace
    from sandbox.cast import Cast

MANIFESTS = ("manifest.yml", "manifest.yaml", "manifest.json")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let pytest's configuration name the files."""
    parser.addini("slack_manifest", "the manifest of the app that slack_workspace has installed")
    parser.addini("slack_people", "the file of people and channels in slack_workspace")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Let the bot answer what it has been sent before fixtures take it away."""
    slack: SlackWorkspace | None = getattr(item, "funcargs", {}).get("slack_workspace")
    if slack is not None:
        slack.rest()


@pytest.fixture(scope="session")
def slack_manifest(pytestconfig: pytest.Config) -> dict[str, Any]:
    """The app's manifest, from the file that the configuration names; may be overridden."""
    from sandbox.cast import read  # noqa: PLC0415 - whoever has no use for the fixture pays nothing for it

    named = pytestconfig.getini("slack_manifest")
    there = [pytestconfig.rootpath / name for name in ([named] if named else MANIFESTS)]
    found = next((path for path in there if path.exists()), None)
    if found is None:
        raise pytest.UsageError(f"There is no {there[0]}: name the manifest with slack_manifest in the configuration.")
    return read(found)


@pytest.fixture(scope="session")
def slack_people(pytestconfig: pytest.Config) -> "Cast":
    """Who and which channels are there; may be overridden."""
    from sandbox.cast import EVERYBODY, cast_of, read  # noqa: PLC0415

    named = pytestconfig.getini("slack_people")
    if not named:
        return EVERYBODY
    path = Path(pytestconfig.rootpath, named)
    return cast_of(read(path), path)


@pytest.fixture
def slack_workspace(slack_manifest: dict[str, Any], slack_people: "Cast") -> "Iterator[SlackWorkspace]":
    """A fresh workspace that runs during the test."""
    from sandbox.blocking import running  # noqa: PLC0415
    from sandbox.cast import set_up  # noqa: PLC0415

    with running(set_up(slack_manifest, slack_people)) as slack:
        yield slack
        slack.assert_clean()
