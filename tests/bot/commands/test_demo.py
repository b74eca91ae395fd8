"""The demo: what is there when it opens, how it starts and stops, and what it keeps."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from bot.commands.demo import Demo, opened
from bot.sample import write_sample
from sandbox.clock import SettableClock
from sandbox.person import Person

ROOT = Path(__file__).parents[3]
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def titles(person: Person) -> list[str]:
    """The titles of the cards in a person's conversation."""
    known = ("Vurder emnene", "Kontroller studiepoengene", "Bekreft tidligere", "Se over arbeidsattesten")
    roots = [person.text_of(message) for message in person.messages if message.thread_ts in (None, message.ts)]
    return sorted(title for title in known if any(title in text for text in roots))


def has_read(person: Person, words: str) -> bool:
    """Whether some message in a person's conversation shows these words."""
    return any(words in person.text_of(message) for message in person.messages)


async def ready(demo: Demo) -> None:
    """Wait until Ola has the granted files and Kari all her cards."""
    kari, ola = demo.workspace.person("U0KARI"), demo.workspace.person("U0OLA")

    def all_there() -> bool:
        files = {file["name"] for message in ola.messages for file in message.files}
        return len(titles(kari)) == 4 and files == {"vitnemal.pdf", "emnebeskrivelser.pdf"}

    await demo.workspace.until(all_there, timeout=30)


async def test_the_demo_opens_on_work_in_progress(tmp_path: Path) -> None:
    async with opened(tmp_path, clock=SettableClock(START)) as demo:
        await ready(demo)
        kari, ola = demo.workspace.person("U0KARI"), demo.workspace.person("U0OLA")
        await kari.open_home()
        await demo.workspace.until(lambda: kari.home and "Klage på formelle feil" in kari.text_of("home"))

    demo.workspace.assert_clean()
    assert next(iter(demo.workspace.people.values())).name == "Kari Nordmann"
    assert kari.title == "Saksbehandler"
    assert titles(ola) == ["Vurder emnene"]
    assert has_read(ola, "Jeg har spurt henne")
    assert has_read(ola, "Åpen")


async def test_a_newcomer_finds_a_letter_other_languages_and_deadlines_to_move_the_clock_to(tmp_path: Path) -> None:
    async with opened(tmp_path, clock=SettableClock(START)) as demo:
        ws = demo.workspace
        assert ws.mailbox
        await ws.until(lambda: ws.mailbox and ws.mailbox.of("ola@uni.example"), timeout=30)
        aisha = ws.person("U0AISHA")
        await ws.until(lambda: has_read(aisha, "Sakseigar"), timeout=30)
        assert not ws.is_working_day(date(2027, 5, 17))
        due = dict(ws.deadlines("U0KARI"))

    (letter,) = ws.mailbox.of("ola@uni.example")
    assert "Vurder emnene" in letter.subject
    assert ws.person("U0AISHA").title == "Fagperson, saksbehandler · skriver nynorsk"
    assert {one.locale for one in ws.people.values()} == {"en-US"}
    assert due["Se over arbeidsattesten"] == date(2026, 12, 4)
    assert due["Innpassing av eksterne emner – Bachelor i historie"] == date(2026, 12, 18)
    assert "Fritak for obligatorisk undervisning – HIS1200 Middelalderens Norden" not in due


async def test_the_demo_stays_true_however_late_it_is_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, clock=SettableClock(datetime(2031, 2, 2, 8, 0, tzinfo=UTC))) as demo:
        await ready(demo)
        kari = demo.workspace.person("U0KARI")

    demo.workspace.assert_clean()
    assert has_read(kari, "2031")


async def test_kept_data_is_shown_again_in_a_new_workspace_that_begins_no_earlier_than_it_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(tmp_path, clock=SettableClock(START)) as demo:
        await ready(demo)
        demo.workspace.clock.move(hours=2)
        ola = demo.workspace.person("U0OLA")
        card = next(message for message in ola.messages if "Vurder emnene" in ola.text_of(message))
        await ola.say("Jeg har den nå.", thread_ts=card.ts)
        kari = demo.workspace.person("U0KARI")
        await demo.workspace.until(lambda: has_read(kari, "Jeg har den nå."))
    assert capsys.readouterr().out == ""

    async with opened(tmp_path, clock=SettableClock(START)) as again:
        ola, kari = again.workspace.person("U0OLA"), again.workspace.person("U0KARI")
        # Everything is posted anew, at Slack's pace: about one message a second in each conversation.
        await again.workspace.until(
            lambda: has_read(ola, "Jeg har den nå.") and has_read(kari, "Jeg har den nå."), timeout=60
        )

    again.workspace.assert_clean()
    assert again.workspace.clock.now() > START + timedelta(hours=2)
    (line,) = capsys.readouterr().out.splitlines()
    assert "23. november 2026 kl. 11.00" in line
    assert titles(kari) == ["Kontroller studiepoengene", "Se over arbeidsattesten", "Vurder emnene"]


def test_the_sample_moves_by_whole_weeks(tmp_path: Path) -> None:
    original = yaml.safe_load(write_sample(tmp_path / "a", date(2026, 11, 23)).read_text("utf-8"))
    moved = yaml.safe_load(write_sample(tmp_path / "b", date(2026, 12, 6)).read_text("utf-8"))

    assert original["cases"][0]["deadline"] == date(2026, 12, 18)
    assert moved["cases"][0]["deadline"] == date(2026, 12, 25)
    assert moved["cases"][0]["text"] == original["cases"][0]["text"]


def test_in_the_sample_s_applications_each_paragraph_is_one_line(tmp_path: Path) -> None:
    sample = yaml.safe_load(write_sample(tmp_path, date(2026, 11, 23)).read_text("utf-8"))

    for case in sample["cases"]:
        assert all("\n" not in paragraph for paragraph in case["text"].strip().split("\n\n")), case["id"]


def test_the_sample_s_attachments_are_what_their_names_say(tmp_path: Path) -> None:
    folder = write_sample(tmp_path, date(2026, 11, 23)).parent

    with zipfile.ZipFile(folder / "emneliste.xlsx") as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    assert "Nordisk middelalder" in "".join(sheet.itertext())
    assert (folder / "kursbevis.png").read_bytes().startswith(b"\x89PNG\r\n")
    for pdf in folder.glob("*.pdf"):
        content = pdf.read_bytes()
        table = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
        assert content.startswith(b"%PDF-1.")
        assert content[table:].startswith(b"xref\n")


@contextmanager
def running(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demo as a program and wait for the address that it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        lines = [process.stdout.readline(), process.stdout.readline()]
        found = re.search(r"http://127\.0\.0\.1:\d+/", lines[1])
        assert found, (lines, process.stderr.read() if process.stderr and not lines[0] else "")
        yield process, found.group()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_command_serves_a_page_and_a_signal_ends_it(number: signal.Signals) -> None:
    with running() as (process, address):
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own page on loopback
            page = answer.read().decode()
        process.send_signal(number)
        _, errors = process.communicate(timeout=15)

    assert "Saksbot" in page
    assert process.returncode == 0
    assert errors == ""


def test_a_taken_port_gets_a_clear_word() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "bot", "demo", "--port", port], cwd=ROOT, capture_output=True, text=True, check=False
        )

    assert done.returncode == 1
    assert f"Port {port} kan ikke brukes" in done.stderr
    assert "--port" in done.stderr
