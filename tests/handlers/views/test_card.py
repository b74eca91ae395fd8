"""The living card: what each party sees of a subtask at each stage."""

from dataclasses import replace

import pytest

from domain.values import Ending, SubtaskStatus
from handlers.translator import Translator
from handlers.views.card import card
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, of_type, read

WORDS = Translator.of("nb")


def test_the_assignees_card_holds_everything_she_needs() -> None:
    message = card(samples.card(), WORDS)

    seen = read(message.blocks)
    for text in ("Vurder emnet HIS1000", "Innpassing av eksterne emner", "Kari Nordmann", "fre. 18. des. 2026", "Åpen"):
        assert text in seen
    assert "Er HIS1000 likeverdig med HIST101?" in seen
    assert "Vitnemål 0 (vitnemal-0.pdf, 1,2 MB)" in seen
    assert "Vedleggene ligger i tråden under." in seen
    assert "Skriv til Kari Nordmann (sakseier) i tråden under." in seen
    assert buttons(message.blocks) == {
        "Åpne": "subtask.open",
        "Løs deloppgave": "subtask.solve",
        "Send tilbake": "subtask.decline",
        "Trenger mer": "subtask.need_more",
    }
    assert [each["value"] for each in of_type(message.blocks, "button")] == ["7", "7", "7"]


def test_the_owners_card_names_the_assignee_instead() -> None:
    seen = read(card(samples.card(reader=samples.KARI), WORDS).blocks)

    assert "Ansvarlig: \nOla Hansen" in seen
    assert "Kari Nordmann" not in seen
    assert "Skriv til Ola Hansen (ansvarlig) i tråden under." in seen


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Ny deloppgave fra Kari Nordmann: Vurder emnet HIS1000. Frist fre. 18. des. 2026."),
        (
            {"reader": samples.KARI},
            "Ola Hansen har fått deloppgaven «Vurder emnet HIS1000». Frist fre. 18. des. 2026.",
        ),
        (
            {"subtask": samples.subtask(assignee=samples.KARI), "reader": samples.KARI},
            "Din egen deloppgave: Vurder emnet HIS1000. Frist fre. 18. des. 2026.",
        ),
        ({"subtask": samples.subtask(owner=None)}, "Ny deloppgave: Vurder emnet HIS1000. Frist fre. 18. des. 2026."),
        ({"subtask": samples.solved()}, "Ola Hansen har løst deloppgaven «Vurder emnet HIS1000»."),
        ({"is_party": False}, "Du har ikke lenger tilgang til denne deloppgaven."),
    ],
)
def test_a_notification_is_a_whole_sentence(changes: dict[str, object], told: str) -> None:
    assert card(samples.card(**changes), WORDS).text == told


def test_the_owners_card_of_a_declined_subtask_says_why_and_leads_to_a_new_assignee() -> None:
    declined = samples.subtask(declined_because="other", declined_text="Permisjon")

    message = card(samples.card(subtask=declined, reader=samples.KARI), WORDS)

    seen = read(message.blocks)
    assert "Ansvarlig: \nIngen. Ola Hansen sendte tilbake deloppgaven 23. november 2026 kl. 12.00." in seen
    assert "Årsak: \nAnnet. Permisjon" in seen
    assert "Skriv i tråden" not in seen
    assert buttons(message.blocks)["Bytt ansvarlig"] == "subtask.reassign"
    assert message.text == "Ola Hansen har sendt tilbake deloppgaven «Vurder emnet HIS1000». Velg en ny ansvarlig."


def test_one_who_is_no_longer_a_party_sees_nothing_of_it() -> None:
    message = card(samples.card(is_party=False), WORDS)

    assert read(message.blocks) == message.text == "Du har ikke lenger tilgang til denne deloppgaven."


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (Ending.ASSIGNEE, "Løst av Ola Hansen 23. november 2026 kl. 12.00"),
        (Ending.OWNER, "Løst av sakseier Kari Nordmann 23. november 2026 kl. 12.00"),
        (Ending.CASE_CLOSED, "Løst da saken ble avsluttet 23. november 2026 kl. 12.00"),
        (Ending.CASE_WITHDRAWN, "Løst da saken ble trukket 23. november 2026 kl. 12.00"),
    ],
)
def test_a_solved_card_says_how_it_ended_and_leads_to_its_page_alone(ending: Ending, status: str) -> None:
    message = card(samples.card(subtask=samples.solved(ending, conclusion="Likeverdig.")), WORDS)

    assert f"Status: \n{status}" in read(message.blocks)
    assert "Likeverdig." in read(message.blocks)
    assert buttons(message.blocks) == {"Åpne": "subtask.open"}
    assert "Skriv i tråden" not in read(message.blocks)


@pytest.mark.parametrize(("conclusion", "asked"), [("", True), ("  \n", True), ("Ja.", False)])
def test_solving_asks_first_only_when_the_conclusion_is_empty(conclusion: str, *, asked: bool) -> None:
    message = card(samples.card(subtask=samples.subtask(conclusion=conclusion)), WORDS)

    assert ["confirm" in each for each in of_type(message.blocks, "button")] == [False, asked, False]


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("a" * 400, "a" * 400),
        ("a" * 401, "a" * 399 + "…"),
        ("\n".join("abcdefghij"), "\n".join("abcdefghij")),
        ("\n".join("abcdefghijk"), "\n".join("abcdefghij")),
    ],
)
def test_a_long_description_is_cut_and_the_card_says_where_the_rest_is(description: str, shown: str) -> None:
    seen = read(card(samples.card(subtask=samples.subtask(description=description)), WORDS).blocks)

    assert shown in seen
    assert ("Trykk «Åpne» for å lese resten." in seen) == (shown != description)
    assert description == shown or description not in seen


def test_a_subtask_to_oneself_has_nobody_to_talk_with() -> None:
    own = samples.subtask(assignee=samples.KARI)

    assert "Skriv i tråden" not in read(card(samples.card(subtask=own, reader=samples.KARI), WORDS).blocks)


def test_without_granted_attachments_there_is_nothing_about_them() -> None:
    assert "Vedlegg" not in read(card(samples.card(attachments=()), WORDS).blocks)


def test_more_attachments_than_a_card_can_name_are_counted() -> None:
    seen = read(card(samples.card(attachments=samples.attachments(23)), WORDS).blocks)

    assert "Vitnemål 19" in seen
    assert "Vitnemål 20" not in seen
    assert "og 3 vedlegg til" in seen


def test_each_party_reads_it_in_her_own_language() -> None:
    subtask = replace(samples.subtask(), status=SubtaskStatus.NEW)

    nynorsk = card(samples.card(subtask=subtask), Translator.of("nn"))
    english = card(samples.card(subtask=subtask), Translator.of("en"))

    assert set(buttons(nynorsk.blocks)) == {"Opne", "Løys deloppgåve", "Send tilbake", "Treng meir"}
    assert set(buttons(english.blocks)) == {"Open", "Solve subtask", "Send back", "Need more"}
    assert english.text == "New subtask from Kari Nordmann: Vurder emnet HIS1000. Deadline Fri, 18 Dec 2026."


def test_what_people_wrote_stands_there_as_they_wrote_it() -> None:
    subtask = samples.subtask(title="<!channel> *a* <@U123>", description=samples.NASTY, conclusion=samples.NASTY)

    message = card(samples.card(subtask=subtask), WORDS)

    assert read(message.blocks).count(samples.NASTY) == 2
    assert "<!channel>" not in message.text
