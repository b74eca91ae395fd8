"""The case page: facts, attachments, and every subtask with its details."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.case_page import CaseSubtask
from domain.values import CaseStatus
from handlers.translator import Translator
from handlers.views.case_page import case_blocks, case_modal
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, of_type, read

WORDS = Translator.of("nb")
DECIDE = ("Bytt ansvarlig", "Flytt frist", "Tilgang til vedlegg", "Rediger", "Ikke nødvendig")


def entries(*entries: CaseSubtask) -> Any:
    return samples.case_page(0, subtasks=entries)


def test_the_facts_of_the_case_are_there() -> None:
    seen = read(case_blocks(samples.case_page(), WORDS))

    for fact in (
        "Saksnummer: \n2026-101",
        "Status: \nÅpen",
        "Frist: \nfre. 18. des. 2026",
        "Sakseier: \nKari Nordmann",
        "Sted: \nInstitutt for historie",
        "Søker: \nAda Søker (ada@student.example)",
        "Søkt dato: \nman. 2. nov. 2026",
    ):
        assert fact in seen
    assert "Jeg søker om innpassing." in seen
    assert "Vitnemål 1 (vitnemal-1.pdf, 1,2 MB)" in seen


def test_a_case_without_owner_deadline_text_or_attachments_says_so() -> None:
    bare = samples.case(owner=None, deadline_on=None, text=" ", status=CaseStatus.NEW)

    seen = read(case_blocks(samples.case_page(0, case=bare, attachments=()), WORDS))

    assert "Sakseier: \nIngen" in seen
    assert "Frist: \nIngen" in seen
    assert "Søknad" not in seen
    assert "Saken har ingen vedlegg." in seen


def test_a_subtask_shows_its_details_and_how_lively_its_thread_is() -> None:
    entry = CaseSubtask(samples.subtask(conclusion="Ja, helt."), 3, samples.message("Siste ord"))

    seen = read(case_blocks(entries(entry), WORDS))

    assert "Ansvarlig: \nOla Hansen" in seen
    assert "Er HIS1000 likeverdig med HIST101?" in seen
    assert "Ja, helt." in seen
    assert "3 meldinger, den siste 23. november 2026 kl. 12.00 fra Ola Hansen" in seen
    assert "Siste ord" in seen


def test_a_deleted_last_message_is_not_shown() -> None:
    entry = CaseSubtask(samples.subtask(), 1, samples.message("Angret", deleted=True))

    assert "Angret" not in read(case_blocks(entries(entry), WORDS))


@pytest.mark.parametrize(
    ("entry", "labels"),
    [
        (CaseSubtask(samples.subtask(), 1, samples.message()), {"Åpne", "Svar", *DECIDE}),
        (CaseSubtask(samples.subtask(), 0, None), {"Åpne", "Skriv melding", *DECIDE}),
        (CaseSubtask(samples.solved(), 1, samples.message()), {"Åpne", "Gjenåpne"}),
        (CaseSubtask(samples.subtask(assignee=samples.KARI), 0, None), {"Åpne", *DECIDE}),
    ],
)
def test_the_owner_answers_where_there_is_somebody_to_answer(entry: CaseSubtask, labels: set[str]) -> None:
    found = buttons(case_blocks(entries(entry), WORDS))

    assert found.keys() - {"Ny deloppgave", "Spør flere", "Avslutt sak", "Historikk"} == labels


def test_a_distributor_who_is_not_the_owner_can_look_but_not_answer() -> None:
    found = buttons(case_blocks(samples.case_page(reader=samples.TURID, may_close=False), WORDS))

    assert found.keys() == {"Ny deloppgave", "Spør flere", "Historikk", "Åpne", *DECIDE}


@pytest.mark.parametrize("may_create", [True, False])
@pytest.mark.parametrize("may_close", [True, False])
def test_only_what_the_reader_may_do_has_a_button(*, may_create: bool, may_close: bool) -> None:
    found = buttons(case_blocks(samples.case_page(0, may_create=may_create, may_close=may_close), WORDS))

    assert ("Ny deloppgave" in found, "Avslutt sak" in found) == (may_create, may_close)


@pytest.mark.parametrize(("may_create", "said"), [(True, "Trykk på «Ny deloppgave»"), (False, "ingen deloppgaver.")])
def test_a_case_without_subtasks_says_what_to_do(*, may_create: bool, said: str) -> None:
    assert said in read(case_blocks(samples.case_page(0, may_create=may_create), WORDS))


@pytest.mark.parametrize(("number", "said"), [(1, "Nytt: \n1 ulest melding"), (2, "Nytt: \n2 uleste meldinger")])
def test_what_is_unread_is_said_in_words(number: int, said: str) -> None:
    entry = CaseSubtask(samples.subtask(), 5, samples.message(), unread=number)

    assert said in read(case_blocks(entries(entry), WORDS))
    assert "ulest" not in read(case_blocks(entries(replace(entry, unread=0)), WORDS))


def test_an_attachment_whose_bytes_are_still_being_fetched_says_so() -> None:
    coming = replace(samples.attachments(1)[0], kept=False)

    assert "Vitnemål 0 (vitnemal-0.pdf, hentes fra Slack)" in read(
        case_blocks(samples.case_page(0, attachments=(coming,)), WORDS)
    )


def test_pages_of_subtasks_can_be_turned_both_ways() -> None:
    turning = of_type(case_blocks(samples.case_page(page=1, has_more=True), WORDS), "button")[-2:]

    assert [each["value"] for each in turning] == ["2026-101|2", "2026-101|0"]
    assert {each["action_id"] for each in turning} == {"case.page"}


def test_the_modal_knows_its_case() -> None:
    view = case_modal(samples.case_page(), WORDS)

    assert json.loads(view["private_metadata"]) == {"case": "2026-101"}
    assert "submit" not in view


def test_a_row_has_room_for_all_that_can_be_done_with_a_subtask() -> None:
    subtask = CaseSubtask(samples.subtask(nudged_on=samples.TODAY), 1, samples.message(), may_nudge=True)

    found = buttons({"blocks": case_blocks(entries(subtask), WORDS)})

    assert {"Åpne", "Svar", "Purr", *DECIDE} <= found.keys()


def test_the_type_of_a_case_stands_there_only_where_it_has_one() -> None:
    assert not any("Type: " in fact for fact in read(case_blocks(samples.case_page(), WORDS)))
    assert "Type: \ninnpassing" in read(case_blocks(samples.case_page(case=samples.case(type="innpassing")), WORDS))
