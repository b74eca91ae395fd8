"""What the pages for administrators say is there: each fault of `check` has its place, each command is understood."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import string
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.__main__ import _parser
from bot.settings import DEFAULTS
from tests.install.machine import INSTALL, OPERATIONS, PROGRAM, ROOT, UNITS, Machine, blocks

COMMANDS = ROOT / "bot" / "commands"
PAGES = (INSTALL, OPERATIONS, ROOT / "docs" / "settings.md")
ANALYZE = shutil.which("systemd-analyze")


class Site(NamedTuple):
    """Where `check` says FAULT: what about, and the words that stand in the code there."""

    where: str
    subject: str
    words: tuple[str, ...]


def sites() -> Iterator[Site]:
    """Every one, as the code has them."""
    for file in sorted(COMMANDS.glob("check*.py")):
        module = ast.parse(file.read_text("utf-8"))
        for function in ast.walk(module):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Finding":
                        mark, subject, words = call.args
                        if not (isinstance(mark, ast.Constant) and mark.value in ("ok", "off")):
                            found = tuple(literals(words, function))
                            for name in subjects(subject, function, module):
                                yield Site(f"{file.name}:{call.lineno}", name, found)


def literals(words: ast.expr, function: ast.AST) -> Iterator[str]:
    """What is written out of the words, also where they were given a name just before."""
    names = {one.id for one in ast.walk(words) if isinstance(one, ast.Name)}
    given = [
        one.value
        for one in ast.walk(function)
        if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id in names for to in one.targets)
    ]
    for part in (words, *given):
        for one in ast.walk(part):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and len(re.findall(r"\w+", one.value)) > 1:
                yield one.value


def subjects(subject: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef, module: ast.Module) -> list[str]:
    """What the line is about; where the function is told, all that it is told."""
    if isinstance(subject, ast.Constant):
        return [str(subject.value)]
    told = [one.value for one in function.args.defaults if isinstance(one, ast.Constant)]
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == function.name:
            told += [one.value for one in call.args if isinstance(one, ast.Constant)]
    return [str(one) for one in told]


def table() -> dict[str, str]:
    """The rows of the page, by the subject of the line."""
    text = OPERATIONS.read_text("utf-8").split("## What to do when")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("site", list(sites()), ids=lambda site: f"{site.where} {site.subject}")
def test_each_fault_of_check_has_its_place(site: Site) -> None:
    quoted = re.findall("“([^”]+)”", table().get(site.subject, ""))

    assert site.subject in table()
    assert not site.words or any(quote in words for quote in quoted for words in site.words), site.words


def test_nothing_stands_there_that_check_does_not_say() -> None:
    everything = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    said = re.sub(r'"\s+f?"', "", everything)  # a sentence that goes on in the next line

    assert table().keys() == {site.subject for site in sites()}
    assert [quote for row in table().values() for quote in re.findall("“([^”]+)”", row) if quote not in said] == []


def typed(page: Path) -> set[str]:
    """What a page tells to type of the program itself, in its blocks and between its words."""
    text = page.read_text("utf-8")
    lines = [line for block in blocks(page) for line in block.replace("\\\n", " ").splitlines()]
    words = re.findall(r"`(saksbot [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return {line for line in (*lines, *words) if line.startswith("saksbot ")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_of_the_pages_is_understood(page: Path) -> None:
    for line in typed(page):
        words = shlex.split(line.replace("EMAIL", "kari@uni.example").replace("…", "kari@uni.example"), comments=True)[
            1:
        ]
        if words[0] in ("retain", "erase") and not {"--dry-run", "--apply"} & {*words}:
            words.append("--dry-run")
        _parser().parse_args(words)


def test_what_stands_in_front_passes_on_the_path_and_the_port_that_the_program_listens_at() -> None:
    inner = f"{DEFAULTS['HOST']}:{DEFAULTS['PORT']}"
    (nginx,), (caddy,) = blocks(INSTALL, language="nginx"), blocks(INSTALL, language="caddy")
    (manifest,) = blocks(INSTALL, "7. HTTP instead of Socket Mode", "yaml")

    assert f"location = /slack/events {{\n        proxy_pass http://{inner};" in nginx
    assert f"reverse_proxy /slack/events {inner}" in caddy
    assert set(re.findall(r"https://(\S+?)/", manifest)) == {"saksbot.uni.example"}
    assert "server_name saksbot.uni.example;" in nginx
    assert caddy.startswith("saksbot.uni.example {")


def unit(name: str) -> ConfigParser:
    found = ConfigParser(strict=True, interpolation=None)  # a line that stands there twice is a slip
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string((ROOT / "docs" / name).read_text("utf-8"))
    return found


def test_the_service_runs_as_its_own_user_with_its_settings_and_may_do_little() -> None:
    service = unit("saksbot.service")["Service"]

    assert service["ExecStart"] == "/opt/saksbot/.venv/bin/python -m bot run"
    assert (service["User"], service["UMask"], service["StateDirectoryMode"]) == ("saksbot", "0077", "0700")
    for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID", "LockPersonality"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert float(service["TimeoutStopSec"]) > 5
    for name in UNITS[:2]:
        one = unit(name)["Service"]
        assert (one["User"], one["EnvironmentFile"]) == ("saksbot", "/etc/saksbot.env")
        assert (ROOT / one["ExecStart"].split()[0].removeprefix("/opt/saksbot/")).is_file() or ".venv" in one[
            "ExecStart"
        ]


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine: only our own rules were kept")
def test_systemd_understands_the_units_and_finds_the_service_well_closed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.type(f"git clone {ROOT} /opt/saksbot; python3 -m venv /opt/saksbot/.venv")
    machine.type("cp /opt/saksbot/docs/saksbot*.service /opt/saksbot/docs/saksbot*.timer /etc/systemd/system/")
    files = [str(machine.path(f"/etc/systemd/system/{name}")) for name in UNITS]

    looked = subprocess.run([str(ANALYZE), "verify", *files], capture_output=True, text=True, check=False)
    judged = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", "--threshold=25", files[0]],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (looked.returncode, [line for line in looked.stderr.splitlines() if "saksbot" in line]) == (0, [])
    assert judged.returncode == 0, judged.stdout


def test_each_sign_that_a_shell_takes_for_something_else_is_said_to_need_quotes(tmp_path: Path) -> None:
    """The command sources what the service reads by other rules: https://github.com/systemd/systemd/issues/10659 ."""
    said = re.search(r"with a space or one of ``(.*?)`` stands in single quotes", INSTALL.read_text("utf-8"))
    assert said
    file = tmp_path / "saksbot.env"
    changed = set()
    for sign in string.punctuation:
        for written in (f"a{sign}b", f"a {sign}b"):
            quoted = written if " " not in written else f"'{written}'"
            file.write_text(f"VALUE={quoted}\n")
            shell = ["sh", "-c", f'set -a; . {file}; printf %s "$VALUE"']
            read = subprocess.run(
                shell, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}
            )
            if read.stdout != written:
                changed.add(sign)
                assert sign == "'" or " " not in written, "in quotes it is taken as it is"
    assert changed <= {"'", *said[1].split()}


@pytest.mark.parametrize("umask", ["027", "077"])
def test_the_service_can_read_its_program_whatever_the_umask_of_root(umask: str, tmp_path: Path) -> None:
    """See https://github.com/zulip/zulip/issues/2373 : hardened systems give root another umask."""
    machine = Machine(tmp_path)
    (program,) = blocks(INSTALL, "2. The program")
    machine.type(f"umask {umask}\n{program}")
    assert shut(machine.path("/opt/saksbot")) == []

    new = machine.path("/opt/saksbot/bot/new.py")
    new.touch(0o600)
    (line,) = {line for block in blocks(OPERATIONS, "Upgrade") for line in block.splitlines() if "chmod" in line}
    machine.type(line)
    assert shut(machine.path("/opt/saksbot")) == []


def shut(folder: Path) -> list[Path]:
    """What another user may not read there, or not enter."""
    needed = {path: 0o005 if path.is_dir() else 0o004 for path in [folder, *folder.rglob("*")]}
    return [path for path, rights in needed.items() if path.stat().st_mode & rights != rights]


def test_what_a_copy_of_the_program_needs_is_all_of_it() -> None:
    """The stand-in for `git clone` brings no less than what is imported by what runs."""
    imported = {
        name
        for folder in PROGRAM
        for file in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"^from (\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    ours = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}

    assert imported & ours - {"sandbox"} <= {*PROGRAM}
