"""What the documents tell people to type, open and look at is there and works."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.workspace import Workspace
from tests.world import manifest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = sorted((ROOT / "docs/pictures").glob("*.png"))


def block(language: str, words: str) -> str:
    """The one block of code in the README that has these words in it."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if words in text]
    assert len(found) == 1
    return str(found[0])


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
    assert picture.stat().st_size < 200_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert set(re.findall(r"(?:^|`)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)) <= targets


async def test_the_administrators_first_five_minutes_work_as_written(tmp_path: Path) -> None:
    (tmp_path / "people.yml").write_text(block("yaml", "people:"), "utf-8")
    (tmp_path / "vitnemal.pdf").write_bytes(b"%PDF-1.7 vitnemal")
    typed = re.findall(r"^\.venv/bin/python -m bot ([^#\n]*)", block("sh", "-m bot migrate"), re.MULTILINE)
    workspace = Workspace(manifest())
    async with serve(workspace) as server:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_API_URL": server.api_url,
        }
        for words in map(str.split, typed):
            command = (sys.executable, "-m", "bot", *words)
            process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=environment)
            if words == ["run"]:
                await workspace.until(lambda: workspace.socket.open, timeout=60)
                process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0, words

    assert [words.split()[0] for words in typed] == ["migrate", "import", "check", "run"]
