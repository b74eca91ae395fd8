"""`check` compares the files with the hashes in the database: what is missing, what is damaged, and how far it read."""

import asyncio
import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.commands import check_files
from bot.commands.check_files import contents
from domain.bucket_place import BucketPlace
from store import tables
from store.bucket import BucketStore
from store.database import Database
from store.files import FileStore
from tests.institution import ATTACHMENTS, CASE, furnish
from tests.world import World


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path) -> Database:
    opened = Database(sqlite_url)
    furnish(opened, FileStore(tmp_path / "files"))
    return opened


def place(database: Database, folder: Path, name: str) -> Path:
    with database.read() as connection:
        wanted = sa.select(tables.attachments.c.sha256).where(tables.attachments.c.name == name)
        sha256 = str(connection.execute(wanted).scalars().one())
    return folder / "files" / sha256[:2] / sha256[2:]


def test_all_there_and_all_read(database: Database, tmp_path: Path) -> None:
    found = contents(database, FileStore(tmp_path / "files"))

    number = len(ATTACHMENTS)
    assert str(found) == (
        f"ok     files: {number} in the database, all there and of their size; "
        f"the bytes of {number} of {number} read and right"
    )


def test_missing_and_damaged_files_are_named_by_case_and_name_with_the_cure(database: Database, tmp_path: Path) -> None:
    first, second, *_ = sorted(ATTACHMENTS)
    place(database, tmp_path, first).unlink()
    changed = place(database, tmp_path, second)
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")  # as many as before

    found = contents(database, FileStore(tmp_path / "files"))

    assert found.mark == "FAULT"
    assert found.words == (
        f"1 missing: {CASE} {first}; 1 damaged: {CASE} {second}. "
        "Put them back from the backup of the files, with the same names"
    )


def test_a_size_that_slack_never_told_is_no_damage(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        connection.execute(tables.attachments.update().values(size=0))

    assert contents(database, FileStore(tmp_path / "files")).mark == "ok"


def test_when_time_is_up_sizes_still_tell(database: Database, tmp_path: Path) -> None:
    name = min(ATTACHMENTS)
    place(database, tmp_path, name).write_bytes(b"short")

    assert f"1 damaged: {CASE} {name}" in contents(database, FileStore(tmp_path / "files"), seconds=-1).words
    assert "the bytes of 0 of" in contents_when_mended(database, tmp_path, name)


def contents_when_mended(database: Database, tmp_path: Path, name: str) -> str:
    with database.begin() as connection:
        connection.execute(tables.attachments.update().where(tables.attachments.c.name == name).values(size=5))
    return contents(database, FileStore(tmp_path / "files"), seconds=-1).words


async def test_a_file_that_somebody_sent_is_looked_for_too(sqlite_world: World) -> None:
    world = sqlite_world
    await world.create()
    card = await world.card(world.aisha)
    await world.aisha.say("Se her", thread_ts=card.ts, files=[("notat.pdf", b"%PDF-1.7 notat")])
    await world.settled()
    sha256 = world.rows(sa.select(tables.message_files.c.sha256))[0][0]
    (world.settings.files_dir / sha256[:2] / sha256[2:]).unlink()

    assert f"1 missing: {CASE} notat.pdf." in contents(world.database, FileStore(world.settings.files_dir)).words


def test_of_many_only_a_few_are_named(database: Database, tmp_path: Path) -> None:
    with database.begin() as connection:
        one = connection.execute(sa.select(tables.attachments)).mappings().first()
        assert one is not None
        rows = [
            {**one, "id": 1000 + number, "name": f"x{number:02}.pdf", "sha256": f"{random.getrandbits(256):064x}"}
            for number in range(20)
        ]
        connection.execute(tables.attachments.insert(), rows)

    assert "20 missing: " in contents(database, FileStore(tmp_path / "files")).words
    assert "x04.pdf and 15 more. " in contents(database, FileStore(tmp_path / "files")).words


async def said_of_bucket(code: str) -> str:
    """What `check` says where S3 answers everything with this code."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>No.</Message></Error>"

    async def refuse(_request: web.Request) -> web.Response:
        return web.Response(status=400, text=body, content_type="application/xml")

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", refuse)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place = BucketPlace("saksbot", endpoint=f"http://127.0.0.1:{runner.addresses[0][1]}", key_id="a", secret="b")
    found = await asyncio.to_thread(check_files.bucket, BucketStore(place), "s3://saksbot")
    await runner.cleanup()
    return str(found.words)


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        ("ExpiredToken", "AWS_SESSION_TOKEN has ended"),
        ("RequestTimeTooSkewed", "clock is wrong"),
        ("InvalidAccessKeyId", "no such key"),
        ("SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY is not that"),
        ("AccessDenied", "that the key may do it"),
    ],
)
async def test_what_a_bucket_refuses_for_is_told_with_its_own_cure(code: str, cure: str) -> None:
    """See https://github.com/boto/boto/issues/898 : a key that ends is said to have ended."""
    told = await said_of_bucket(code)

    assert f"({code})): " in told
    assert cure in told
