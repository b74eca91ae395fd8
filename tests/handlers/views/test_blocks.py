"""The builders know Slack's limits, and nothing people write is ever parsed."""

from pathlib import Path

import pytest

from domain.identity_numbers import MASK
from handlers.views import blocks, button_values, ids
from handlers.views.blocks import actions, button, clip, escaped, facts, one_line, option, paragraphs
from handlers.views.inputs import several
from tests.handlers.views.judges import read
from tests.handlers.views.samples import NASTY
from tests.identity_numbers import SYNTHETIC


@pytest.mark.parametrize(
    ("text", "cut"), [("", ""), ("abcde", "abcde"), ("abcdef", "abcd…"), ("abc  ef", "abc…"), ("åååååå", "åååå…")]
)
def test_a_text_is_cut_only_past_its_limit(text: str, cut: str) -> None:
    assert clip(text, 5) == cut


def test_one_line_has_no_breaks_and_is_never_empty() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"
    assert one_line(" \n ") == "–"


def test_the_text_of_a_message_calls_nobody_and_formats_nothing() -> None:
    made = escaped(NASTY)

    assert not set("<>*`~_\n") & set(made)
    assert "&lt;!channel&gt;" in made
    assert "bold" in made


def test_escaping_does_not_cut_an_entity_in_half() -> None:
    assert escaped("&" * 2000).removesuffix("…") == "&amp;" * 999


def test_facts_keep_every_character_of_what_people_wrote_in_one_line() -> None:
    drawn = facts([("Sak", "*a* <b>\nc"), ("Frist", "i dag")])

    assert read(drawn) == "Sak: \n*a* <b> c\n\n\nFrist: \ni dag"


def test_a_long_text_is_split_between_words() -> None:
    text = "ord " * 2000

    built = [block["text"]["text"] for block in paragraphs(text, most=3)]

    assert "".join(built) == text.strip()
    assert all(each.endswith(" ") for each in built[:-1])


def test_a_text_without_spaces_is_split_anyway() -> None:
    built = [block["text"]["text"] for block in paragraphs("å" * 7000, most=3)]

    assert [len(each) for each in built] == [3000, 3000, 1000]


def test_a_text_past_everything_ends_with_an_ellipsis() -> None:
    assert paragraphs("å" * 3001)[-1]["text"]["text"] == "å" * 2999 + "…"


@pytest.mark.parametrize(
    ("number", "kind", "action_id"),
    [
        (10, "checkboxes", ids.VALUE),
        (11, "multi_static_select", ids.VALUE),
        (100, "multi_static_select", ids.VALUE),
        (101, "multi_external_select", ids.ATTACHMENTS_PICK),
    ],
)
def test_the_number_of_choices_decides_the_field(number: int, kind: str, action_id: str) -> None:
    options = [option(f"Vedlegg {at}", str(at)) for at in range(number)]

    element = several(options, ["3", "7"], "Velg", ids.ATTACHMENTS_PICK)

    assert (element["type"], element["action_id"]) == (kind, action_id)
    assert [each["value"] for each in element["initial_options"]] == ["3", "7"]
    assert ("options" in element) == (number <= 100)


def test_a_button_has_only_what_it_was_given() -> None:
    assert button("Åpne", "x", "7") == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Åpne", "emoji": False},
        "action_id": "x",
        "value": "7",
    }


def test_the_page_of_a_case_travels_in_a_buttons_value() -> None:
    assert button_values.read_case_page(button_values.case_page_value("2026|101", 3)) == ("2026|101", 3)
    assert button_values.read_case_page("2026-101|x") == ("2026-101", 0)


def test_every_id_means_one_thing() -> None:
    values = [value for name, value in vars(ids).items() if name.isupper()]

    # A button and the dialog that it opens share their name: one is an action, one a callback.
    assert {value for value in values if values.count(value) > 1} == {
        "case.close",
        "case.disqualify",
        "case.distribute",
        "case.lift_disqualification",
        "subtask.decline",
        "subtask.hold",
        "subtask.reassign",
    }


def test_a_row_with_more_than_its_menu_holds_shows_more_buttons_and_leaves_none_out() -> None:
    row = [button("A", f"a.{number}", value="1") for number in range(10)]
    *shown, menu = actions(*row)["elements"]
    assert (len(shown), len(menu["options"])) == (5, 5)


def test_a_row_shows_three_buttons_and_keeps_the_rest_in_its_menu() -> None:
    row = [button(label, f"do.{label}", "7|x") for label in "abcde"]

    assert len(actions(*row[:3])["elements"]) == 3
    *shown, menu = actions(*row)["elements"]

    assert shown == row[:3]
    assert [entry["text"]["text"] for entry in menu["options"]] == ["d", "e"]
    assert button_values.read_entry(menu["options"][0]["value"]) == ("do.d", "7|x")


def test_nobody_s_number_is_in_a_notification_nor_half_of_one_at_its_end() -> None:
    assert escaped(f"Søkeren er {SYNTHETIC[:6]}\n{SYNTHETIC[6:]}") == f"Søkeren er {MASK}"
    for before in range(980, 1001):
        assert "3181" not in escaped(f"{'x' * before} {SYNTHETIC}")


def test_nothing_else_makes_what_a_notification_takes() -> None:
    """`Message.text` is of a type that only this file may make: the type checker sees to the rest."""
    handlers = Path(blocks.__file__).parents[1]
    made = {file.name for file in handlers.parent.glob("*/**/*.py") if "Harmless(" in file.read_text("utf-8")}
    assert made - {Path(__file__).name} == {"blocks.py"}
