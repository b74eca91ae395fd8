"""The task page: the seed's five headings, and the conclusion as its form."""

import json

import pytest

from domain.answer_forms import Kind, Question
from domain.values import Person, SubtaskStatus
from handlers.translator import Translator
from handlers.views.conversation import SHOWN
from handlers.views.message_form import message_form
from handlers.views.task_page import solve_question, task_page
from tests.handlers.views import samples
from tests.handlers.views.judges import buttons, of_type, read

WORDS = Translator.of("nb")
SEEDS_HEADINGS = ["Overordnet informasjon", "Beskrivelse", "Vedlegg", "Interne meldinger", "Konklusjon"]


@pytest.mark.parametrize("subtask", [samples.subtask(), samples.solved()])
def test_the_headings_are_the_seeds_in_its_order(subtask: object) -> None:
    view = task_page(samples.task_page(subtask=subtask, attachments=(), messages=()), WORDS)

    assert [each["text"]["text"] for each in of_type(view, "header")] == SEEDS_HEADINGS


def test_the_page_shows_all_that_the_seed_lists() -> None:
    seen = read(task_page(samples.task_page(), WORDS))

    for text in ("Vurder emnet HIS1000", "Innpassing av eksterne", "Kari Nordmann", "fre. 18. des. 2026", "Åpen"):
        assert text in seen


def test_submitting_saves_the_conclusion_and_the_field_holds_what_was_saved() -> None:
    view = task_page(samples.task_page(subtask=samples.subtask(conclusion="Ja."), saved_at=samples.NOON), WORDS)
    (conclusion,) = of_type(view, "input")

    assert view["submit"]["text"] == "Lagre konklusjon"
    assert view["callback_id"] == "conclusion.save"
    assert json.loads(view["private_metadata"]) == {"subtask": 7}
    assert (conclusion["block_id"], conclusion["element"]["initial_value"]) == ("conclusion", "Ja.")
    assert (conclusion["optional"], conclusion["element"]["max_length"]) == (True, 3000)
    assert "Sist lagret 23. november 2026 kl. 12.00." in read(view)
    assert buttons(view) == {
        "Send tilbake": "subtask.decline",
        "Sett på vent": "subtask.hold",
        "Historikk": "task.history",
        "Skriv melding": "task.write",
        "Hele samtalen": "task.conversation",
        "Trenger mer": "subtask.need_more",
        "Løs deloppgave": "task.solve",
    }


@pytest.mark.parametrize("just_saved", [True, False])
def test_a_saving_is_confirmed_once(*, just_saved: bool) -> None:
    seen = read(task_page(samples.task_page(just_saved=just_saved), WORDS))

    assert ("Konklusjonen er lagret." in seen) == just_saved


def test_a_solved_subtask_can_be_read_but_not_changed() -> None:
    view = task_page(samples.task_page(subtask=samples.solved(conclusion="Ja.")), WORDS)

    assert "submit" not in view
    assert of_type(view, "input") == []
    assert buttons(view) == {"Historikk": "task.history", "Hele samtalen": "task.conversation"}
    assert "Deloppgaven er løst og kan ikke lenger endres." in read(view)
    assert "Ja." in read(view)


def test_a_third_person_who_looks_in_can_change_nothing() -> None:
    view = task_page(samples.task_page(reader=samples.TURID), WORDS)

    assert of_type(view, "input") == []
    assert buttons(view) == {"Historikk": "task.history"}


def test_the_case_owner_can_write_conclude_and_solve_too() -> None:
    view = task_page(samples.task_page(reader=samples.KARI, runs_case=True), WORDS)

    assert view["submit"]["text"] == "Lagre konklusjon"
    deciding = {"Bytt ansvarlig", "Flytt frist", "Sett på vent", "Tilgang til vedlegg", "Historikk"}
    deciding |= {"Rediger", "Ikke nødvendig", "Se som ansvarlig"}
    assert set(buttons(view)) == {"Skriv melding", "Hele samtalen", "Løs deloppgave", *deciding}


def test_a_subtask_to_oneself_has_no_messages_to_write() -> None:
    own = samples.subtask(assignee=samples.KARI)

    view = task_page(samples.task_page(subtask=own, reader=samples.KARI, messages=()), WORDS)

    assert set(buttons(view)) == {"Løs deloppgave", "Sett på vent", "Historikk"}
    assert "det er ingen å sende meldinger til" in read(view)


def test_that_no_access_was_given_is_not_said_where_it_may_only_have_ended() -> None:
    for subtask, runs_case, is_said in (
        (samples.subtask(), False, True),
        (samples.solved(), True, True),
        (samples.solved(), False, False),
    ):
        page = samples.task_page(subtask=subtask, runs_case=runs_case, attachments=())
        assert ("Det er ikke gitt tilgang til noen vedlegg." in read(task_page(page, WORDS))) is is_said


def test_empty_parts_say_that_they_are_empty() -> None:
    seen = read(task_page(samples.task_page(subtask=samples.solved(), attachments=(), messages=()), WORDS))

    assert "Du har ikke tilgang til noen vedlegg nå." in seen
    assert "Det er ikke skrevet noen meldinger ennå." in seen
    assert "Det er ikke skrevet noen konklusjon." in seen


def test_messages_show_who_when_and_what_happened_to_them() -> None:
    messages = (
        samples.message("Første", author=samples.KARI),
        samples.message("Andre", edited=True),
        samples.message("Borte", deleted=True, file_names=("hemmelig.pdf",)),
        samples.message("Se her", file_names=("a.pdf", "b.png")),
    )

    seen = read(task_page(samples.task_page(messages=messages, earlier_messages=2), WORDS))

    assert "2 tidligere meldinger vises ikke her." in seen
    assert "Kari Nordmann\n · 23. november 2026 kl. 12.00\nFørste" in seen
    assert "23. november 2026 kl. 12.00 (redigert)\nAndre" in seen
    assert "Meldingen er slettet." in seen
    assert "Borte" not in seen
    assert "hemmelig.pdf" not in seen
    assert "Filer: a.pdf, b.png" in seen


def test_only_the_latest_messages_are_shown_and_the_rest_counted() -> None:
    messages = tuple(samples.message(f"nr. {at};") for at in range(SHOWN + 3))

    seen = read(task_page(samples.task_page(messages=messages, earlier_messages=4), WORDS))

    assert "nr. 2;" not in seen
    assert "nr. 3;" in seen
    assert "7 tidligere meldinger" in seen


def test_a_message_keeps_its_formatting_unless_it_is_huge() -> None:
    bold = {"type": "text", "text": "fet", "style": {"bold": True}}
    section = {"type": "rich_text_section", "elements": [bold]}
    small = samples.message("fet", blocks=({"type": "rich_text", "elements": [section]},))
    huge = samples.message("fet" * 500, blocks=({"type": "rich_text", "elements": [section] * 500},))

    assert bold in of_type(task_page(samples.task_page(messages=(small,)), WORDS), "text")
    assert bold not in of_type(task_page(samples.task_page(messages=(huge,)), WORDS), "text")


@pytest.mark.parametrize(("saved", "said"), [("", "har ingen konklusjon"), ("Ja.", "som var lagret, blir fjernet")])
def test_the_question_says_what_solving_with_an_empty_field_means(saved: str, said: str) -> None:
    view = solve_question(samples.subtask(conclusion=saved), WORDS)

    assert said in read(view)
    assert view["callback_id"] == "subtask.solve_empty"
    assert view["submit"]["text"] == "Løs deloppgave"
    assert json.loads(view["private_metadata"]) == {"subtask": 7}


def test_the_message_dialog_shows_the_latest_and_asks_for_the_next() -> None:
    view = message_form(samples.subtask(status=SubtaskStatus.NEW), (samples.message(),), 1, WORDS)
    (field,) = of_type(view, "input")

    assert "Har du sett på pensum?" in read(view)
    assert "1 tidligere melding " in read(view)
    assert (field["block_id"], field["label"]["text"], field["optional"]) == ("message", "Melding", False)
    assert (view["callback_id"], view["submit"]["text"]) == ("message.send", "Send")
    assert json.loads(view["private_metadata"]) == {"subtask": 7}


@pytest.mark.parametrize("reader", [samples.KARI, samples.OLA, samples.TURID], ids=["owner", "assignee", "distributor"])
def test_who_runs_the_case_finds_everything_and_no_row_is_longer_than_its_menu(reader: Person) -> None:
    nudges = reader != samples.OLA
    view = task_page(samples.task_page(reader=reader, runs_case=True, may_nudge=nudges, may_copy=True), WORDS)

    wanted = {"Bytt ansvarlig", "Flytt frist", "Sett på vent", "Rediger", "Ikke nødvendig", "Lag en lik", "Historikk"}
    assert wanted | ({"Purr"} if nudges else {"Send tilbake", "Trenger mer"}) <= buttons(view).keys()
    rows = [row["elements"] for row in of_type(view, "actions")]
    assert all(len([one for one in row if one["type"] == "button"]) <= 3 for row in rows)


@pytest.mark.parametrize(
    ("label", "unit", "shown"),
    [("Antall studiepoeng", "studiepoeng", "Antall studiepoeng"), ("Hvor mange emner?", "m", "Hvor mange emner? (m)")],
)
def test_a_unit_that_the_question_names_is_not_said_again(label: str, unit: str, shown: str) -> None:
    asked = samples.subtask(answer_form=(Question("points", label, Kind.NUMBER, unit=unit),))
    assert shown in read(task_page(samples.task_page(subtask=asked), WORDS)).splitlines()
