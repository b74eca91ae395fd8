"""`python -m bot run` without Slack's limits: what is measured is what the bot can do, not what Slack lets it do."""

from __future__ import annotations

import sys
from functools import partial

import bot.server
from bot.__main__ import main
from bot.delivery.pace import Pace

if __name__ == "__main__":
    vars(bot.server)["Pace"] = partial(Pace, per_minute={}, post_seconds=0)
    sys.exit(main(["run"]))
