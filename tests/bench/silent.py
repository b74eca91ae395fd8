"""`python -m bot run` to which Slack allows next to nothing: what is measured is what acts cost, and no delivery."""

from __future__ import annotations

import sys
from functools import partial

import bot.server
from bot.__main__ import main
from bot.delivery.pace import PER_MINUTE, Pace

if __name__ == "__main__":
    vars(bot.server)["Pace"] = partial(Pace, per_minute=dict.fromkeys(PER_MINUTE, 1), post_seconds=3600)
    sys.exit(main(["run"]))
