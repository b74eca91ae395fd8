"""The demo's sample: an import file with real attachments whose dates are always those of now."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates.yaml"
"""The demo's ready-made sets of subtasks."""
_WRITTEN_FOR = date(2026, 11, 23)
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_ATTACHMENTS = ("*.pdf", "*.png", "*.xlsx")


def write_sample(folder: Path, today: date) -> Path:
    """Write the sample and its attachments into this folder, and return the import file.

    The dates move by whole weeks, so that what falls on a Friday always does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in _ATTACHMENTS:
        for file in _HERE.glob(pattern):
            shutil.copyfile(file, folder / file.name)
    weeks = (today - _WRITTEN_FOR).days // 7
    text = (_HERE / "sample.yaml").read_text("utf-8")
    target = folder / "sample.yaml"
    target.write_text(_DAY.sub(lambda day: _moved(day.group(), weeks), text), "utf-8")
    return target


def _moved(day: str, weeks: int) -> str:
    return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
