"""Which letters the papers of a package can show, and what stands where one cannot be shown.

The fonts lie beside this file, so that a paper looks the same on every machine; fonts of the system are never used. A
letter that none of them has is written by its number and its Unicode name in brackets: nothing is lost, and nothing
keeps a case from leaving.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import typst

FOLDER: Final = Path(__file__).parent / "fonts"
FAMILIES: Final = {
    "NotoSans.ttf": "Noto Sans",
    "NotoSansArabic.ttf": "Noto Sans Arabic",
    "NotoSansHebrew.ttf": "Noto Sans Hebrew",
    "NotoSansArmenian.ttf": "Noto Sans Armenian",
    "NotoSansGeorgian.ttf": "Noto Sans Georgian",
    "NotoSansEthiopic.ttf": "Noto Sans Ethiopic",
    "NotoSansDevanagari.ttf": "Noto Sans Devanagari",
    "NotoSansTamil.ttf": "Noto Sans Tamil",
    "NotoSansThai.ttf": "Noto Sans Thai",
    "NotoSansSymbols.ttf": "Noto Sans Symbols",
    "NotoSansSC-Subset.otf": "Noto Sans SC",
    "NotoEmoji-Regular.ttf": "Noto Emoji",
}
"""In the order in which they are asked for a letter."""

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_JOINER: Final = "\u200d"
_KEEPS: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]")  # shapes its neighbours
_TONES: Final = range(0x1F3FB, 0x1F400)
_REFUSED: Final = ("Cc", "Cf", "Cs", "Co")  # shows nothing, or something else to everybody
_SOFT: Final = "\u200b"
LONGEST_WORD: Final = 30
_BREAKS_AFTER: Final = "/?&=.,;:-_@)"
_PIECE: Final = 12
_NARROW: Final = 4


@cache
def fonts() -> typst.Fonts:
    """The fonts of the papers, and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def shown(text: str, *, longest: int = LONGEST_WORD, only_first: bool = False) -> str:
    """A text as it can be shown, its lines ended by line feeds.

    A word of more than so many characters may go on in the next line; `only_first` is by the letters of the first font.
    """
    known = _letters()[:1] if only_first else _letters()
    lines = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", "    ")
    if all(ord(character) in known[0] or character == "\n" for character in lines) and not _has_unseen(lines):
        return _breakable(lines, longest)
    return _breakable("".join(_cluster_shown(cluster, known) for cluster in _clusters(lines)), longest)


def _has_unseen(text: str) -> bool:
    return any(unicodedata.category(character) in _REFUSED and character != "\n" for character in text)


def named(character: str) -> str:
    """A character by its number and name: "[U+1F600 GRINNING FACE]"."""
    return f"[U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip() + "]"


def _clusters(text: str) -> Iterator[str]:
    """Letters with the marks that belong to them, and emoji that are joined into one."""
    found = ""
    for character in text:
        if found and _belongs(character, found):
            found += character
        else:
            yield found
            found = character
    yield found


def _belongs(character: str, before: str) -> bool:
    is_mark = unicodedata.category(character)[0] == "M" or _KEEPS.match(character) or ord(character) in _TONES
    return bool(before != "\n" and (is_mark or before[-1] == _JOINER))


def _cluster_shown(cluster: str, known: Iterable[frozenset[int]]) -> str:
    seen = [character for character in cluster if not _KEEPS.match(character)]
    is_whole = bool(seen) and unicodedata.category(seen[0])[0] != "M"  # a mark needs something that it is on
    if cluster in ("", "\n") or (is_whole and any(_has_all(seen, letters) for letters in known)):
        return cluster
    if len(cluster) == 1:
        return named(cluster)
    return "".join(_cluster_shown(character, known) for character in cluster)


def _has_all(characters: Iterable[str], letters: frozenset[int]) -> bool:
    return all(ord(one) in letters and unicodedata.category(one) not in _REFUSED for one in characters)


def _breakable(text: str, longest: int) -> str:
    """Let a long word without a blank, such as an address, go on in the next line instead of beyond the page."""
    most = max(_NARROW, min(_PIECE, longest // 2))
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _SOFT.join(_pieces(word[0], most)), text)


def _pieces(word: str, most: int) -> Iterator[str]:
    piece = ""
    for cluster in _clusters(word):
        if len(piece) >= most:
            yield piece
            piece = ""
        piece += cluster
        if cluster in _BREAKS_AFTER and cluster:
            yield piece
            piece = ""
    yield piece


# ---- what is in a font ---------------------------------------------------------------------------


@cache
def _letters() -> tuple[frozenset[int], ...]:
    return tuple(frozenset(_letters_of((FOLDER / name).read_bytes())) for name in FAMILIES)


def _letters_of(font: bytes) -> Iterator[int]:
    """The characters for which a font has a form: https://learn.microsoft.com/typography/opentype/spec/cmap ."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for number in range(count):
        (at,) = struct.unpack_from(">I", cmap, 8 + 8 * number)
        (form,) = struct.unpack_from(">H", cmap, at)
        yield from _FORMS[form](cmap, at) if form in _FORMS else ()


def _table(font: bytes, name: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, at, size = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == name:
            return font[at : at + size]
    raise ValueError(f"no {name!r} in this font")


def _by_segments(cmap: bytes, at: int) -> Iterator[int]:
    """Format 4. What is mapped to nothing inside a segment does not occur in the fonts here: a test compares."""
    count = struct.unpack_from(">H", cmap, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + 2 * count)
    for start, end in zip(starts, ends, strict=True):
        yield from range(start, end + 1) if start != 0xFFFF else ()


def _by_groups(cmap: bytes, at: int) -> Iterator[int]:
    """Format 12."""
    (count,) = struct.unpack_from(">I", cmap, at + 12)
    for number in range(count):
        start, end = struct.unpack_from(">II", cmap, at + 16 + 12 * number)
        yield from range(start, end + 1)


_FORMS: Final = {4: _by_segments, 12: _by_groups}
