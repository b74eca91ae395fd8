"""People who look at the page."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.page.reader import Reader

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KARI = Reader(
    "U0KARI",
    "en-US",
    "Europe/Oslo",
    NOW,
    {"U0KARI": "Kari Nordmann", "U0BOT": "Prøvebot"},
)
ANN = Reader("U0ANN", "en-US", "Europe/Oslo", NOW, {"U0ANN": "Ann Lee"})
