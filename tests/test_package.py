"""`pip install .`: the wheel holds all that runs, and its command works where no checkout is near."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import __version__
from tests.program import OURS

ROOT = Path(__file__).parent.parent
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
DEMO_ONLY = ("aiosmtpd", "htpy")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with what is installed here and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index")
    subprocess.run([*PIP, "wheel", *offline, "--wheel-dir", folder, ROOT], check=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own; what it needs is there already."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--target", folder, wheel], check=True)
    return folder


def tracked(folder: str) -> Iterator[str]:
    """What of a package belongs to it: everything but what Python makes by itself."""
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run something of the installed program in another folder, where no checkout is near."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = {**others, "PYTHONPATH": str(installed), "DATABASE_URL": f"sqlite:///{folder / 'saksbot.db'}"}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        name for folder in ("bot", "handlers", "api", "cases", "store", "domain", "sandbox") for name in tracked(folder)
    }

    assert wanted | {"bot/manifest.yml"} <= held
    assert not any(name.startswith("tests") for name in held)


def test_what_is_installed_works_where_no_checkout_is(installed: Path, tmp_path: Path) -> None:
    command = str(installed / "bin" / "saksbot")

    assert run(installed, tmp_path, command, "--version").stdout == f"saksbot {__version__}\n"
    migrated = run(installed, tmp_path, command, "migrate")
    assert (migrated.returncode, migrated.stdout[:20]) == (0, "The schema is now 00"), migrated.stderr
    assert "usage: saksbot" in run(installed, tmp_path, command, "--help").stdout
    where = run(
        installed, tmp_path, sys.executable, "-c", "import bot.slack.tokens as found; print(found.MANIFEST)"
    ).stdout.strip()
    assert where == str(installed / "bot" / "manifest.yml")


def test_the_bot_needs_none_of_the_demos_packages(installed: Path, tmp_path: Path) -> None:
    without = f"import sys; sys.modules.update(dict.fromkeys({DEMO_ONLY})); sys.argv[0] = 'saksbot';"
    runs = "import bot.server, bot.commands.import_files, bot.commands.check, bot.commands.remind"
    demo = "from bot.__main__ import main; sys.exit(main(['demo']))"

    assert run(installed, tmp_path, sys.executable, "-c", f"{without} {runs}").returncode == 0
    asked = run(installed, tmp_path, sys.executable, "-c", f"{without} {demo}")
    assert (asked.returncode, "pip install 'saksbot[demo]'" in asked.stderr) == (1, True), asked.stderr


def test_pytest_finds_the_sandbox_s_fixture_and_needs_none_of_its_packages_for_that(
    installed: Path, tmp_path: Path
) -> None:
    without = f"import sys, pytest; sys.modules.update(dict.fromkeys({DEMO_ONLY})); sys.exit(pytest.main(sys.argv[1:]))"
    shown = run(installed, tmp_path, sys.executable, "-c", without, "--fixtures", "-p", "no:cacheprovider")

    assert "slack_workspace --" in shown.stdout, shown.stdout + shown.stderr


def test_the_sandbox_says_in_a_sentence_what_it_lacks(installed: Path, tmp_path: Path) -> None:
    without = f"import sys; sys.modules.update(dict.fromkeys({DEMO_ONLY}))"
    asked = run(
        installed, tmp_path, sys.executable, "-c", f"{without}; from sandbox.__main__ import main; main(['app.yml'])"
    )

    assert re.fullmatch(r"The sandbox needs (aiosmtpd|htpy), which is not installed\.\n", asked.stderr), asked.stderr


def test_the_changelog_begins_with_this_version() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]

    assert headings[0].startswith(f"## {__version__} – 20")
