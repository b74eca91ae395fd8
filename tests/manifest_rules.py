"""What Slack accepts in a manifest, as far as Saksbot uses it.

Our own wording of Slack's manifest schema 2.0.0 and https://docs.slack.dev/reference/app-manifest . A key
that is not here is refused: whoever adds it to the manifest looks its rule up first.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[str, Any], Iterator[str]]


def text(longest: int, *, shortest: int = 1, pattern: str = "") -> Rule:
    def check(at: str, value: Any) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{at}: must be a text"
        elif not shortest <= len(value) <= longest:
            yield f"{at}: has {len(value)} characters; {shortest} to {longest} are allowed"
        elif not re.search(pattern, value):
            yield f"{at}: does not look right: {value}"

    return check


def flag(at: str, value: Any) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{at}: must be true or false"


def number(at: str, value: Any) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{at}: must be a number"


def items(rule: Rule, most: int, *, unique_by: Callable[[Any], object] = repr) -> Rule:
    def check(at: str, value: Any) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: must be a list"
            return
        if not 1 <= len(value) <= most:
            yield f"{at}: has {len(value)} entries; 1 to {most} are allowed"
        if len({unique_by(one) for one in value}) < len(value):
            yield f"{at}: says something twice"
        for place, one in enumerate(value):
            yield from rule(f"{at}[{place}]", one)

    return check


def table(required: Mapping[str, Rule] | None = None, **optional: Rule) -> Rule:
    needed = dict(required or {})
    known = needed | optional

    def check(at: str, value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: must be a table"
            return
        yield from (f"{at}.{key}: is missing" for key in needed if key not in value)
        for key, inner in value.items():
            yield from known[key](f"{at}.{key}", inner) if key in known else [f"{at}.{key}: is not known"]

    return check


_url = text(3000, pattern=r"^https?://")
_short = text(50)
_shortcut = table(
    {
        "name": text(24),
        "type": text(7, pattern=r"^(message|global)$"),
        "callback_id": text(255),
        "description": text(150),
    }
)
_command = table(
    {"command": text(32, shortest=2, pattern=r"^/"), "description": text(2000)},
    usage_hint=text(1000),
    should_escape=flag,
    url=_url,
)

manifest_rule = table(
    {
        "display_information": table(
            {"name": text(35)},
            description=text(140),
            long_description=text(4000, shortest=175),
            background_color=text(7, pattern=r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
        )
    },
    _metadata=table(major_version=number, minor_version=number),
    features=table(
        app_home=table(home_tab_enabled=flag, messages_tab_enabled=flag, messages_tab_read_only_enabled=flag),
        bot_user=table({"display_name": text(80)}, always_online=flag),
        shortcuts=items(_shortcut, 10, unique_by=lambda one: one.get("callback_id")),
        slash_commands=items(_command, 50, unique_by=lambda one: one.get("command")),
    ),
    oauth_config=table(scopes=table(bot=items(_short, 255), bot_optional=items(_short, 255))),
    settings=table(
        event_subscriptions=table(bot_events=items(_short, 100), request_url=_url),
        interactivity=table({"is_enabled": flag}, request_url=_url, message_menu_options_url=_url),
        org_deploy_enabled=flag,
        socket_mode_enabled=flag,
        token_rotation_enabled=flag,
    ),
)


def faults_in(manifest: Any) -> list[str]:
    """Everything Slack would refuse, one line each; also what only shows when parts are put together."""
    faults = list(manifest_rule("manifest", manifest))
    if not faults and not manifest["settings"]["socket_mode_enabled"]:
        faults = list(_missing_addresses(manifest))
    return faults


def _missing_addresses(manifest: Any) -> Iterator[str]:
    """Without Socket Mode Slack must know where to send everything."""
    settings = manifest["settings"]
    if "request_url" not in settings["event_subscriptions"]:
        yield "settings.event_subscriptions.request_url: is missing"
    for key in ("request_url", "message_menu_options_url"):
        if key not in settings["interactivity"]:
            yield f"settings.interactivity.{key}: is missing"
    for command in manifest["features"]["slash_commands"]:
        if "url" not in command:
            yield f"features.slash_commands: {command['command']} has no url"
