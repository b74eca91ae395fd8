"""Every view stays inside Slack's limits, whatever people write and however much there is of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cases.pages.record import CHARACTERS, CONCLUSIONS, MESSAGES
from domain import page_sizes
from domain.absences import Choice
from domain.answer_forms import LABEL, OPTION, QUESTIONS, TEXTS, Kind, Question
from domain.arriving import LONG_TEXT
from domain.case_page import CaseSubtask
from domain.forms import Conclusions, Conversation, Passage, SavedConclusion, SentFile
from domain.home_pages import CaseOnHome
from domain.namesakes import named, told_apart
from domain.round_forms import GivenAnswer, RoundLine, RoundPage, Stand, taken_over
from domain.round_notices import RoundOver
from domain.rounds import RoundStanding
from domain.values import Ending, Need, Person, Role
from handlers.translator import Translator
from handlers.views.alert import failure, outdated, trouble
from handlers.views.attachments import found_options
from handlers.views.card import card
from handlers.views.case_page import case_modal
from handlers.views.home import home, my_cases, my_subtasks, stranger
from handlers.views.home_pages import drawn
from handlers.views.message_form import message_form
from handlers.views.messages import mirrored, solved_notice
from handlers.views.preview import preview
from handlers.views.record import earlier_conclusions, whole_conversation
from handlers.views.round_form import round_form
from handlers.views.round_page import round_page, summary_form
from handlers.views.rounds import round_over
from handlers.views.subtask_form import assignee_options, case_options, choose_case_form, subtask_form
from handlers.views.task_page import solve_question, task_page
from tests.filled_in import new_subtask
from tests.handlers.views import samples
from tests.handlers.views.judges import judge_message, judge_options, judge_view, read

LANGUAGES = [Translator.of(language) for language in ("nb", "nn", "en")]
NB, NN, EN = LANGUAGES
SIZES = [(NB, 0), (NB, 1), (NB, 5000), (NN, 0), (EN, 0)]
FILL = {"title": 150, "description": 3000, "conclusion": 3000, "case_title": 255, "held_because": 3000}


def filled(text: str, size: int) -> str:
    return (text * size)[:size]


def worst(text: str, over: int, **changes: Any) -> Any:
    """A subtask with the text in every field, at each field's limit or past it."""
    person = replace(samples.KARI, name=filled(text, 100 + over))
    fields: dict[str, Any] = {name: filled(text, size + over) for name, size in FILL.items()}
    keys = [f"key{at}" for at in range(QUESTIONS)]
    label, options = filled(text, LABEL) or "?", tuple(f"{at}{filled(text, OPTION - 1)}" for at in range(10))
    texts, choices = keys[: TEXTS // LONG_TEXT], keys[TEXTS // LONG_TEXT :]
    fields["answer_form"] = (
        *(Question(key, label, Kind.TEXT) for key in texts),
        *(Question(key, label, Kind.CHOICE, options=options) for key in choices),
    )
    fields["answers"] = {key: answer for key in texts if (answer := filled(text, LONG_TEXT + over))}
    fields["answers"] |= dict.fromkeys(choices, options[3])
    fields["round"] = RoundStanding(7, 10, 9, 1, shows_answers=True, ended_at=None)
    return samples.subtask(**(fields | {"owner": person, "held_until_on": date(2027, 1, 4)} | changes))


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("runs_case", [True, False])
def test_the_answers_of_ten_and_what_is_taken_over_of_them_fit(text: str, over: int, *, runs_case: bool) -> None:
    options = tuple(f"{at}{filled(text, OPTION - 1)}" for at in range(10))
    form = (Question("answer", filled(text, LABEL) or "?", Kind.CHOICE, options=options),)
    given = tuple(
        GivenAnswer(
            at,
            replace(samples.KARI, id=at, name=filled(text, 100 + over)),
            Stand.ANSWERED,
            {"answer": options[at]},
            filled(text, LONG_TEXT + over),
            worst(text, over, id=at, answer_form=form) if runs_case else None,
        )
        for at in range(10)
    )
    standing = RoundStanding(7, 10, 10, 0, shows_answers=True, ended_at=samples.NOON)
    page = RoundPage(
        standing,
        filled(text, 150),
        "2026-101",
        filled(text, 255),
        samples.KARI,
        samples.TODAY,
        form,
        given,
        runs_case=runs_case,
        may_nudge=runs_case,
        may_sum_up=runs_case,
        summary=filled(text, LONG_TEXT),
    )
    for translator in LANGUAGES:
        judge_view(round_page(page, translator))
        summed_up = taken_over(page, tuple(range(10)), {one.person.id: named(one.person) for one in given})
        judge_view(summary_form(summed_up, translator))
        assert len(summed_up.text) <= LONG_TEXT
        judge_message(round_over(page, RoundOver("2026-101", 7, by_day=True), translator, samples.KARI))
        judge_view(round_form(samples.form(), translator))
    lines = tuple(RoundLine(standing, filled(text, 150), filled(text, LONG_TEXT + over)) for _ in range(3))
    judge_view(case_modal(samples.case_page(number_of_subtasks=20, rounds=lines, more_rounds=9), NB))


@pytest.mark.parametrize("text", samples.TEXTS)
def test_namesakes_with_the_longest_names_and_addresses_fit_everywhere(text: str) -> None:
    one, other = (Person(at, filled(text, 300), "x" * 240 + f"{at}@uni.example", f"U{at}") for at in (1, 2))
    for need in Need:
        subtask, message, reader = told_apart(
            (worst(text, 0, owner=one, assignee=other, need=need), samples.message(author=other), one)
        )
        for who in (subtask.owner, subtask.assignee):
            judge_message(card(samples.card(subtask=subtask, reader=who), NB))
            judge_view(task_page(samples.task_page(subtask=subtask, reader=who, messages=(message,) * 5), NB))
        for part in mirrored(message, reader, NB, own=False, calls=False):
            judge_message(part)
        judge_view(
            home(samples.home(0, 0, reader=reader, subtasks=(subtask,), needing=(subtask,), count_needing=9), NB)
        )


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize(("translator", "over"), SIZES)
def test_every_text_fits_everywhere(translator: Translator, text: str, over: int) -> None:
    subtask = worst(text, over)
    files = samples.attachments(120, filled(text, 200 + over))
    message = samples.message(filled(text, 3000 + over), file_names=tuple(each.name for each in files[:10]))

    judge_message(card(samples.card(subtask=subtask, attachments=files), translator))
    judge_message(card(samples.card(subtask=subtask, reader=samples.KARI, attachments=files), translator))
    for part in mirrored(message, samples.KARI, translator, own=False):
        judge_message(part)
    for part in mirrored(message, samples.KARI, translator, own=True):
        judge_message(part)
    judge_message(solved_notice(replace(subtask, ending=Ending.OWNER, solved_at=samples.NOON), translator, samples.OLA))
    page = samples.task_page(subtask=subtask, attachments=files, messages=(message,) * 50, saved_at=samples.NOON)
    judge_view(task_page(page, translator))
    judge_view(solve_question(subtask, translator))
    judge_view(message_form(subtask, (message,) * 50, 0, translator))
    judge_view(trouble(translator, filled(text, 400 + over)))
    sent = tuple(SentFile(filled(text, 200 + over), f"F{number}") for number in range(10))
    sizes = [CHARACTERS - 80 * (MESSAGES - 1), *[80] * (MESSAGES - 1)]
    pieces = [replace(message, text=filled(text, size)) for size in sizes]
    said = Conversation(subtask, tuple(Passage(piece, goes_on=True, files=sent) for piece in pieces), 1, 3)
    judge_view(
        whole_conversation(said, {f"F{number}": "https://x.slack.com/files/F" for number in range(9)}, translator)
    )
    saved = SavedConclusion(7, replace(samples.OLA, name=filled(text, 100 + over)), samples.NOON, filled(text, 3000))
    judge_view(earlier_conclusions(Conclusions(subtask, (saved,) * CONCLUSIONS, 1, has_more=True), translator))


@pytest.mark.parametrize("number", [0, 1, 20, 21, 120])
@pytest.mark.parametrize(("translator", "over"), SIZES)
def test_whatever_waits_to_be_fetched_fits_also_where_it_is_only_looked_at(
    translator: Translator, over: int, number: int
) -> None:
    subtask, message = worst("æøå ", over), samples.message(filled("æøå ", 3000 + over))
    for name, waits in ((filled("æøå ", 200 + over), range(number)), ("Vitnemål", range(number // 2))):
        files = samples.granted(number, name, waits)
        drawn = samples.card(subtask=subtask, attachments=files)
        page = samples.task_page(subtask=subtask, attachments=files, messages=(message,) * 5, saved_at=samples.NOON)
        judge_message(card(drawn, translator))
        judge_view(task_page(page, translator))
        shown = preview(drawn, page, translator)
        judge_view(shown)
        last = shown["blocks"][-1]
        assert last["elements"][0]["text"] == f"[{translator.say('Lagre konklusjon')}]"  # nothing is cut off


@pytest.mark.parametrize("text", samples.TEXTS)
@pytest.mark.parametrize(("translator", "over"), SIZES)
def test_every_list_fits_everywhere(translator: Translator, text: str, over: int) -> None:
    message = samples.message(filled(text, 3000 + over))
    subtasks = tuple(
        CaseSubtask(worst(text, over, id=at), 2, message) for at in range(page_sizes.SUBTASKS_OF_CASE + 50)
    )
    facts = samples.case(title=filled(text, 255 + over), text=filled(text, 20_000 + over))
    page = samples.case_page(case=facts, attachments=samples.attachments(300), page=2, has_more=True)
    page = replace(page, subtasks=subtasks)
    lines = tuple(samples.case_line(id=f"2026-{at}", title=filled(text, 300)) for at in range(page_sizes.CASES + 50))
    own = tuple(each.subtask for each in subtasks)
    both = samples.home(0, 0, more_subtasks=True, subtask_page=1, more_cases=True, case_page=1)
    main = replace(both, subtasks=own, cases=lines)

    for view in (case_modal(page, translator), drawn(CaseOnHome(page), translator), home(main, translator)):
        judge_view(view)
    judge_view(my_cases(main, translator))
    judge_view(my_subtasks(main, translator))


@pytest.mark.parametrize("number", [0, 1, 10, 11, 100, 101, 1000])
@pytest.mark.parametrize("text", samples.TEXTS)
def test_the_dialog_fits_any_number_of_attachments(number: int, text: str) -> None:
    translator = Translator.of("nb")
    typed = new_subtask(9, filled(text, 151), description=filled(text, 3001), attachment_ids=(0, number - 1))
    form = samples.form(attachments=samples.attachments(number, filled(text, 200)))

    judge_view(subtask_form(form, typed, translator))
    judge_view(choose_case_form(translator, description=filled(text, 3001)))


@pytest.mark.parametrize("text", samples.TEXTS)
def test_the_answers_to_a_search_fit(text: str) -> None:
    translator = Translator.of("nb")
    people = [
        Choice(Person(at, filled(text, 300), filled(text, 300) + "@x", namesake=True), tuple(Role)) for at in range(150)
    ]
    lines = [samples.case_line(id=f"2026-{at}", title=filled(text, 300)) for at in range(150)]

    for options in (assignee_options(people, translator), case_options(lines, translator)):
        judge_options(options)
        assert len(options) == 100
    judge_options(found_options(samples.attachments(150, filled(text, 300)), "", translator))


def test_a_full_page_shows_everything_that_was_given() -> None:
    translator = Translator.of("nb")

    page = read(case_modal(samples.case_page(page_sizes.SUBTASKS_OF_CASE), translator))
    main = read(home(samples.home(page_sizes.SUBTASKS, page_sizes.CASES), translator))

    assert page.count("Vurder emnet HIS1000") == page_sizes.SUBTASKS_OF_CASE
    assert main.count("Vurder emnet HIS1000") == page_sizes.SUBTASKS


def test_the_longest_description_is_not_cut_on_card_and_page() -> None:
    translator, text = Translator.of("nb"), "å" * 2999 + "!"
    subtask = samples.subtask(description=text, conclusion=text)

    assert text in read(card(samples.card(subtask=subtask), translator).blocks)
    assert text in read(task_page(samples.task_page(subtask=subtask), translator))


@pytest.mark.parametrize("translator", LANGUAGES, ids=lambda translator: translator.language)
def test_the_small_ones_fit(translator: Translator) -> None:
    judge_view(outdated(translator))
    judge_view(trouble(translator, failure(translator, "f3a9")))
    judge_view(stranger(failure(translator, "f3a9")))
    assert "f3a9" in failure(translator, "f3a9")
