"""A context with an empty database of either kind, and a folder for the files to import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.context import Context
from store.files import FileStore
from tests.cases.importing.importer import Importer
from tests.databases import open_database


@pytest.fixture
def importer(database_url: str, tmp_path: Path) -> Iterator[Importer]:
    """Give an importer for an empty database."""
    database = open_database(database_url)
    context = Context(database, FileStore(tmp_path / "kept"), ZoneInfo("Europe/Oslo"))
    (tmp_path / "import").mkdir()
    yield Importer(context, tmp_path / "import")
    database.dispose()
