"""What files are called in a package, and packages in their folder: names that every system can keep, each once."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

_LONGEST: Final = 80  # characters of a name, its ending with it; with what stands before it below 255 bytes
_LONGEST_ENDING: Final = 12
_KEPT: Final = " -–_()+,"  # besides letters, digits, and the full stop before an ending
_KEPT_KINDS: Final = "LNM"  # letters, numbers, marks
_PLAIN: Final = re.compile("[0-9a-z][0-9a-z-]{0,60}")


def numbered(number: int, called: str, *, before: str = "") -> str:
    """A name that begins with a number, which alone makes it the only one of its folder.

    So no name is a path, a device (CON), hidden, or another one by the case of its letters.
    """
    return f"{before}{number:02}-{safe(called)}"


def safe(called: str) -> str:
    """A name in one form, without anything that a file system, a shell or a page would take for more than a name."""
    name = unicodedata.normalize("NFC", called)
    stem, dot, ending = name.rpartition(".")
    if not (dot and stem and ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING):
        stem, ending = name, ""
    stem = re.sub("_+", "_", "".join(map(_kept, stem))).strip(" _.")
    room = _LONGEST - len(ending)
    stem = unicodedata.normalize("NFC", _cut(stem, room)).strip(" _") or "uten navn"
    return f"{stem}.{ending.lower()}" if ending else stem


def package_name(case_id: str) -> str:
    """What the package of a case is called in a folder of packages: by the case's number, and by no other one."""
    if _PLAIN.fullmatch(case_id):
        return f"sak-{case_id}.zip"
    known = hashlib.sha256(case_id.encode()).hexdigest()[:12]
    return f"sak-{safe(case_id)}-{known}.zip"


def _kept(character: str) -> str:
    return character if character in _KEPT or unicodedata.category(character)[0] in _KEPT_KINDS else "_"


def _cut(text: str, most: int) -> str:
    """So many characters at most, and so many bytes that a file system keeps them; a letter keeps its marks."""
    cut = text[:most]
    while len(cut.encode()) > 2 * most:
        cut = cut[:-1]
    while len(cut) < len(text) and cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    return cut
