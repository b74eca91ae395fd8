"""The command line: `python -m bot` with run, migrate, import, check, export, retain, erase and others."""

from __future__ import annotations

import gc

gc.disable()  # what is imported is no garbage: looking through it for some was a sixth of a start

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from bot import __version__
from bot.commands import copy_files, given, key_ways, outbox_ways
from bot.context import account
from bot.quoted import is_text
from bot.secrecy import hidden_from_others, secrets_kept
from bot.settings import Settings, SettingsError
from bot.startup_checks import CannotStartError, fault_in_schema, only_process, plain_words, schema_version
from cases.administering import note_schema
from store import schema
from store.database import Database

gc.freeze()  # nor is it ever looked through later
gc.enable()

WRONG_SETTINGS = 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit status: 0 done, 1 not done, 2 wrong settings or words."""
    parser, words = _parser(), sys.argv[1:] if words is None else words
    if strange := [word for word in words if not is_text(word)]:
        parser.error(f"this is not in UTF-8: {strange[0]!r}")
    chosen = parser.parse_args(words)
    with secrets_kept(), hidden_from_others():
        return _done(chosen)


def _done(chosen: argparse.Namespace) -> int:
    try:
        status = int(chosen.act(chosen) or 0)
        sys.stdout.flush()
        return status
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_SETTINGS
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="saksbot" if Path(sys.argv[0]).stem == "saksbot" else "python -m bot",
        description="Saksbot: case work in Slack.",
        epilog="Settings come from the environment; README.md lists them. "
        "Exit status: 0 done, 1 not done, 2 wrong settings or words.",
    )
    parser.add_argument("--version", action="version", version=f"saksbot {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="run the bot until it is stopped (Ctrl-C or SIGTERM)")
    run.set_defaults(act=_run)

    migrate = commands.add_parser("migrate", help="bring the database to the newest schema")
    migrate.set_defaults(act=_migrate)

    take_in = commands.add_parser("import", help="take in places, people and cases from YAML or JSON files")
    take_in.add_argument("files", metavar="FILE", nargs="+", type=Path, help="taken in whole or not at all")
    take_in.add_argument("--dry-run", action="store_true", help="print what would change, and write nothing")
    take_in.add_argument("--complete", action="store_true", help="print who is not in the files and would lose access")
    take_in.add_argument(
        "--apply", action="store_true", help="with --complete: take the files in, and their access away"
    )
    take_in.set_defaults(act=_import)

    check = commands.add_parser("check", help="look at all that can be wrong, and print a line for each")
    check.set_defaults(act=_check)

    remind = commands.add_parser("remind", help="print which reminders would be sent at a time, and send nothing")
    remind.add_argument("--at", required=True, type=given.moment, help="such as 2026-05-14T08:00")
    remind.set_defaults(act=_remind)

    copy_to = commands.add_parser("copy-to", help="copy the whole database into an empty one, and compare each row")
    copy_to.add_argument("address", metavar="ADDRESS", help="sqlite:///… or postgresql://…, as in DATABASE_URL")
    copy_to.add_argument("--dry-run", action="store_true", help="print what would be copied, and write nothing")
    copy_to.set_defaults(act=_copy_to)

    outbox_ways.add(commands, _outbox)
    _add_records(commands)
    key_ways.add(commands, _keys)
    copy_files.add(commands, _copy_files)

    demo = commands.add_parser("demo", help="a Slack workspace on this machine, with sample cases")
    demo.add_argument("--port", type=int, default=0, help="where the page is served (left out: 8765, or the next free)")
    demo.add_argument("--data", metavar="DIR", type=Path, help="keep the data here (left out: it is thrown away)")
    demo.add_argument("--large", action="store_true", help="with 40 people, 300 cases and 2,000 subtasks")
    demo.set_defaults(act=_demo)
    return parser


def _add_records(commands: Commands) -> None:
    """The commands about what leaves, and what is written down about the program itself."""
    export = commands.add_parser("export", help="make the archive packages of cases that have ended")
    export.add_argument("cases", metavar="CASE", nargs="*", help="a case by its number")
    export.add_argument("--closed-since", metavar="DATE", type=given.day, help="all that ended on it or later")
    export.add_argument("--to", metavar="DIR", type=Path, help="the folder for the packages (left out: EXPORT_DIR)")
    export.add_argument("--dry-run", action="store_true", help="print what would be made, and make nothing")
    export.add_argument("--confirm", action="store_true", help="note that the archive has these cases' packages")
    export.set_defaults(act=_export, refuse=export.error)

    _add_erasing(commands)
    disclose = commands.add_parser("disclose", help="everything about one person as PDF and JSON (GDPR article 15)")
    disclose.add_argument("--person", metavar="EMAIL", required=True, help="an applicant or a colleague")
    disclose.add_argument("--to", metavar="DIR", type=Path, help="the folder for the files")
    disclose.add_argument("--dry-run", action="store_true", help="print how much there is, and write nothing")
    disclose.set_defaults(act=_disclose, refuse=disclose.error)

    log = commands.add_parser("log", help="what was done about the program itself: imports, roles, settings, packages")
    log.add_argument("--since", metavar="DATE", type=given.day, help="from this day on")
    log.add_argument("--about", metavar="EMAIL|CASE", default="", help="about a person, or a case")
    log.add_argument("--json", action="store_true", help="a line of JSON for each")
    log.add_argument("--verify", action="store_true", help="say instead whether the history is as it was sealed")
    log.set_defaults(act=_log)


def _keys(chosen: argparse.Namespace) -> None:
    print("\n".join(key_ways.done(chosen)))


def _run(_chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ)
    gc.disable()  # as above
    from bot.server import run  # noqa: PLC0415 - no other command needs Bolt and its half a second of importing

    gc.freeze()
    gc.set_threshold(10_000)  # a request makes hundreds of things, which go with it: to look after 700 took an eighth
    gc.enable()
    run(settings)


def _migrate(_chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    database = Database(settings.database_url)
    try:
        before = _version(database)
        with only_process(database), plain_words(database):
            schema.upgrade(database)
            note_schema(database, before, schema.newest(), by=account(), now=datetime.now(UTC))
    finally:
        database.dispose()
    newest = schema.newest()
    print(f"The schema is {newest} already." if before == newest else f"The schema is now {newest}.")


def _version(database: Database) -> str | None:
    version = schema_version(database)
    if version is not None and version > schema.newest():
        raise CannotStartError(str(fault_in_schema(database)))
    return version


def _copy_to(chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import copy_to  # noqa: PLC0415

    target = copy_to.read_address(os.environ, chosen.address)
    act = copy_to.preview if chosen.dry_run else copy_to.copy_to
    print("\n".join(act(settings, target)))


def _import(chosen: argparse.Namespace) -> int:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands.import_files import show, take_in  # noqa: PLC0415

    if chosen.dry_run or (chosen.complete and not chosen.apply):
        return int(show(settings, chosen.files, complete=chosen.complete))
    return int(take_in(settings, chosen.files, complete=chosen.complete))


def _check(_chosen: argparse.Namespace) -> int:
    from bot.commands.check import check  # noqa: PLC0415

    return check(os.environ)


def _remind(chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands.remind import remind  # noqa: PLC0415

    print("\n".join(remind(settings, chosen.at)))


def _outbox(chosen: argparse.Namespace) -> None:
    print("\n".join(outbox_ways.done(chosen)))


def _export(chosen: argparse.Namespace) -> int:
    if not chosen.cases and not chosen.closed_since:
        chosen.refuse("say which cases: CASE…, or --closed-since 2026-01-31")
    if chosen.confirm and (chosen.closed_since or chosen.to or chosen.dry_run):
        chosen.refuse("the archive confirms single cases: --confirm CASE…, and nothing else with it")
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import export  # noqa: PLC0415

    if chosen.confirm:
        return export.confirm(settings, chosen.cases)
    wanted = export.Wanted(chosen.cases, chosen.closed_since)
    return export.preview(settings, wanted) if chosen.dry_run else export.export(settings, wanted, chosen.to)


def _add_erasing(commands: Commands) -> None:
    retain = commands.add_parser("retain", help="erase cases that need not be kept any more, by the rules in TEMPLATES")
    _dry_or_applied(retain)
    retain.set_defaults(act=_retain)

    erase = commands.add_parser("erase", help="erase a person, as far as the law lets it be done")
    erase.add_argument("--person", metavar="EMAIL", required=True, help="an applicant's or a colleague's address")
    _dry_or_applied(erase)
    erase.add_argument("--receipt", metavar="FILE", type=Path, help="with --apply: put the receipt there as well")
    erase.set_defaults(act=_erase)


def _dry_or_applied(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--dry-run", action="store_true", help="print what would go, what stays and why; change nothing")
    which.add_argument("--apply", action="store_true", help="erase what goes; it cannot be taken back")


def _retain(chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import retain  # noqa: PLC0415

    retain.say(retain.apply(settings) if chosen.apply else retain.preview(settings))


def _erase(chosen: argparse.Namespace) -> None:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands import erase  # noqa: PLC0415
    from bot.commands.retain import say  # noqa: PLC0415

    say(
        erase.apply(settings, chosen.person, chosen.receipt) if chosen.apply else erase.preview(settings, chosen.person)
    )


def _disclose(chosen: argparse.Namespace) -> None:
    if not chosen.to and not chosen.dry_run:
        chosen.refuse("say where the files go: --to DIR")
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands.disclose import disclose, preview  # noqa: PLC0415

    if chosen.dry_run:
        preview(settings, chosen.person)
    else:
        disclose(settings, chosen.person, chosen.to)


def _log(chosen: argparse.Namespace) -> int:
    settings = Settings.from_environment(os.environ, needs_slack=False)
    from bot.commands.log import Wanted, show  # noqa: PLC0415
    from bot.commands.verify_log import verify  # noqa: PLC0415

    if chosen.verify:
        told, is_whole = verify(settings)
        print("\n".join(told))
        return 0 if is_whole else 1
    for line in show(settings, Wanted(chosen.since, chosen.about), as_json=chosen.json):
        print(line)
    return 0


def _copy_files(chosen: argparse.Namespace) -> None:
    print(copy_files.copy(Settings.from_environment(os.environ, needs_slack=False), chosen.url, os.environ))


def _demo(chosen: argparse.Namespace) -> int:
    try:
        from bot.commands.demo import demo  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        told = f"The demo needs {missing.name}, which is not installed: make demo, or pip install 'saksbot[demo]'."
        raise CannotStartError(told) from missing

    return int(demo(chosen.port, chosen.data, large=chosen.large))


if __name__ == "__main__":
    sys.exit(main())
