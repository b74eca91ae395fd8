"""The words of `outbox`: how one sees at the command line what waits or was refused, tries it again, or drops it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

from bot.commands import given
from bot.settings import Settings


def add(commands: Any, act: Callable[[argparse.Namespace], None]) -> None:
    """Let the command line know them; `act` does what is chosen."""
    outbox = commands.add_parser("outbox", help="say what waits or was refused, and why; try it again, or drop it")
    outbox.set_defaults(act=act)
    ways = outbox.add_subparsers(dest="way", metavar="retry | drop")
    retry = ways.add_parser("retry", help="try what waits or was refused at once")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument("id", metavar="ID", nargs="?", type=given.row, help="one row, by the number that `outbox` shows")
    which.add_argument("--all", action="store_true", help="everything")
    drop = ways.add_parser("drop", help="never send a row")
    drop.add_argument("id", metavar="ID", type=given.row, help="the number that `outbox` shows")
    drop.add_argument("--why", required=True, help="is kept with the row")


def done(chosen: argparse.Namespace) -> list[str]:
    """Do what is chosen, and give what is said of it. Raises CannotStartError."""
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import outbox  # noqa: PLC0415

    match chosen.way:
        case "retry":
            return [outbox.retry(settings, chosen.id)]
        case "drop":
            return [outbox.drop(settings, chosen.id, chosen.why)]
        case _:
            return list(outbox.show(settings))
