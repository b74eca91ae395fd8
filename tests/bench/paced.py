"""`python -m bot run` at another pace than Slack's: what is measured is what the bot can do, not what Slack lets it do.

`unpaced` has no limits; `silent` has such that next to nothing is delivered, so that acts alone are measured.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import bot.server
from bot.__main__ import main
from bot.delivery.pace import PER_MINUTE, Pace

PACES: dict[str, dict[str, Any]] = {
    "unpaced": {"per_minute": {}, "post_seconds": 0},
    "silent": {"per_minute": dict.fromkeys(PER_MINUTE, 1), "post_seconds": 3600},
}

if __name__ == "__main__":
    vars(bot.server)["Pace"] = partial(Pace, **PACES[sys.argv[1]])
    sys.exit(main(["run"]))
