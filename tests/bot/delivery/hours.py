"""An evening in Oslo and the morning after it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=OSLO)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=OSLO)
