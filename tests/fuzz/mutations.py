"""Ways to spoil what is sent: other types, lengths and letters, other people's ids, what is missing, what is stale."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

Holder: TypeAlias = dict[str, Any] | list[Any]
Place: TypeAlias = tuple[Holder, Any]


def nested(depth: int) -> Any:
    """Lists in lists."""
    found: Any = []
    for _ in range(depth):
        found = [found]
    return found


# What no program has thought of who wrote only for what is documented; the longest are left out most of the time.
STRANGE: tuple[Any, ...] = (
    None, "", " ", "x", [], {}, [None], [[]], [{}], {"x": 1}, [1], True, False,
    0, 1, 2, 3, -1, 1.5, 1e308, 2**31, 2**63, 2**64, 10**400,
    "0", "1", "2", "3", "-1", "1.5", "9" * 18, "9" * 19, "9" * 400, "١", "２", "²", "½", "0x1", "1e400", "inf", "nan",
    "-0",
    "1|2", "|", "||", ":", "case:", "subtask:1", "subtask:٣", "2026-101", "2026-101|1", "2026-101|x",
    "2026-101|2026-12-18",
    "2026-13-45", "0001-01-01", "9999-12-31", "2026-12-18T00:00:00", "2026-W51-1", "20261218",
    "\0", "a\0b", "\ud800", "\udfff x", "\u202eabc", "\ufeff", "\u200b", "e\u0301", "ﬀ", "İ", "ß", "👩‍👩‍👧", "\r\n\t\v",
    "\x7f\x1b[31m",
    "<!channel>", "<@U0KARI>", "<http://x|y>", "&lt;", "*_~`", "%s %d {0} {name}", "' OR 1=1 --", "\\", "../../etc",
    "%00",
    "1700000000.000100", "1700000000", "99999999999999999.9", "-62135596801", "NaN", "1e18", ".", "1.2.3",
    "01010112345", "a" * 255, "a" * 2000, "a" * 3001, "æ" * 3001, "😀" * 3001, "\n" * 3001, "[" * 3000,
)  # fmt: skip
HUGE: tuple[Any, ...] = ("a" * 40_001, "😀" * 100_000, "a" * 1_200_000, nested(90), nested(200), list(range(5000)))
# Where the bot looks: what is changed below these is changed more often than a word in a block.
TELLING = (
    "value", "private_metadata", "callback_id", "action_id", "selected_option", "selected_options", "selected_date",
    "state", "values", "text", "thread_ts", "ts", "event_ts", "files", "subtype", "channel", "channel_type", "type",
    "view",
    "actions", "user", "message", "previous_message", "blocks", "block_id", "id", "previous_view_id", "trigger_id",
    "initial_options", "initial_value", "initial_date", "options", "element", "attachments", "elements", "edited",
)  # fmt: skip


@dataclass
class Spoiler:
    """Spoils values, with chance from `lot`; it takes other values from what it has been shown."""

    lot: Random
    _known: dict[str, list[Any]] = field(default_factory=dict)

    def learn(self, things: Sequence[Any]) -> None:
        """Keep what stands under each key: ids, values and metadata of others, to be put in the place of one's own."""
        for thing in things:
            for holder, key in places(thing):
                if isinstance(holder, dict) and key in TELLING:
                    self._known.setdefault(key, []).append(holder[key])

    def spoil(self, thing: Any) -> Any:
        """Something like it."""
        whole = [json.loads(json.dumps(thing))]
        for _ in range(self._times()):
            there = [one for one in places(whole) if one[0] is not whole]
            telling = [one for one in there if one[1] in TELLING]
            chosen = telling if telling and self.lot.random() < 0.7 else there
            if chosen:
                self._change(*self.lot.choice(chosen))
        return whole[0]

    def strange(self) -> Any:
        """Something that is out of place wherever it stands."""
        return self.lot.choice(HUGE if self.lot.random() < 0.005 else STRANGE)

    def text(self, text: str) -> str:
        """Another text."""
        at = self.lot.randrange(len(text) + 1)
        odd = str(self.strange())
        return self.lot.choice((odd, text + odd, text[:at], text[:at] + odd + text[at:], text * 2, text.upper()))

    def _times(self) -> int:
        return self.lot.choices((0, 1, 2, 3, 8), (1, 6, 3, 2, 1))[0]

    def _change(self, holder: Holder, key: Any) -> None:
        old = holder[key]
        match self.lot.randrange(8):
            case 0:
                del holder[key]
            case 1 | 2 if key in self._known:
                holder[key] = self.lot.choice(self._known[key])
            case 3 if isinstance(old, str):
                holder[key] = self._inside(old)
            case 3 if isinstance(old, int | float) and not isinstance(old, bool):
                holder[key] = self.lot.choice((old + 1, old - 1, -old, str(old), old * 10**20))
            case 4 if isinstance(old, list):
                holder[key] = self.lot.choice((old * 2, old * 30, old[::-1], old[:1], [old]))
            case 4:
                holder[key] = self.lot.choice(([old], {"value": old}, json.dumps(old)))
            case 5 if isinstance(holder, dict):
                holder[str(self.lot.choice((str(key) + "x", *TELLING)))] = holder.pop(key)
            case _:
                holder[key] = self.strange()

    def _inside(self, text: str) -> str:
        """Change something in a text; in what is JSON in JSON, something of that."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict | list) or not told or self.lot.random() < 0.2:
            return self.text(text)
        return json.dumps(self.spoil(told))


def places(thing: Any) -> Iterator[Place]:
    """Everything that stands somewhere: what holds it, and under which key or number."""
    waiting = [thing]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict | list):
            for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
                yield holder, key
                waiting.append(holder[key])
