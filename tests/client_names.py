"""What Slack's client calls its own things, and the Norwegian that must stand nowhere in their place.

There is no Slack in Norwegian: who reads `Svar i tråd` looks for it in vain. Each name is as an English client shows
it.
"""

from __future__ import annotations

import re
from typing import Final

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "Home": ("Hjem", "Heim", "Hjemmefanen", "Startside", "Startsiden"),
    "Messages": ("Meldinger", "Meldingar"),
    "About": ("Om-fanen", "Om-fana"),
    "Apps": ("Apper", "Appar"),
    "Thread": ("Tråd", "Trådpanelet"),
    "Threads": ("Tråder", "Trådar"),
    "Reply in thread": ("Svar i tråd", "svar i tråd", "Svar i tråden"),
    "More actions": ("Flere handlinger", "Fleire handlingar"),
    "Edit message": ("Rediger melding", "Rediger meldinga"),
    "Delete message": ("Slett melding", "Slett meldinga"),
    "Shortcuts": ("Snarveier", "Snarvegar"),
    "Activity": ("Aktivitet",),
    "DMs": ("Direktemeldinger", "Direktemeldingar"),
    "Preferences": ("Innstillinger", "Innstillingar"),
    "Notifications": ("Varslinger", "Varslingar"),
}
_TRANSLATED: Final = re.compile(
    r"(?<![\w-])(" + "|".join(re.escape(one) for names in NAMES.values() for one in names) + r")(?![\w-])"
)


def translated(text: str) -> list[str]:
    """Find the names of Slack's that this text says in Norwegian."""
    return _TRANSLATED.findall(text)
