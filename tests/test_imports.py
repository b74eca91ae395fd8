"""The house stands: imports point one way, and the contracts that say so would notice if not."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

CONFIG = Path(__file__).parent.parent / "pyproject.toml"

# One forbidden import for each contract, in its order.
PLANTED = {
    "store/tables.py": "import cases",
    "handlers/app_home.py": "import store.tables",
    "api/app.py": "import slack_sdk",
    "handlers/views/card.py": "import slack_sdk",
    "bot/delivery/worker.py": "import handlers.dispatch",
    "cases/notices.py": "import aiohttp",
    "domain/values.py": "import sqlalchemy",
    "sandbox/records.py": "import cases.notices",
    "sandbox/state/files.py": "import sandbox.api.desk",
    "sandbox/shapes/rules.py": "import sandbox.shapes.schema",
    "bot/settings.py": "import sandbox.records",
}
ALLOWED = {
    "bot/commands/demo.py": "import sandbox.records\nimport bot.settings\nimport handlers",
    "sandbox/shapes/schema.py": "import sandbox.shapes.rules",
    "sandbox/api/services.py": "import sandbox.state.files",
    "bot/inbox/worker.py": "import handlers.views.card",
    "handlers/__init__.py": "import cases.acts",
    "handlers/dispatch.py": "",
    "handlers/listeners.py": "",
    "handlers/modals.py": "",
    "handlers/request.py": "",
    "handlers/services.py": "",
    "cases/acts.py": "import store.tables\nimport sqlalchemy\nimport domain.values",
}


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", program, "--config", str(CONFIG), "--no-cache"],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )


def build(where: Path, sources: dict[str, str]) -> None:
    for name, source in sources.items():
        for package in [*(where / name).relative_to(where).parents][:-1]:
            (where / package).mkdir(parents=True, exist_ok=True)
            (where / package / "__init__.py").touch()
        (where / name).write_text(source, "utf-8")


def test_imports_point_one_way() -> None:
    checked = lint(CONFIG.parent)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_house_that_keeps_the_rules_passes(tmp_path: Path) -> None:
    build(tmp_path, dict.fromkeys(PLANTED, "") | ALLOWED)

    checked = lint(tmp_path)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_contract_notices_what_it_forbids(tmp_path: Path) -> None:
    build(tmp_path, ALLOWED | PLANTED)
    contracts = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]["contracts"]

    broken = re.findall(r"^(.+) BROKEN", lint(tmp_path).stdout, re.MULTILINE)

    assert broken == [contract["name"] for contract in contracts]
