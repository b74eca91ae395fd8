"""What is wrong with the files: every fault with its file, its line and one sentence for the administrator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands: its file, its first line, and the line of each of its keys."""

    file: Path
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """The line of a key's value; that of the whole entry when the key is not there."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right. `line` is 0 when it is about the file as a whole.

    `words` is marked with `N_`; `values` fills its places when it is shown.
    """

    file: Path
    line: int
    words: str
    values: Mapping[str, str | int]


class FaultyFilesError(Exception):
    """The files cannot be taken in, and nothing was written; `faults` says all that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """`faults` has at least one member."""
        super().__init__(f"{len(faults)} faults in the import, the first in {faults[0].file}:{faults[0].line}")
        self.faults = tuple(faults)


class Faults:
    """Collects what is found, in whatever order it is found."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, file: Path, line: int, words: str, /, **values: str | int) -> None:
        """Note one fault; `words` is marked with `N_`."""
        self._found.append(Fault(file, line, words, values))

    def at(self, source: Source, key: str, words: str, /, **values: str | int) -> None:
        """Note one fault at a key of an entry."""
        self.add(source.file, source.line_of(key), words, **values)

    def require_none(self) -> None:
        """Raise FaultyFilesError when anything was found: sorted by file and line, each once."""
        if self._found:
            unique = {
                (fault.file, fault.line, fault.words, tuple(fault.values.items())): fault for fault in self._found
            }
            raise FaultyFilesError(sorted(unique.values(), key=lambda fault: (str(fault.file), fault.line)))
