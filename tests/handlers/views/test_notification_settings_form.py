"""The dialog "Varsler" and its line on the main page: within Slack's limits, and in words."""

import pytest

from domain.notification_settings import NoticeKind, Preferences, Reminding, WishesForm
from handlers.translator import Translator
from handlers.views.home import home
from handlers.views.notification_settings_form import CHOSEN, KINDS, REMINDING, wishes_form, wishes_line
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_view, of_type, read

LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]
NB = LANGUAGES[0]
EVERYTHING = Preferences(Reminding.MORNING, frozenset(NoticeKind), quiet_hours=True)


def test_every_choice_has_its_words() -> None:
    assert KINDS.keys() == set(NoticeKind)
    assert REMINDING.keys() == CHOSEN.keys() == set(Reminding)


@pytest.mark.parametrize("chosen", [Preferences(), EVERYTHING], ids=["nothing", "everything"])
@pytest.mark.parametrize("translator", LANGUAGES, ids=lambda translator: translator.language)
def test_the_dialog_and_the_fullest_main_page_fit(translator: Translator, chosen: Preferences) -> None:
    dialog = wishes_form(WishesForm(chosen, tuple(NoticeKind)), translator)
    judge_view(dialog)
    labels = [option["text"]["text"] for one in of_type(dialog, "checkboxes") for option in one["options"]]
    assert set(map(translator.say, KINDS.values())) <= set(labels)  # nothing is cut
    view = home(samples.home(12, 12, more_subtasks=True, subtask_page=1, more_cases=True, case_page=1), translator)
    judge_view(view)
    (button,) = (one for one in of_type(view, "button") if one["action_id"] == "home.wishes")
    assert button["text"]["text"] == translator.say("Endre varsler")


def test_ticked_is_what_is_wanted() -> None:
    chosen = Preferences(muted=frozenset({NoticeKind.MESSAGE}))
    (kinds, quiet) = of_type(
        wishes_form(WishesForm(chosen, (NoticeKind.DEADLINE, NoticeKind.MESSAGE)), NB), "checkboxes"
    )
    assert [option["value"] for option in kinds["initial_options"]] == ["deadline"]
    assert "initial_options" not in quiet


@pytest.mark.parametrize(
    ("chosen", "line"),
    [
        (Preferences(), "Varsler\nDu får påminnelser fortløpende."),
        (
            Preferences(Reminding.OVERDUE, frozenset({NoticeKind.SOLVED})),
            "Varsler\nDu får påminnelser bare når en av fristene dine har gått ut. Én type varsler er slått av.",
        ),
        (
            EVERYTHING,
            (
                "Varsler\nDu får påminnelser i én oppsummering hver morgen. 8 typer varsler er slått av. "
                "Du blir ikke forstyrret utenfor arbeidstiden."
            ),
        ),
    ],
)
def test_the_main_page_says_what_is_chosen(chosen: Preferences, line: str) -> None:
    assert read(wishes_line(chosen, NB)).startswith(line)
