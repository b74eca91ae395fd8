"""What people write to somebody new: hello, or what is this? Nothing else is ever read out of their words."""

from __future__ import annotations

import re
from typing import Final

_PHRASES: Final = frozenset(
    {
        *("hjelp", "hjelp meg", "help", "help me", "start", "info", "test"),
        *("hei", "hei hei", "heisann", "heia", "hallo", "hey", "hi", "hello", "hei saksbot", "hallo saksbot"),
        *("god dag", "god morgen", "god morgon", "god kveld", "morn", "good morning", "good afternoon"),
        *("hva er dette", "kva er dette", "what is this", "hvem er du", "kven er du", "who are you"),
        *("hva kan du", "kva kan du", "what can you do", "hva gjør du", "kva gjer du"),
    }
)
_WORDS: Final = re.compile(r"[^\W\d_]+")


def is_greeting(text: str) -> bool:
    """Whether somebody only says hello, asks what this is, or puts a question mark."""
    words = " ".join(_WORDS.findall(text.casefold()))
    return words in _PHRASES or (not words and "?" in text)
