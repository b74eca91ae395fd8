"""What each act writes into the history, and what a person reads of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands.dry_run import FACTS
from cases.pages.history_pages import LINES
from domain.forms import HistoryLine, HistoryPage
from domain.history import Act, CaseFact, known
from domain.values import Person
from handlers.translator import Translator
from handlers.views.content_sentences import FIELDS
from handlers.views.history_page import history_page
from handlers.views.history_sentences import CAME_IN, SENTENCES, sentence
from tests.handlers.views import samples
from tests.handlers.views.history_of_moves import OF_MOVES
from tests.handlers.views.judges import judge_view
from tests.institution import CASE

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
BEGUN = "23. november 2026 kl. 10.12: "
KARI = Person(1, "Kari Nordmann", "kari@uni.example", "U0KARI")

TOLD: list[tuple[str, dict[str, Any], str]] = [
    ("subtask.stand_in", {"for": "Aisha", "to": "Ola"}, "Ola er stedfortreder for Aisha i deloppgaven «Vurder»."),
    ("subtask.stand_in", {"for": "Aisha"}, "Aisha har ikke lenger stedfortreder i deloppgaven «Vurder»."),
    ("case.stand_in", {"for": "Kari", "to": "Per"}, "Per er stedfortreder for Kari som sakseier."),
    ("case.stand_in", {"for": "Kari"}, "Kari har ikke lenger stedfortreder som sakseier."),
    (
        "message.sent",
        {"message": 1, "behalf": "Aisha"},
        "Kari Nordmann skrev en melding i deloppgaven «Vurder». På vegne av Aisha.",
    ),
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
    *OF_MOVES,
    ("case.opened", {}, "Kari Nordmann åpnet saken."),
    ("case.redistributed", {"owner": "Ola", "deadline": None}, "Kari Nordmann omfordelte saken til Ola."),
    ("case.closed", {"subtasks": 0}, "Kari Nordmann avsluttet saken."),
    (
        "case.closed",
        {"subtasks": 2},
        "Kari Nordmann avsluttet saken, og 2 åpne deloppgaver ble samtidig satt til løst.",
    ),
    ("case.disqualified", {"owned": False}, "Kari Nordmann meldte seg inhabil i saken."),
    (
        "case.disqualified",
        {"owned": True},
        "Kari Nordmann meldte seg inhabil i saken, som derfor venter på ny sakseier.",
    ),
    (
        "case.disqualification_lifted",
        {"person": "Aisha", "reason": "En annen Rahman."},
        "Kari Nordmann opphevet inhabiliteten til Aisha. Begrunnelse: En annen Rahman.",
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
    (
        "subtask.created",
        {"to": "Aisha", "waits": True},
        "Kari Nordmann opprettet deloppgaven «Vurder» til Aisha. Den venter på en annen deloppgave.",
    ),
    ("subtask.begun", {}, "Deloppgaven «Vurder» begynte, fordi den som den ventet på, er løst."),
    ("subtask.begun", {"by_hand": True}, "Kari Nordmann lot deloppgaven «Vurder» begynne."),
    ("subtask.opened", {}, "Kari Nordmann åpnet deloppgaven «Vurder»."),
    ("attachment.added", {}, "Kari Nordmann la til et vedlegg."),
    ("attachment.taken_out", {"reason": "Feil"}, "Kari Nordmann fjernet et vedlegg fra saken. Begrunnelse: Feil"),
    ("attachment.taken_out", {}, "Importen fjernet et vedlegg fra saken."),
    ("case.imported", {"added": ["a.pdf", None]}, "Saken ble importert med vedleggene a.pdf, (fjernet)."),
    ("message.deleted", {}, "Kari Nordmann slettet en melding i deloppgaven «Vurder»."),
    ("file.taken_back", {"files": 1}, "Kari Nordmann fjernet 1 fil fra en melding i deloppgaven «Vurder»."),
    ("file.taken_back", {}, "En fil i deloppgaven «Vurder» ble slettet i Slack, og er borte her også."),
    ("subtask.solved", {"ending": "assignee"}, "Kari Nordmann løste deloppgaven «Vurder»."),
    ("subtask.solved", {"ending": "owner"}, "Kari Nordmann løste deloppgaven «Vurder» på vegne av den ansvarlige."),
    ("subtask.solved", {"ending": "case_closed"}, "Deloppgaven «Vurder» ble løst da Kari Nordmann avsluttet saken."),
    ("subtask.solved", {"ending": "case_withdrawn"}, "Deloppgaven «Vurder» ble løst da saken ble trukket."),
    (
        "subtask.solved",
        {"ending": "owner", "why": "Emne 1 godkjennes."},
        "Kari Nordmann løste deloppgaven «Vurder» på vegne av den ansvarlige. Begrunnelse: Emne 1 godkjennes.",
    ),
    (
        "subtask.solved",
        {"ending": "not_needed", "why": "Emnet er trukket."},
        "Kari Nordmann avsluttet deloppgaven «Vurder» som ikke nødvendig. Begrunnelse: Emnet er trukket.",
    ),
    ("subtask.solving_undone", {}, "Kari Nordmann angret at deloppgaven «Vurder» ble løst."),
    (
        "subtask.reopened",
        {"why": "Emne 3 mangler.", "deadline": "2026-12-18"},
        ("Kari Nordmann gjenåpnet deloppgaven «Vurder», med frist fre. 18. des. 2026. Begrunnelse: Emne 3 mangler."),
    ),
    (
        "subtask.edited",
        {"changes": {"title": ["Vurder alt", "Vurder"]}},
        "Kari Nordmann redigerte deloppgaven «Vurder». Tittelen var «Vurder alt».",
    ),
    (
        "subtask.edited",
        {"changes": {"title": ["A", "Vurder"], "description": ["Se på A.", "Se på alt."]}},
        "Kari Nordmann redigerte deloppgaven «Vurder». Tittelen var «A». Beskrivelsen var: Se på A.",
    ),
    (
        "subtask.needs_more",
        {},
        "Kari Nordmann trenger mer for å løse deloppgaven «Vurder», som venter på svar fra sakseier.",
    ),
    ("subtask.needs_no_more", {}, "Kari Nordmann trenger ikke lenger svar i deloppgaven «Vurder»."),
    ("subtask.answered", {}, "Kari Nordmann svarte, så deloppgaven «Vurder» venter ikke lenger på sakseier."),
    ("subtask.nudged", {}, "Kari Nordmann purret på deloppgaven «Vurder»."),
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
        "grant.given",
        {"attachment": "Vitnemål", "to": "Aisha", "until": "2027-01-02"},
        (
            "Kari Nordmann ga Aisha tilgang til vedlegget «Vitnemål» i deloppgaven «Vurder». "
            "Tilgangen varer til og med lør. 2. jan. 2027."
        ),
    ),
    (
        "grant.end_moved",
        {"attachment": "Vitnemål", "to": "Aisha", "until": "2027-01-02"},
        (
            "Kari Nordmann endret hvor lenge Aisha har tilgang til «Vitnemål» i deloppgaven «Vurder». "
            "Tilgangen varer til og med lør. 2. jan. 2027."
        ),
    ),
    (
        "grant.end_moved",
        {"to": "Aisha"},
        (
            "Kari Nordmann endret hvor lenge Aisha har tilgang til et vedlegg i deloppgaven «Vurder». "
            "Tilgangen har ingen siste dag."
        ),
    ),
    (
        "grant.ended",
        {"attachment": "Vitnemål", "to": "Aisha"},
        "Tilgangen til vedlegget «Vitnemål» for Aisha i deloppgaven «Vurder» gikk ut.",
    ),
    (
        "grant.fetched",
        {"attachment": "Vitnemål", "to": "Aisha"},
        "Kari Nordmann hentet vedlegget «Vitnemål» i deloppgaven «Vurder».",
    ),
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
    ("round.asked", {"title": "Enig?", "count": 3}, "Kari Nordmann stilte spørsmålet «Enig?» til 3 personer."),
    ("round.ended", {"title": "Enig?", "over": "day"}, "Fristen for å svare på «Enig?» var ute."),
    ("round.ended", {"title": "Enig?", "over": "answers"}, "Ingen flere skal svare på «Enig?»."),
    ("round.summed_up", {"title": "Enig?", "before": []}, "Kari Nordmann oppsummerte svarene på «Enig?»."),
    (
        "round.summed_up",
        {"title": "Enig?", "before": ["Ja."]},
        "Kari Nordmann oppsummerte svarene på «Enig?». Teksten var: Ja.",
    ),
    (
        "conclusion.saved",
        {"version": 2, "answers": 1},
        "Kari Nordmann lagret svar og konklusjon i deloppgaven «Vurder» (versjon 2).",
    ),
    ("attachment.added", {"attachment": "notat.pdf"}, "Kari Nordmann la til vedlegget «notat.pdf»."),
    (
        "attachment.lost",
        {"attachment": "notat.pdf"},
        "Vedlegget «notat.pdf» kunne ikke hentes og er ikke lagt til i saken.",
    ),
]


@pytest.mark.parametrize(("act", "details", "said"), TOLD)
def test_each_act_is_told_in_a_whole_sentence(act: str, details: dict[str, Any], said: str) -> None:
    actor = None if act in CAME_IN and "reason" not in details else KARI
    line = HistoryLine(AT, known(act), actor, "Vurder", details)
    assert sentence(line, Translator.of("nb")) == BEGUN + said
    assert "{" not in sentence(line, Translator.of("nn")) + sentence(line, Translator.of("en"))
    assert sentence(line, Translator.of("en")) != BEGUN + said


def test_every_act_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Act) == {act for act, _, _ in TOLD}


def test_every_fact_of_a_case_has_its_name() -> None:
    assert set(FIELDS) == set(FACTS) == set(CaseFact)


def test_what_another_version_has_written_is_a_plain_line() -> None:
    line = HistoryLine(AT, known("subtask.dreamt_of"), KARI, "Vurder", {"files": 3, "from": None})
    assert sentence(line, Translator.of("nb")) == (
        BEGUN + "Noe ble gjort som denne versjonen av Saksbot ikke kan fortelle om."
    )


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_page_full_of_the_longest_lines_fits(text: str, language: str) -> None:
    longest = (text * 4000)[:4000]
    details = {"from": longest, "to": longest, "reason": longest, "text": longest}
    line = HistoryLine(AT, Act.SUBTASK_REASSIGNED, Person(1, longest, "a@x", None), longest, details)
    page = HistoryPage(CASE, 7, longest, (line,) * LINES, 1, has_more=True)
    judge_view(history_page(page, Translator.of(language)))
