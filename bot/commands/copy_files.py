"""`copy-files URL`: the files of all cases, to where FILES_URL is to name next; not again what is there already."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.context import files_of, opened
from bot.files_settings import read_files_place
from bot.settings import Settings
from bot.startup_checks import CannotStartError, plain_words
from domain.bucket_place import BucketPlace
from store.files import BLOCK, DamagedError, Files, MissingError
from store.kept_files import kept_files


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], act: Callable[[argparse.Namespace], None]
) -> None:
    """Make the command known."""
    copies = commands.add_parser("copy-files", help="copy the files of all cases to another place; may be repeated")
    copies.add_argument("url", metavar="URL", help="s3://bucket/prefix or file:///folder, as FILES_URL has it")
    copies.set_defaults(act=act)


def copy(settings: Settings, url: str, environment: Mapping[str, str]) -> str:
    """Copy each file, found whole, and say how many. Raises CannotStartError, also when one is missing here."""
    place = _place(url, environment)
    if place == settings.files:
        raise CannotStartError(f"The files are in {url} already: name the place to which they are to go.")
    to = files_of(place)
    with opened(settings) as context:
        with plain_words(context.database), context.database.read() as connection:
            known = {row.sha256: f"{row.case_id} {row.name}" for row in kept_files(connection)}
        try:
            to.require_ready()
            there = {one.sha256: one.size for one in to.listed()}
            copied, gone = 0, []
            for sha256 in sorted(known):
                try:
                    copied += _copied(context.files, to, sha256, there.get(sha256))
                except (MissingError, DamagedError):
                    gone.append(known[sha256])
        except OSError as error:
            told = f"{url} cannot be written to ({error.strerror or error})"
            cure = "See that it is there and may be written to, and give the command again: it goes on from there"
            raise CannotStartError(f"{told}. {cure}.") from error
    done = f"{len(known)} files: {copied} copied, {len(known) - copied - len(gone)} there already."
    if gone:
        raise CannotStartError("\n".join([done, *(f"NOT copied, missing or damaged here: {one}" for one in gone)]))
    return done


def _place(url: str, environment: Mapping[str, str]) -> Path | BucketPlace:
    try:
        place = read_files_place(url, {**environment, "FILES_DIR": ""})
    except ValueError as error:
        raise CannotStartError(f"The address {error}.") from error
    if place is None:
        raise CannotStartError("Name the place: s3://bucket/prefix or file:///folder.")
    return place


def _copied(files: Files, to: Files, sha256: str, size: int | None) -> bool:
    """Copy one file unless as many bytes are there. Raises OSError, MissingError and DamagedError."""
    if size is not None and size == files.size(sha256):
        return False
    with files.lend(sha256) as path, path.open("rb") as file:
        to.keep(iter(lambda: file.read(BLOCK), b""))
    return True
