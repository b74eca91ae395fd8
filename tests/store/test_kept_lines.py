"""The lines to PostgreSQL that the tests keep (tests/postgres_lines.py) are used by nobody but who has made them."""

from __future__ import annotations

import os

from tests.databases import open_database
from tests.postgres import lines


def test_a_process_forked_off_takes_none_of_its_parents_lines(postgres_url: str) -> None:
    database = open_database(postgres_url)
    with database.read():
        pass
    database.dispose()
    name = str(database.url.database)
    assert lines.servers(name) != []

    child = os.fork()
    if not child:
        os._exit(len(lines.servers(name)))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
