"""What `check` finds: one line for each thing that is right, wrong or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. The words of a FAULT say what to do about it."""

    mark: Literal["ok", "FAULT", "off"]
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.mark:<5}  {self.subject}: {self.words}"
