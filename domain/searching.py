"""What a search goes by: the words that somebody looks for, and those by which a text is found.

A word is found where it stands inside another one, since Norwegian writes its compounds together ("historie" in
"middelalderhistorie"); one of two letters only where a word begins with it, one of a single letter only where it is
the whole word. Punctuation round a word means nothing, and no sign has a meaning of its own. All of it is done here,
so that SQLite and PostgreSQL find the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from string import punctuation
from typing import Final
from unicodedata import category

from domain import letters

MOST_WORDS: Final = 20  # of a search; what is typed after them is passed over
LONGEST: Final = 100  # letters of one of them; what begins like it is found
SHORT: Final = 2  # letters of a word that is not looked for inside others

_JOINERS: Final = re.compile("[\u200c\u200d\ufe0e\ufe0f]")
_APOSTROPHES: Final = "\u2018\u2019\u00b4"
_AROUND: Final = punctuation + _APOSTROPHES
_UNUSUAL: Final = re.compile(rf"[^\w\s\x00-\x7f{_APOSTROPHES}]")  # quotation marks, bullets, emoji
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_PARTS: Final = re.compile(r"[^\W_]+")


def sought(typed: str) -> list[str]:
    """The words of a search, in the form in which they are looked for; none of what has nothing to look for."""
    pieces = [letters.folded(piece) for piece in _pieces(typed)]
    bare = [piece.strip(_AROUND)[:LONGEST] for piece in pieces]
    return list(dict.fromkeys(filter(None, bare if any(bare) else pieces)))[:MOST_WORDS]


def words_of(*texts: str) -> set[str]:
    """Every word of these texts in each form by which it is found: as it is written, and as others type it."""
    return {form for text in texts for piece in set(_pieces(text)) for form in _forms(piece)}


def document(words: Iterable[str]) -> str:
    """What is searched for a set of words: all of them, with a blank before and after each."""
    return f" {' '.join(sorted(words))} "


def needle(word: str) -> str:
    """What has to stand in a document where a word of a search is found."""
    if len(word) > SHORT:
        return word
    return f" {word}" if len(word) == SHORT else f" {word} "


def is_found(words: Iterable[str], *texts: str) -> bool:
    """Whether all the words of a search are found in these texts."""
    looked_through = document(words_of(*texts))
    return all(needle(word) in looked_through for word in words)


def sentence_with(words: Iterable[str], text: str) -> str:
    """The first sentence of a text with the most of these words in it; empty when none of them stands there."""
    wanted, found = list(words), ""
    most = 0
    for sentence in _SENTENCE.findall(text):
        count = sum(is_found([word], sentence) for word in wanted)
        if count > most:
            found, most = sentence, count
    return " ".join(found.split())


def _pieces(text: str) -> list[str]:
    return _UNUSUAL.sub(_apart, _JOINERS.sub("", letters.with_hyphens(text))).split()


def _apart(found: re.Match[str]) -> str:
    """A sign that is no letter is a word of its own, whatever stands beside it."""
    return f" {found.group()} " if category(found.group())[0] in "SP" else found.group()


@lru_cache(maxsize=20_000)
def _forms(piece: str) -> tuple[str, ...]:
    bare = piece.strip(_AROUND) or piece
    parts = {bare, *_PARTS.findall(bare)}
    return tuple({form for part in parts for form in letters.searchable(part).split("\n") if form})
