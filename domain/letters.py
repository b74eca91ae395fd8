"""The one form of all text that comes in, and the forms in which search compares it.

All of it is done here and not in SQL, so that SQLite and PostgreSQL agree, in whatever locale they stand.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final
from unicodedata import category, combining, normalize

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What no reader sees and no script needs: controls, soft hyphen, zero width, byte order mark, and the marks that turn
# the direction of writing, with which a name can pretend to be another.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
    "|(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]"
)
# Nothing of what is changed here, and nothing that Unicode would join: what nearly all that people send consists of.
_CLEAN: Final = re.compile("[\t\n -~\xa0-\xac\xae-\u02ff]*")
_JOINERS: Final = re.compile("[\u200c\u200d]+")
# The scripts whose letters change their shape by a joiner: from Arabic to Myanmar, Khmer, Mongolian, Tai Tham to Batak.
_JOINED: Final = re.compile("[\u0600-\u109f\u1780-\u18af\u1a20-\u1c4f\ua800-\uabff]")
_SHOWS_NOTHING: Final = re.compile("[\\s\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\ufe00-\ufe0f]+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES: Final = re.compile("[\u2018\u2019\u02bc\u0060\u00b4]")

# Letters that are no letter with a mark to Unicode; and what stands for a letter where there is no key for it.
DEEPEST: Final = 100  # objects in objects: Slack's have a dozen
_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t",
                               "þ": "th", "œ": "oe", "ı": "i"})  # fmt: skip
_SPELT: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ü": "ue"})
_LAST: Final = str.maketrans("æøå", "{|}")  # what follows z in ASCII
_SWEDISH: Final = str.maketrans({"ä": "æ", "ö": "ø"})


def clean(text: str) -> str:
    """The text in Unicode's NFC, each line ended by one line feed, without characters that show and mean nothing.

    Joiners stay where a script or an emoji needs them; variation selectors stay.
    """
    return text if _CLEAN.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    text = _UNSEEN.sub(lambda found: found["flag"] or "", _LINE_ENDS.sub("\n", text))
    return normalize("NFC", _JOINERS.sub(_needed, text))


def clean_all(thing: Any, depth: int = 0) -> Any:
    """The same of every text inside a payload; keys stay as they are.

    Raises ValueError for one that is deeper than anything anybody writes: what looks at it next might go no deeper.
    """
    if isinstance(thing, str):
        return thing if thing.isascii() and thing.isprintable() else clean(thing)
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(thing, dict):
        return {key: clean_all(value, depth + 1) for key, value in thing.items()}
    return [clean_all(one, depth + 1) for one in thing] if isinstance(thing, list) else thing


def shows(text: str) -> bool:
    """Whether anything of a clean text can be seen."""
    return bool(_SHOWS_NOTHING.sub("", text))


def with_hyphens(text: str) -> str:
    """The text with a hyphen for each kind of dash."""
    return _DASHES.sub("-", text)


def _needed(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip("\ufe0e\ufe0f")[-1:]
    after = found.string[found.end() :][:1]
    in_script = _JOINED.match(before)
    in_emoji = category(before or " ") in ("So", "Sk") and category(after or " ") in ("So", "Sm")
    return found.group()[0] if in_script or in_emoji else ""


# ---- search --------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """What is typed into a search, or stands in a text, as a Norwegian compares it.

    Case, accents (é, ü, č), the kind of dash and apostrophe do not matter. Æ, ø and å are letters of their own;
    Swedish and German ä and ö are æ and ø, as in the telephone book.
    """
    text = _APOSTROPHES.sub("'", with_hyphens(clean(text).casefold())).translate(_SWEDISH)
    return " ".join("".join(letter if letter in "æøå" else _base(letter) for letter in normalize("NFC", text)).split())


@lru_cache(maxsize=10_000)
def searchable(*texts: str) -> str:
    """What a search looks through: the texts folded in each of the ways in which people type them, a line each.

    Whoever types a plain letter finds the letter with marks as well ("Ase", "Aase" and "Åse" find Åse, "Sorensen" and
    "Soerensen" find Sørensen); whoever types the mark means it ("Åse" finds Åse and Aase, but not Ase).
    """
    text = " ".join(texts)
    norwegian = folded(text)
    plain = "".join(_base(letter) for letter in normalize("NFC", clean(text).casefold())).translate(_PLAIN)
    spelt = normalize("NFC", clean(text).casefold()).translate(_SWEDISH).translate(_SPELT)
    return "\n".join(dict.fromkeys([norwegian, folded(plain), folded(spelt), norwegian.replace("aa", "å")]))


def words(typed: str) -> list[str]:
    """The words of a search, each of which has to stand in what `searchable` gives."""
    return folded(typed).split()


def in_order(name: str) -> str:
    """By what a name is sorted: as it is compared, with æ, ø and å at the end of the alphabet."""
    return folded(name).translate(_LAST)


def _base(letter: str) -> str:
    if letter.isascii():
        return letter
    return "".join(part for part in normalize("NFD", letter) if not combining(part))
