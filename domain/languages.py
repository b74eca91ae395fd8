"""The languages in which people are spoken to."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Each by its code, with what it calls itself."""
USUAL: Final = "nb"
"""What is spoken where nobody has chosen."""
