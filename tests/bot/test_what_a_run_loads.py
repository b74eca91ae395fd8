"""What a plain run loads, over SQLite and with no port, bucket or file of its own: every module is waited for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

NOT_NEEDED = {
    "alembic": "the schema is compared, and changed by `migrate` only",
    "bot.archive.paper": "no package is made yet",
    "bot.templates": "there is no TEMPLATES",
    "cases.importing": "nothing is taken in",
    "fastapi": "there is no API_PORT",
    "icalendar": "the same",
    "obstore": "the files are in a folder",
    "prometheus_client": "there is no METRICS_PORT",
    "psycopg": "the database is SQLite",
    "pydantic": "there is no API_PORT",
    "sandbox": "it is the demo's",
    "sqlalchemy.orm": "rows are typed by store/rows.py",
    "typst": "no page is set yet",
    "uvicorn": "there is no API_PORT",
    "xlsxwriter": "no list is written yet",
}

# `run` as it is given at the command line, up to the moment when the bot would connect to anything.
PROGRAM = """
import gc, json, sys
import bot.server
from bot.__main__ import main
from store.database import Database

def run(settings):
    Database(settings.database_url)
    print(json.dumps({"modules": list(sys.modules), "collects": gc.isenabled()}))

bot.server.run = run
sys.exit(main(["run"]))
"""


def started(folder: Path) -> dict[str, Any]:
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1-abc",
        "SLACK_SIGNING_SECRET": "x",
        "DATABASE_URL": f"sqlite:///{folder / 'x.db'}",
        "FILES_DIR": str(folder),
    }
    shown = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def test_a_plain_run_loads_nothing_that_it_has_no_use_for(tmp_path: Path) -> None:
    modules = started(tmp_path)["modules"]

    assert "bot.app" in modules
    assert NOT_NEEDED.keys() & set(modules) == set()


def test_garbage_is_collected_again_when_all_is_loaded(tmp_path: Path) -> None:
    assert started(tmp_path)["collects"] is True
