"""The dialog "Ny deloppgave": the seed's five fields, and what may be chosen in them."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.absences import Choice
from domain.values import NewSubtask, Person, Role
from handlers.translator import Translator
from handlers.views.attachments import found_options
from handlers.views.subtask_form import assignee_options, case_options, choose_case_form, subtask_form
from tests.filled_in import new_subtask
from tests.handlers.views import samples
from tests.handlers.views.judges import of_type, read

EMPTY = NewSubtask("", None, None, "", ())
WORDS = Translator.of("nb")
EXPERT = Choice(samples.OLA, (Role.EXPERT,))


def test_the_fields_are_the_seeds_in_its_order() -> None:
    view = subtask_form(samples.form(), EMPTY, WORDS)
    fields = of_type(view, "input")

    assert [each["label"]["text"] for each in fields] == [
        "Tittel",
        "Frist",
        "Ansvarlig",
        "Beskrivelse",
        "Gi tilgang til vedlegg",
    ]
    assert [each["block_id"] for each in fields] == ["title", "deadline", "assignee", "description", "attachments"]
    assert [each["optional"] for each in fields] == [False, False, False, False, True]
    assert (view["title"]["text"], view["submit"]["text"]) == ("Ny deloppgave", "Opprett")
    assert (view["callback_id"], json.loads(view["private_metadata"])) == ("subtask.create", {"case": "2026-101"})


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({}, "Tidligst man. 23. nov. 2026 og senest fre. 18. des. 2026, som er fristen for saken."),
        ({"latest_on": None}, "Saken har ingen frist. Velg man. 23. nov. 2026 eller en senere dato."),
        (
            {"latest_on": None, "case_deadline_passed": True},
            "Fristen for saken har gått ut. Velg derfor man. 23. nov. 2026 eller en senere dato.",
        ),
    ],
)
def test_the_dialog_says_which_dates_are_allowed(changes: dict[str, Any], hint: str) -> None:
    view = subtask_form(samples.form(**changes), EMPTY, WORDS)
    deadline = [each for each in of_type(view, "input") if "hint" in each][1]

    assert deadline["hint"]["text"] == hint


def test_nothing_is_granted_by_default() -> None:
    view = subtask_form(samples.form(), EMPTY, WORDS)
    (boxes,) = of_type(view, "checkboxes")

    assert "initial_options" not in boxes
    assert "ser bare vedleggene du velger" in read(view)


def test_a_case_without_attachments_says_so() -> None:
    view = subtask_form(samples.form(attachments=()), EMPTY, WORDS)

    assert "Saken har ingen vedlegg å gi tilgang til." in read(view)
    assert len(of_type(view, "input")) == 4


def test_what_was_filled_in_stands_there_again() -> None:
    filled = new_subtask(2, "Tittel her", deadline_on=date(2026, 12, 1), description="Gjør dette", attachment_ids=(1,))

    view = subtask_form(samples.form(), filled, WORDS)

    assert [each.get("initial_value") for each in of_type(view, "plain_text_input")] == ["Tittel her", "Gjør dette"]
    assert of_type(view, "datepicker")[0]["initial_date"] == "2026-12-01"
    assert "initial_option" not in of_type(view, "external_select")[0], "who is to have it is chosen each time"
    assert [each["value"] for each in of_type(view, "checkboxes")[0]["initial_options"]] == ["1"]


def test_a_choice_shows_the_roles_and_for_namesakes_the_address() -> None:
    other = Person(4, "Ola Hansen", "ola.h@uni.example")
    choices = [EXPERT, Choice(replace(other, namesake=True), (Role.CASE_WORKER, Role.DISTRIBUTOR))]

    options = assignee_options(choices, WORDS)

    assert [each["text"]["text"] for each in options] == ["Ola Hansen", "Ola Hansen (ola.h@uni.example)"]
    assert [each["description"]["text"] for each in options] == ["fagperson", "saksbehandler, fordeler"]


@pytest.mark.parametrize(
    ("name", "email", "shown"),
    [
        ("O" * 75, "ola.h@uni.example", "O" * 54 + "… (ola.h@uni.example)"),
        ("Ola", "o" * 60 + "@uni.example", "… (" + "o" * 60 + "@uni.example)"[:11] + "…"),
    ],
)
def test_a_namesake_s_name_is_cut_before_the_address(name: str, email: str, shown: str) -> None:
    (option,) = assignee_options([Choice(Person(4, name, email, namesake=True), ())], WORDS)

    assert option["text"]["text"] == shown
    assert len(shown) == 75


def test_the_roles_are_named_in_the_readers_language() -> None:
    (choice,) = assignee_options([EXPERT], Translator.of("en"))

    assert choice["description"]["text"] == "subject expert"


def test_an_owner_without_a_role_at_the_place_is_offered_by_name_alone() -> None:
    (choice,) = assignee_options([replace(EXPERT, roles=())], WORDS)

    assert "description" not in choice


def test_a_case_is_offered_with_its_number() -> None:
    (choice,) = case_options([samples.case_line(title="Innpassing")], WORDS)

    assert (choice["text"]["text"], choice["value"]) == ("2026-101 Innpassing", "2026-101")
    assert choice["description"]["text"] == "Åpen"


@pytest.mark.parametrize(("description", "fields"), [(None, ["case"]), ("Fra en melding", ["case", "description"])])
def test_the_first_step_asks_for_the_case_and_keeps_the_description(description: str | None, fields: list[str]) -> None:
    view = choose_case_form(WORDS, description=description)

    assert [each["block_id"] for each in of_type(view, "input")] == fields
    assert [each.get("initial_value") for each in of_type(view, "plain_text_input")] == [description] * (
        len(fields) - 1
    )
    assert view["callback_id"] == "subtask.choose_case"


def test_a_search_among_many_attachments_looks_at_titles_and_file_names() -> None:
    files = samples.attachments(150)

    assert [each["value"] for each in found_options(files, "vitnemål 14", WORDS)] == ["14", *map(str, range(140, 150))]
    assert [each["value"] for each in found_options(files, "MAL-7.PDF", WORDS)] == ["7"]
    assert len(found_options(files, "", WORDS)) == 100
