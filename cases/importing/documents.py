"""From a file to the tree of its nodes, each of which knows its line.

JSON is read by the YAML reader too, after mending the two things that are JSON and not YAML: tabs, and
characters written as two escapes. The C reader is four times as quick; not every machine has it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from cases.importing.faults import Faults
from domain.errors import N_

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\u([dD][89abAB]\w\w)\\u([dD][c-fC-F]\w\w)|\\.", re.DOTALL)


def read_document(file: Path, faults: Faults) -> yaml.Node | None:
    """The file's tree of nodes; None when it cannot be read, which is then noted."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError:
        faults.add(file, 0, N_("Filen kan ikke leses. Se etter om den finnes, og om du har lov til å lese den."))
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.add(file, line, N_("Filen er ikke lagret som UTF-8. Lagre den på nytt med tegnsettet UTF-8."))
        return None
    if found := _NOT_TEXT.search(text):
        faults.add(file, _line(text, found.start()), N_("Her står et tegn som ikke er tekst. Ta det bort."))
        return None
    return _compose(file, text, faults)


def _compose(file: Path, text: str, faults: Faults) -> yaml.Node | None:
    is_json = text.lstrip().startswith(("{", "["))
    if is_json:
        try:
            json.loads(text)
            text = _yaml_of_json(text)
        except RecursionError:
            faults.add(file, 0, N_("Filen har for mange nivåer inni hverandre."))
            return None
        except json.JSONDecodeError as error:
            if file.suffix.lower() == ".json":
                faults.add(file, error.lineno, N_("Dette er ikke gyldig JSON. Kontroller linjen og linjen før."))
                return None
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        faults.add(file, *_syntax_fault(text, error))
        return None
    except RecursionError:
        faults.add(file, 0, N_("Filen har for mange nivåer inni hverandre."))
        return None
    if node is None:
        faults.add(file, 0, N_("Filen er tom."))
    return node


def _yaml_of_json(text: str) -> str:
    """The same JSON without tabs (none can stand in a text) and with each character written as itself or one escape."""
    return _ESCAPE.sub(_one_character, text.replace("\t", " "))


def _one_character(match: re.Match[str]) -> str:
    high, low = match.groups()
    if not high:
        return match.group()
    return bytes.fromhex(high + low).decode("utf-16-be")


def _syntax_fault(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str]:
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line = min(mark.line + 1, len(lines)) if mark else 1
    if "\t" in lines[line - 1][: mark.column + 1 if mark else 0]:
        return line, N_("Linjen er rykket inn med tabulator. Bruk mellomrom.")
    if "another document" in (error.problem or ""):
        return line, N_("Filen har mer enn ett dokument. Ta bort linjen med «---».")
    return line, N_("Dette er ikke gyldig YAML. Se etter feil innrykk, kolon eller anførselstegn her og på linjen før.")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
