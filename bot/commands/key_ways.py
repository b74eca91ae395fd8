"""The words of `keys`: how systems and their keys are made, listed, rotated and taken back at the command line."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

from bot.commands import given
from bot.settings import Settings


def add(commands: Any, act: Callable[[argparse.Namespace], None]) -> None:
    """Let the command line know them; `act` does what is chosen."""
    ways = commands.add_parser("keys", help="systems that come in at API_PORT, and their keys").add_subparsers(
        dest="way", required=True, metavar="new | list | rotate | revoke | webhook"
    )
    new = ways.add_parser("new", help="make a system and its key, which is shown once")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--place", metavar="CODE", required=True, help="it sees this place and those below")
    new.add_argument("--role", choices=("fordeler", "saksbehandler"), default="saksbehandler")
    new.add_argument("--days", metavar="N", type=given.days(1), help="how long the key is good (left out: without end)")
    listed = ways.add_parser("list", help="the systems and their good keys")
    rotate = ways.add_parser("rotate", help="one more key; the earlier ones are good for a while beside it")
    rotate.add_argument("name", metavar="NAME")
    rotate.add_argument("--days", metavar="N", type=given.days(0), default=7, help="for how long (left out: 7)")
    revoke = ways.add_parser("revoke", help="none of its keys is good any more, at once")
    revoke.add_argument("name", metavar="NAME")
    webhook = ways.add_parser("webhook", help="where a system is told of what happens in the cases that it sees")
    webhook.add_argument("name", metavar="NAME")
    what = webhook.add_mutually_exclusive_group(required=True)
    what.add_argument("--url", metavar="URL", help="tell it here; a new webhook's secret is shown once")
    what.add_argument("--rotate", action="store_true", help="a new secret; the former one is signed with for a while")
    what.add_argument("--remove", action="store_true", help="tell it nothing more, not even what waits")
    webhook.add_argument("--events", metavar="A,B", default="", help="only of these, such as case.closed")
    webhook.add_argument(
        "--days", metavar="N", type=given.days(0), default=7, help="with --rotate, for how long (left out: 7)"
    )
    for way in (new, listed, rotate, revoke, webhook):
        way.set_defaults(act=act)


def done(chosen: argparse.Namespace) -> list[str]:
    """Do what is chosen, and give what is said of it. Raises CannotStartError."""
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import keys  # noqa: PLC0415

    match chosen.way:
        case "new":
            return keys.new(settings, chosen.name, chosen.place, chosen.role, chosen.days)
        case "rotate":
            return keys.rotate(settings, chosen.name, chosen.days)
        case "revoke":
            return keys.revoke(settings, chosen.name)
        case "webhook" if chosen.rotate:
            return keys.rotate_webhook(settings, chosen.name, chosen.days)
        case "webhook" if chosen.remove:
            return keys.remove_webhook(settings, chosen.name)
        case "webhook":
            events = [one.strip() for one in chosen.events.split(",") if one.strip()]
            return keys.set_webhook(settings, chosen.name, chosen.url, events)
        case _:
            return list(keys.listed(settings))
