"""The history: one line for each act, in words, for the owner all of it, for an assignee what is hers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from cases.pages.history_pages import LINES
from domain.forms import HistoryLine, HistoryPage
from domain.values import Person as Colleague
from handlers.views.history_page import ATTACHMENT, GIVEN, PLAIN, SPECIAL, history_page, sentence
from handlers.words import Words
from sandbox.person import Person
from store import tables
from tests.handlers.test_access import give, take
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_view
from tests.institution import CASE, MONDAY
from tests.world import World

ROOT = Path(__file__).parents[2]
ACT = re.compile(r'"((?:case|subtask|grant|copy|attachment|conclusion|message)\.[a-z_]+)"')
AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
BEGUN = "23. november 2026 kl. 10.12: "
KARI = Colleague(1, "Kari Nordmann", "kari@uni.example", "U0KARI")

# What each act writes, and what a person reads of it.
SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    ("case.imported", {"said": {}}, "Saken ble importert."),
    ("case.imported", {"added": ["a.pdf"]}, "Saken ble importert med vedlegget a.pdf."),
    ("case.imported", {"added": ["a.pdf", "b.pdf"]}, "Saken ble importert med vedleggene a.pdf, b.pdf."),
    (
        "case.changed",
        {"changes": {"deadline": ["2026-12-01", None], "owner": [None, "a@x"], "text": []}, "added": ["c.pdf"]},
        (
            "Importen endret saken (Frist: fra tir. 1. des. 2026 til Ingen; Sakseier: fra Ingen til a@x; Søknad; "
            "Nytt vedlegg: c.pdf)."
        ),
    ),
    (
        "case.changed",
        {"added": ["a.pdf", "b.pdf"], "replaced": ["c.pdf"]},
        "Importen endret saken (Nye vedlegg: a.pdf, b.pdf; Ny versjon av vedlegg: c.pdf).",
    ),
    ("case.opened", {}, "Kari Nordmann åpnet saken."),
    ("case.distributed", {"owner": "Ola", "deadline": None}, "Kari Nordmann fordelte saken til Ola."),
    (
        "case.distributed",
        {"owner": "Ola", "deadline": "2026-12-18"},
        "Kari Nordmann fordelte saken til Ola, med frist fre. 18. des. 2026.",
    ),
    ("case.redistributed", {"owner": "Ola", "deadline": None}, "Kari Nordmann omfordelte saken til Ola."),
    ("case.closed", {"subtasks": 0}, "Kari Nordmann avsluttet saken."),
    (
        "case.closed",
        {"subtasks": 2},
        "Kari Nordmann avsluttet saken, og 2 åpne deloppgaver ble samtidig satt til løst.",
    ),
    ("case.withdrawn", {"subtasks": 1}, "Saken ble trukket."),
    ("case.removed", {}, "Saken var registrert ved en feil, og ble fjernet."),
    (
        "attachment.fetched",
        {"files": ["Vitnemål"]},
        "Kari Nordmann hentet et vedlegg til samtalen sin med Saksbot: Vitnemål",
    ),
    (
        "attachment.fetched",
        {"files": ["Vitnemål", "Emneliste"]},
        "Kari Nordmann hentet vedlegg til samtalen sin med Saksbot: Vitnemål, Emneliste",
    ),
    ("subtask.created", {"to": "Aisha"}, "Kari Nordmann opprettet deloppgaven «Vurder» til Aisha."),
    ("subtask.opened", {}, "Kari Nordmann åpnet deloppgaven «Vurder»."),
    ("attachment.added", {}, "Kari Nordmann la til et vedlegg."),
    ("attachment.taken_out", {"reason": "Feil"}, "Kari Nordmann tok et vedlegg ut av saken. Begrunnelse: Feil"),
    ("attachment.taken_out", {}, "Importen tok et vedlegg ut av saken."),
    ("case.imported", {"added": ["a.pdf", None]}, "Saken ble importert med vedleggene a.pdf, (tatt ut)."),
    ("message.deleted", {}, "Kari Nordmann slettet en melding i deloppgaven «Vurder»."),
    ("file.taken_back", {"files": 1}, "Kari Nordmann fjernet 1 fil fra en melding i deloppgaven «Vurder»."),
    ("file.taken_back", {}, "En fil i deloppgaven «Vurder» ble slettet i Slack, og er borte her også."),
    ("subtask.solved", {"ending": "assignee"}, "Kari Nordmann løste deloppgaven «Vurder»."),
    ("subtask.solved", {"ending": "owner"}, "Kari Nordmann løste deloppgaven «Vurder» på vegne av den ansvarlige."),
    ("subtask.solved", {"ending": "case_closed"}, "Deloppgaven «Vurder» ble løst da Kari Nordmann avsluttet saken."),
    ("subtask.solved", {"ending": "case_withdrawn"}, "Deloppgaven «Vurder» ble løst da saken ble trukket."),
    (
        "subtask.reassigned",
        {"from": "Aisha", "to": "Ola", "reason": "Ferie"},
        "Kari Nordmann byttet ansvarlig for deloppgaven «Vurder» fra Aisha til Ola. Begrunnelse: Ferie",
    ),
    (
        "subtask.reassigned",
        {"from": "Aisha", "to": "Ola"},
        "Kari Nordmann byttet ansvarlig for deloppgaven «Vurder» fra Aisha til Ola.",
    ),
    (
        "subtask.declined",
        {"reason": "conflict", "text": ""},
        "Kari Nordmann sendte tilbake deloppgaven «Vurder». Årsak: Jeg er inhabil.",
    ),
    (
        "subtask.declined",
        {"reason": "other", "text": "Flytter."},
        "Kari Nordmann sendte tilbake deloppgaven «Vurder». Årsak: Annet. Flytter.",
    ),
    ("subtask.declined", {}, "Kari Nordmann sendte tilbake deloppgaven «Vurder»."),
    (
        "subtask.held",
        {"until": "2026-12-18", "reason": "Ferie"},
        "Kari Nordmann satte deloppgaven «Vurder» på vent til fre. 18. des. 2026. Begrunnelse: Ferie",
    ),
    (
        "subtask.held",
        {"until": "2026-12-18"},
        "Kari Nordmann satte deloppgaven «Vurder» på vent til fre. 18. des. 2026.",
    ),
    (
        "subtask.deadline_moved",
        {"from": "2026-12-10", "to": "2026-12-18", "reason": "Uppsala trenger tid."},
        (
            "Kari Nordmann flyttet fristen for deloppgaven «Vurder» fra tor. 10. des. 2026 til fre. 18. des. 2026. "
            "Begrunnelse: Uppsala trenger tid."
        ),
    ),
    (
        "subtask.deadline_moved",
        {"from": "2026-12-10", "to": "2026-12-18"},
        "Kari Nordmann flyttet fristen for deloppgaven «Vurder» fra tor. 10. des. 2026 til fre. 18. des. 2026.",
    ),
    ("subtask.resumed", {}, "Kari Nordmann gjenopptok deloppgaven «Vurder»."),
    ("subtask.hold_over", {}, "Ventetiden for deloppgaven «Vurder» gikk ut."),
    ("conclusion.saved", {"version": 2}, "Kari Nordmann lagret konklusjonen i deloppgaven «Vurder» (versjon 2)."),
    ("message.sent", {"message": 1}, "Kari Nordmann skrev en melding i deloppgaven «Vurder»."),
    (
        "grant.given",
        {"to": "Aisha", "attachment": "Vitnemål"},
        "Kari Nordmann ga Aisha tilgang til vedlegget «Vitnemål» i deloppgaven «Vurder».",
    ),
    ("grant.given", {"to": "Aisha"}, "Kari Nordmann ga Aisha tilgang til et vedlegg i deloppgaven «Vurder»."),
    (
        "grant.withdrawn",
        {"to": "Aisha", "attachment": "Vitnemål"},
        "Kari Nordmann fjernet tilgangen til vedlegget «Vitnemål» for Aisha i deloppgaven «Vurder».",
    ),
    (
        "copy.delivered",
        {"to": "Aisha", "attachment": "Vitnemål"},
        "En kopi av vedlegget «Vitnemål» ble lagt i tråden til Aisha i deloppgaven «Vurder».",
    ),
    (
        "copy.removed",
        {"to": "Aisha", "attachment": "Vitnemål"},
        "Kopien av vedlegget «Vitnemål» ble fjernet fra tråden til Aisha i deloppgaven «Vurder».",
    ),
    ("attachment.added", {"attachment": "notat.pdf"}, "Kari Nordmann la til vedlegget «notat.pdf»."),
    (
        "attachment.lost",
        {"attachment": "notat.pdf"},
        "Vedlegget «notat.pdf» kunne ikke hentes og er ikke lagt til i saken.",
    ),
]


@pytest.mark.parametrize(("act", "details", "said"), SENTENCES)
def test_each_act_is_told_in_a_whole_sentence(act: str, details: dict[str, Any], said: str) -> None:
    line = HistoryLine(AT, act, KARI, "Vurder", details)
    assert sentence(line, Words.of("nb")) == BEGUN + said
    assert "{" not in sentence(line, Words.of("nn")) + sentence(line, Words.of("en"))
    assert sentence(line, Words.of("en")) != BEGUN + said


def test_every_act_that_is_written_anywhere_has_its_sentence() -> None:
    written = {act for path in (ROOT / "cases").rglob("*.py") for act in ACT.findall(path.read_text("utf-8"))}
    told = {*PLAIN, *ATTACHMENT, *GIVEN, *SPECIAL}
    assert len(written) >= 19
    assert written - told == set()
    assert {act for act, _, _ in SENTENCES} == told


async def history(world: World, person: Person, at: str = "home") -> list[str]:
    """Open `Historikk` and read its lines."""
    await person.click("Historikk", at=None if at == "modal" else at)
    view = await world.ws.until(lambda: [one for one in person.modals if one["title"]["text"] == "Historikk"])
    shown: list[str] = person.text_of(view[-1]["id"]).splitlines()
    await person.close(view[-1]["id"])
    return shown


async def page_of(world: World, person: Person) -> None:
    """Open the task page from the card."""
    await person.click("Åpne", at=await world.card(person))
    await world.ws.until(lambda: person.modals)
    await world.quiet()


async def test_the_owner_reads_on_the_case_page_what_was_done_newest_first(world: World) -> None:
    await world.create(attachments=["Vitnemål"])
    await page_of(world, world.aisha)
    await world.aisha.fill("Konklusjon", "Ja.")
    await world.aisha.click("Løs deloppgave")
    await world.quiet()
    lines = await history(world, world.kari)
    told = [line.partition(": ")[2] for line in lines if line.startswith("23. november 2026 kl. ")]
    assert told == [
        "Aisha Rahman løste deloppgaven «Vurder emnene».",
        "Aisha Rahman lagret konklusjonen i deloppgaven «Vurder emnene» (versjon 1).",
        "Aisha Rahman åpnet deloppgaven «Vurder emnene».",
        "En kopi av vedlegget «Vitnemål» ble lagt i tråden til Aisha Rahman i deloppgaven «Vurder emnene».",
        "Kari Nordmann ga Aisha Rahman tilgang til vedlegget «Vitnemål» i deloppgaven «Vurder emnene».",
        "Kari Nordmann opprettet deloppgaven «Vurder emnene» til Aisha Rahman.",
        "Kari Nordmann åpnet saken.",
    ]


async def test_an_assignee_reads_only_what_concerns_her_subtask_and_no_name_that_is_not_hers(world: World) -> None:
    await world.create(attachments=["Legeerklæring", "Vitnemål"])
    await world.create(title="Olas oppgave", assignee="Kari Nordmann", attachments=["Emneliste"])
    await take(world, "Legeerklæring")
    await page_of(world, world.aisha)
    text = "\n".join(await history(world, world.aisha, "modal"))
    assert "Kari Nordmann opprettet deloppgaven «Vurder emnene» til Aisha Rahman." in text
    assert "tilgang til vedlegget «Vitnemål»" in text
    assert "fjernet tilgangen til et vedlegg for Aisha Rahman" in text
    for hidden in ("Legeerklæring", "Olas oppgave", "Emneliste", "åpnet saken"):
        assert hidden not in text
    await give(world, "Legeerklæring")
    assert "Legeerklæring" in "\n".join(await history(world, world.aisha, "modal"))


async def test_nobody_else_gets_to_read_it(world: World) -> None:
    await world.create()
    for name, action, value in (("AISHA", "case.history", CASE), ("STRANGER", "task.history", "1")):
        body = {
            "type": "block_actions",
            "user": {"id": f"U0{name}", "team_id": world.ws.team_id},
            "team": {"id": world.ws.team_id},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
            "container": {"type": "message"},
        }
        assert (await world.bot.dispatch(body)).status == 200
        assert not [view for view in world.ws.person(f"U0{name}").modals if view["title"]["text"] == "Historikk"]


async def test_twenty_lines_a_page_and_all_of_them_can_be_turned_to(world: World) -> None:
    await world.create()
    add_lines(world, 45)
    kari = world.kari
    await kari.click("Historikk", at="home")
    await world.ws.until(lambda: kari.modals)
    seen, pages = [], 0
    while True:
        shown = [line for line in kari.text_of(kari.modals[-1]["id"]).splitlines() if ": " in line and "2026" in line]
        assert 1 <= len(shown) <= LINES
        seen += shown
        pages += 1
        if "Eldre" not in kari.labels():
            break
        await turned(world, kari, "Eldre")
    versions = [int(found) for line in seen for found in re.findall(r"versjon (\d+)", line)]
    assert versions == list(range(44, -1, -1))
    assert pages == 3
    await turned(world, kari, "Nyere")
    assert "Eldre" in kari.labels()


async def turned(world: World, person: Person, label: str) -> None:
    """Press one of the two buttons, and wait for the other page."""
    before = person.text_of(person.modals[-1]["id"])
    await person.click(label)
    await world.ws.until(lambda: person.text_of(person.modals[-1]["id"]) != before)


def add_lines(world: World, number: int) -> None:
    """Let much have been done."""
    line = {"at": MONDAY, "case_id": CASE, "subtask_id": 1, "actor_id": 4, "act": "conclusion.saved"}
    with world.database.begin() as connection:
        connection.execute(tables.history.insert(), [{**line, "details": {"version": at}} for at in range(number)])


async def test_the_database_refuses_to_change_or_delete_a_line(world: World) -> None:
    await world.create()
    before = world.rows(sa.select(tables.history).order_by(tables.history.c.id))
    for statement in (tables.history.update().values(act="case.opened"), tables.history.delete()):
        with pytest.raises(DatabaseError, match="the history is only added to"), world.database.begin() as connection:
            connection.execute(statement)
    assert world.rows(sa.select(tables.history).order_by(tables.history.c.id)) == before


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_full_of_the_longest_lines_fits(text: str, language: str) -> None:
    longest = (text * 4000)[:4000]
    details = {"from": longest, "to": longest, "reason": longest, "text": longest}
    line = HistoryLine(AT, "subtask.reassigned", Colleague(1, longest, "a@x", None), longest, details)
    page = HistoryPage(CASE, 7, longest, (line,) * LINES, 1, has_more=True)
    judge_view(history_page(page, Words.of(language)))
