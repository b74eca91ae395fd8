"""`python -m tests.bench.search`: how fast a search answers, and what its index costs, on both databases.

An institution with as many subtasks and messages as are asked for; who searches is a case worker with a few dozen
cases, a distributor of one institute and one who reaches everything.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from cases.acts import indexing, messages, subtasks
from cases.context import Context
from cases.pages import searching
from domain.search import Due, Order, Sought, Standing
from store import search_index, tables
from store.database import Database
from store.files import FileStore
from store.search_statements import GRAMS
from tests import postgres
from tests.bench import institution
from tests.bench.institution import NOW, SOON, case_id, slack_id
from tests.databases import new_sqlite
from tests.filled_in import new_subtask

HITS = 10
COMMON = ("emnet", "vurdering", "takk", "studenten")  # each in half of all subtasks
ROOTS = (
    "opptak",
    "permisjon",
    "vitnemål",
    "innpassing",
    "klage",
    "praksis",
    "språk",
    "middelalder",
    "latin",
    "karakter",
)
ENDS = ("en", "er", "krav", "brev", "historie", "poeng", "fag", "plan", "søknad", "frist")
# The first of them often, the last hardly ever, as words are in a language.
OTHERS = tuple(root + middle + end for middle in ROOTS[::-1] for end in ENDS for root in ROOTS)


@dataclass(frozen=True)
class Size:
    """How much there is, and how often each search is made."""

    subtasks: int
    messages: int
    rounds: int


WHOLE = Size(200_000, 2_000_000, 15)
QUICK = Size(600, 1_200, 1)


def main(words: Sequence[str] | None = None) -> None:
    """Fill a database of each kind, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description="How fast a search answers.")
    parser.add_argument("--quick", action="store_true", help="only see whether it works; the figures mean nothing")
    parser.add_argument("--subtasks", type=int, help="how many there are; 200,000 by default")
    parser.add_argument("--messages", type=int, help="how many there are; 2,000,000 by default")
    parser.add_argument("--only", choices=("sqlite", "postgres"), help="one of the two databases")
    chosen = parser.parse_args(words)
    size = QUICK if chosen.quick else WHOLE
    size = Size(chosen.subtasks or size.subtasks, chosen.messages or size.messages, size.rounds)
    for kind in [chosen.only] if chosen.only else ("sqlite", "postgres"):
        with tempfile.TemporaryDirectory(prefix="saksbot-bench-") as folder, _address(kind, Path(folder)) as address:
            database = Database(address)
            print(f"\n{kind}: {size.subtasks:,} subtasks, {size.messages:,} messages")
            print(f"  filled and taken in within {_seconds(lambda: fill(database, size)):.0f} s")  # noqa: B023
            measure(Context(database, FileStore(Path(folder)), ZoneInfo("Europe/Oslo")), size)
            database.dispose()


@contextmanager
def _address(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield new_sqlite(folder / "bench.db")
        return
    address = postgres.new_database()
    with patch.multiple("store.postgres", STATEMENT_SECONDS=600.0, SILENT_SECONDS=600.0):  # for what fills it
        yield address
    postgres.drop_database(address)


def fill(database: Database, size: Size) -> None:
    """Fill an empty database, and take all of it in."""
    institution.fill(database, size.subtasks)
    chance = random.Random(1)  # noqa: S311 - the same words every time
    with database.begin(patient=True) as connection:
        _distributors(connection)
        for start in range(0, size.messages, institution.BATCH):
            numbers = range(start + 1, min(start + institution.BATCH, size.messages) + 1)
            said = [_message(number, size, chance) for number in numbers]
            connection.execute(tables.messages.insert(), [one for one, _ in said])
            connection.execute(tables.message_versions.insert(), [one for _, one in said])
        if not database.is_sqlite:
            connection.execute(sa.text("SELECT setval('messages_id_seq', (SELECT max(id) FROM messages))"))
        connection.execute(tables.search_stale.delete())  # a note for each is not what is measured
        connection.execute(sa.text("INSERT INTO search_stale (case_id) SELECT id FROM cases"))
        search_index.take_in(connection)
    with database.begin(patient=True) as connection:
        connection.exec_driver_sql("ANALYZE")
        if not database.is_sqlite:  # as the server does by and by
            connection.exec_driver_sql(f"SELECT gin_clean_pending_list('{GRAMS}')")


def _distributors(connection: Connection) -> None:
    people, roles = tables.people, tables.roles
    for name, place in (("everything", 1), ("institute", 3)):
        person = {
            "id": 1_000_000 + place,
            "name": f"Fordeler {name}",
            "email": f"{name}@uni.example",
            "slack_id": f"UALL{name.upper()}",
        }
        connection.execute(people.insert().values(person))
        connection.execute(roles.insert().values(person_id=person["id"], place_id=place, role="fordeler"))


def _message(number: int, size: Size, chance: random.Random) -> tuple[dict[str, object], dict[str, object]]:
    words = [word for word in COMMON if chance.random() < 0.07]
    words += [OTHERS[int(len(OTHERS) ** chance.random()) - 1] for _ in range(8)]
    words.append(f"emnekode{chance.randrange(size.messages)}")
    subtask = number % size.subtasks + 1
    values = {"id": number, "subtask_id": subtask, "author_id": 1, "sent_at": NOW}
    version = {"message_id": number, "number": 1, "text": " ".join(words).capitalize() + ".", "blocks": [], "at": NOW}
    return values, version


WHO = {"case worker": slack_id(3), "one institute": "UALLINSTITUTE", "everything": "UALLEVERYTHING"}
SOUGHT = {
    "rare word": Sought("emnekode4711"),
    "nothing": Sought("finnesikke"),
    "common word": Sought("emnet"),
    "two words": Sought(f"{OTHERS[60]} {OTHERS[110]}"),
    "common and rare": Sought("emnet emnekode4711"),
    "two common": Sought("emnet takk"),
    "inside others": Sought("latinfrist"),
    "name": Sought("Kari Bergsen 12"),
    "number": Sought(case_id(3, 2)),
    "two letters": Sought("ba"),
    "by deadline": Sought("emnet", order=Order.DEADLINE),
    "rare by case": Sought("emnekode4711", order=Order.CASE),
    "overdue": Sought(due=Due.OVERDUE),
    "on hold": Sought(standing=Standing.HELD),
    "an assignee's": Sought("emnet", assignee_id=5),
    "a place": Sought("emnet", place_id=3),
    "a place, nothing": Sought("finnesikke", place_id=3),
}


def measure(context: Context, size: Size) -> None:
    """Print the medians, in milliseconds."""
    print(f"  {'':20}" + "".join(f"{who:>16}" for who in WHO))
    for name, sought in SOUGHT.items():
        took = [_median(lambda: _find(context, sought, actor), size.rounds) for actor in WHO.values()]  # noqa: B023
        print(f"  {name:20}" + "".join(f"{one:9.1f} ({least:.1f})" for one, least in took))
    took = [_median(lambda: searching.assignees(context, "kari", actor=actor), size.rounds) for actor in WHO.values()]  # noqa: B023
    print(f"  {'assignees':20}" + "".join(f"{one:9.1f} ({least:.1f})" for one, least in took))
    _costs(context, size)
    _room(context.database)


def _find(context: Context, sought: Sought, actor: str) -> None:
    searching.find(context, sought, actor=actor, now=NOW, limit=HITS)


def _costs(context: Context, size: Size) -> None:
    """What a message and a new subtask cost, and what it costs afterwards to take their words in."""
    for name, act in (("a message", _say), ("Opprett", _create)):
        acting, after = [], []
        for number in range(max(size.rounds * 4, 2)):
            acting.append(_seconds(lambda: act(context, f"{name}{number}")) * 1000)  # noqa: B023
            after.append(_seconds(lambda: indexing.take_in_some(context)) * 1000)
        print(f"  {name}: {median(acting):.2f} ms, and {median(after):.2f} ms when nobody waits, to take its words in")


def _say(context: Context, key: str) -> None:
    text = f"Hei, emnet med {key} er vurdert på nytt, og studenten har fått opptakskrav."
    messages.write(context, 1, text, actor=slack_id(0), key=key, now=NOW)


def _create(context: Context, key: str) -> None:
    new = new_subtask(9, deadline_on=SOON, attachment_ids=())
    subtasks.create(context, case_id(3, 2), new, actor=slack_id(3), key=key, now=NOW)


def _room(database: Database) -> None:
    with database.read() as connection:
        if database.is_sqlite:
            pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE :name"
            sizes = [connection.execute(sa.text(pages), {"name": name}).scalar_one() for name in ("search_%", "%")]
        else:
            query = "SELECT pg_total_relation_size('search_texts'), pg_database_size(current_database())"
            sizes = [*connection.execute(sa.text(query)).one()]
    print(f"  the index takes {sizes[0] / 1e6:.0f} MB of {sizes[1] / 1e6:.0f} MB")


def _median(act: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median in milliseconds, and the least: what it takes where nobody else uses the machine."""
    act()
    took = sorted(_seconds(act) * 1000 for _ in range(rounds))
    return median(took), took[0]


def _seconds(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return perf_counter() - begin


if __name__ == "__main__":
    main()
