"""The manifest an administrator pastes: Slack takes it, and what the documents say of it is true."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.manifest_rules import faults_in

ROOT = Path(__file__).parent.parent
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))

# Slack's own pages on each event: https://docs.slack.dev/reference/events
SCOPE_OF_EVENT = {
    "app_home_opened": None,
    "file_deleted": "files:read",
    "message.im": "im:history",
    "user_change": "users:read",
}


def put(manifest: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(manifest)
    *way, last = path.split(".")
    place: Any = changed
    for key in way:
        place = place[int(key) if isinstance(place, list) else key]
    place[last] = value
    return changed


def merged(manifest: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return manifest | {
        key: merged(manifest[key], value) if isinstance(value, dict) else value for key, value in change.items()
    }


def http_variation() -> dict[str, Any]:
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/install.md").read_text("utf-8"), re.DOTALL)
    (block,) = (one for one in blocks if "socket_mode_enabled" in one)
    return merged(MANIFEST, yaml.safe_load(block))


def listed_under(heading: str) -> list[str]:
    text = (ROOT / "docs/permissions.md").read_text("utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_slack_takes_the_manifest() -> None:
    assert faults_in(MANIFEST) == []


def test_slack_takes_the_variation_for_http_in_the_install_guide() -> None:
    variation = http_variation()

    assert faults_in(variation) == []
    assert variation["settings"]["socket_mode_enabled"] is False


def test_the_variation_for_http_changes_addresses_only() -> None:
    without_urls = [
        {key: value for key, value in command.items() if key != "url"}
        for command in http_variation()["features"]["slash_commands"]
    ]

    assert without_urls == MANIFEST["features"]["slash_commands"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "S" * 36),
        ("display_information.description", "S" * 141),
        ("display_information.long_description", "S" * 174),
        ("display_information.background_color", "green"),
        ("display_information.colour", "#123456"),
        ("features.bot_user.display_name", ""),
        ("features.shortcuts.0.name", "S" * 25),
        ("features.shortcuts.0.type", "channel"),
        ("features.shortcuts.0.callback_id", "create_subtask_from_message"),
        ("features.slash_commands.0.command", "sak"),
        ("features.slash_commands.0.command", "/deloppgave"),
        ("features.slash_commands.0.url", "saksbot.uni.example"),
        ("oauth_config.scopes.user", ["users:read"]),
        ("oauth_config.scopes.bot", []),
        ("settings.event_subscriptions.bot_events", ["message.im", "message.im"]),
        ("settings.interactivity", {}),
        ("settings.socket_mode_enabled", "yes"),
        ("_metadata.major_version", True),
    ],
)
def test_what_slack_or_we_refuse_is_found(path: str, value: Any) -> None:
    assert len(faults_in(put(MANIFEST, path, value))) == 1


def test_without_socket_mode_every_address_is_asked_for() -> None:
    faults = faults_in(put(MANIFEST, "settings.socket_mode_enabled", False))

    assert len(faults) == 5


def test_people_can_write_to_the_bot() -> None:
    home = MANIFEST["features"]["app_home"]

    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


def test_every_event_has_the_scope_it_needs() -> None:
    needed = {SCOPE_OF_EVENT[event] for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}

    assert needed - {None} <= set(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_the_document_on_permissions_lists_what_the_manifest_asks_for() -> None:
    features = MANIFEST["features"]

    assert listed_under("Scopes") == MANIFEST["oauth_config"]["scopes"]["bot"]
    assert listed_under("Events") == MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert listed_under("Commands and shortcuts") == [
        *(command["command"] for command in features["slash_commands"]),
        *(shortcut["callback_id"] for shortcut in features["shortcuts"]),
    ]
