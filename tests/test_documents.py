"""What the documents tell people to type, open and look at is there and works."""

from __future__ import annotations

import asyncio
import functools
import importlib.util
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.settings import DEFAULTS
from sandbox.__main__ import _parser as sandbox_parser
from sandbox.server import serve
from sandbox.workspace import Workspace
from tests.world import manifest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
OF_THE_SANDBOX = (ROOT / "sandbox/README.md").read_text("utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "sandbox/README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
PICTURES = sorted((ROOT / "docs/pictures").glob("*.png"))


def block(language: str, words: str) -> str:
    """The one block of code in the README that has these words in it."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if words in text]
    assert len(found) == 1
    return str(found[0])


def shell_lines(document: str) -> list[str]:
    """Every line that a block of shell in the document tells to type."""
    blocks = re.findall(r"```(?:sh|shell|bash|console)\n(.*?)```", document, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if shlex.split(line, comments=True)]


def shell_words(document: str) -> list[str]:
    """Every command that stands between backticks in the running text or in a table."""
    text = re.sub(r"```.*?```", "", document, flags=re.DOTALL)
    return sorted(set(re.findall(r"`((?:make|python|\.venv/bin/\S+|export)(?: [^`]+)?)`", text)))


def follow(words: list[str]) -> None:
    """Go as far as one can without doing it: the words are understood, and what they name is there."""
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = ["export", words[0]] if len(words) == 1 else words[1:]
    match words:
        case ["export", *settings]:
            assert {setting.partition("=")[0] for setting in settings} <= set(DEFAULTS)
        case ["make", *targets]:
            for line in re.findall(r"^\.venv/bin/python -m .*", would_do(*targets), re.MULTILINE):
                follow(shlex.split(line))
        case [python, "-m", "bot", *rest] if python.endswith("python"):
            _parser().parse_args(["1" if word == "N" else word for word in rest])
        case [python, "-m", "sandbox", *rest] if python.endswith("python"):
            sandbox_parser().parse_args(rest)
        case [python, "-m", module, *_] if python.endswith("python"):
            assert importlib.util.find_spec(module)
        case ["cd", _] | ["git", "clone", *_]:
            pass
        case _:
            raise AssertionError(f"nobody knows how to follow {words}")


@functools.cache
def would_do(*targets: str) -> str:
    """What make says that it would do; what was said to another make, which runs these tests, is kept from it."""
    outside = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    asked = ["make", "--dry-run", *targets]
    dry = subprocess.run(asked, cwd=ROOT, env=outside, capture_output=True, text=True, check=False)
    assert dry.returncode == 0, dry.stderr
    return dry.stdout


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if link.startswith("https://"):
            continue
        path, _, heading = link.partition("#")
        target = (document.parent / path) if path else document
        assert target.exists(), link
        if heading:
            assert heading in map(anchor, re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)), link


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_every_picture_is_shown_with_its_words_and_is_small(picture: Path) -> None:
    shown = [
        text for path in DOCUMENTS for text in re.findall(r"!\[([^\]]*)\]\(\S*" + picture.name, path.read_text("utf-8"))
    ]

    assert shown
    assert all(shown)
    assert picture.stat().st_size < 225_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize("line", [*shell_lines(README), *shell_words(README), *shell_lines(OF_THE_SANDBOX)])
def test_every_command_in_the_readme_can_be_followed(line: str) -> None:
    follow(shlex.split(line, comments=True))


@pytest.mark.parametrize(
    "line",
    ["make tea", "python -m bot brew", "python -m sandbox", ".venv/bin/python -m nothing", "export TEA=1", "tea"],
)
def test_a_command_that_leads_nowhere_would_be_noticed(line: str) -> None:
    with pytest.raises((AssertionError, SystemExit)):
        follow(shlex.split(line))


def test_what_the_readme_says_of_a_commands_options_is_so() -> None:
    rows = re.findall(r"^\| `python -m bot (\w+)[^|]*\|(.*)\|$", README, re.MULTILINE)
    assert {command for command, _ in rows} >= {"run", "migrate", "import", "check", "demo"}
    for command, meaning in rows:
        for option in re.findall(r"`(--[a-z]+[^`]*)`", meaning):
            follow(["python", "-m", "bot", command, *option.split()])


def test_every_slash_command_in_the_readme_is_in_the_manifest() -> None:
    known = {command["command"] for command in manifest()["features"]["slash_commands"]}

    assert set(re.findall(r"`(/[a-zæøå]+)(?: [^`/]*)?`", README)) <= known


async def test_the_administrators_first_five_minutes_work_as_written(tmp_path: Path) -> None:
    (tmp_path / "people.yml").write_text(block("yaml", "people:"), "utf-8")
    (tmp_path / "vitnemal.pdf").write_bytes(b"%PDF-1.7 vitnemal")
    lines = (shlex.split(line, comments=True) for line in shell_lines(README))
    typed = [words[3:] for words in lines if words[1:3] == ["-m", "bot"] and words[3] != "demo"]
    workspace = Workspace(manifest())
    async with serve(workspace) as server:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_API_URL": server.api_url,
        }
        for words in typed:
            command = (sys.executable, "-m", "bot", *words)
            process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environment)
            if words == ["run"]:
                await workspace.until(lambda: workspace.socket.open, timeout=60)
                process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0, words

    assert {words[0] for words in typed} >= {"migrate", "import", "check", "run"}
