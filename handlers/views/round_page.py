"""`Se svarene`: everybody's answers below each other, and what the case's owner takes over of them."""

from __future__ import annotations

from typing import Any

from domain.lists import ListKind
from domain.namesakes import named
from domain.round_forms import GivenAnswer, RoundPage, Stand, SummaryForm, choices_counted
from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.answers import whole_answers
from handlers.views.blocks import (
    Block,
    actions,
    alert,
    bold,
    button,
    context,
    divider,
    facts,
    line_of,
    modal,
    one_line,
    option,
    paragraphs,
    rich,
    words_of,
)
from handlers.views.button_values import wanted_list_value
from handlers.views.inputs import checkboxes, field, long_text_input
from handlers.views.list_form import to_list
from handlers.views.rounds import counted
from handlers.views.status import status


def round_page(page: RoundPage, translator: Translator, *, told: str = "") -> dict[str, Any]:
    """Draw the answers for this reader; `told` is said at the top."""
    answered = [one for one in page.given if one.stand is Stand.ANSWERED]
    return modal(
        translator.say("Svarene"),
        [
            *([alert(told, "success")] if told else []),
            _facts(page, translator),
            *_buttons(page, translator),
            *_summary(page, translator),
            *(block for one in page.given for block in _given(page, one, translator)),
            *([] if page.given else [context(translator.say("Ingen har svart."))]),
            *([divider(), _tick(answered, translator)] if page.may_sum_up else []),
        ],
        submit=translator.say("Oppsummer") if page.may_sum_up else None,
        close=translator.say("Lukk"),
        callback_id=ids.ROUND_CHOOSE,
        metadata={"round": page.standing.id},
    )


def summary_form(form: SummaryForm, translator: Translator) -> dict[str, Any]:
    """Draw the text that is kept, filled with the ticked answers; whose did not find room is named."""
    hint = translator.say("Teksten står på sakssiden og i dialogen «Avslutt sak». De som er spurt, ser den ikke.")
    names = translator.together([named(one) for one in form.left_out])
    left_out = translator.say("Det ble ikke plass til svarene fra {names}.", names=names)
    return modal(
        translator.say("Oppsummering"),
        [
            facts([(translator.say("Spørsmål"), form.page.title), (translator.say("Sak"), form.page.case_title)]),
            *([alert(left_out, "warning")] if names else []),
            field(ids.TEXT, translator.say("Oppsummering"), long_text_input(form.text), hint=hint),
        ],
        submit=translator.say("Lagre oppsummering"),
        close=translator.say("Avbryt"),
        callback_id=ids.ROUND_SUM_UP,
        metadata={"round": form.page.standing.id},
    )


def _facts(page: RoundPage, translator: Translator) -> Block:
    choices = [
        (label, " · ".join(f"{one_line(option, 75)} {count}" for option, count in counts))
        for label, counts in choices_counted(page)
    ]
    return facts(
        [
            (translator.say("Spørsmål"), page.title),
            (translator.say("Sak"), page.case_title),
            (translator.say("Frist"), translator.day(page.deadline_on)),
            (translator.say("Svarene"), counted(page.standing, translator)),
            *choices,
        ]
    )


def _buttons(page: RoundPage, translator: Translator) -> list[Block]:
    about = translator.say("Purr alle som ikke har svart")
    nudge = button(translator.say("Purr"), ids.ROUND_NUDGE, str(page.standing.id), about=about)
    files = to_list(wanted_list_value(ListKind.ANSWERS, about=page.standing.id), translator)
    shown = [*([nudge] if page.may_nudge else []), *([files] if page.given else [])]
    return [actions(*shown)] if shown else []


def _summary(page: RoundPage, translator: Translator) -> list[Block]:
    if not page.summary:
        return []
    saved = [context(translator.say("Sist lagret {at}.", at=page.summed_up_at))] if page.summed_up_at else []
    return [divider(), rich(line_of([bold(translator.say("Oppsummering"))])), *paragraphs(page.summary), *saved]


def _given(page: RoundPage, one: GivenAnswer, translator: Translator) -> list[Block]:
    standing = _standing(one, one.subtask, translator) if one.subtask else ""
    behalf = translator.say("på vegne av {name}", name=named(one.behalf)) if one.behalf else ""
    name = [bold(named(one.person)), *(words_of(f" · {words}") for words in (behalf, standing) if words)]
    answers = whole_answers(page.form, one.answers)
    conclusion = paragraphs(one.conclusion) if one.conclusion.strip() else []
    nothing = [] if answers or conclusion else [context(translator.say("Har ikke svart."))]
    return [divider(), rich(line_of(name)), *answers, *conclusion, *nothing]


def _standing(one: GivenAnswer, subtask: SubtaskFacts, translator: Translator) -> str:
    """Say where one of them stands, for who runs the case; who has answered is named already."""
    if one.stand is Stand.ANSWERED and subtask.solved_at:
        return translator.moment(subtask.solved_at)
    if one.stand is Stand.OUT and not subtask.is_solved:
        return translator.say("Svarer ikke")
    return status(subtask, translator)


def _tick(answered: list[GivenAnswer], translator: Translator) -> Block:
    options = [option(named(one.person), str(one.subtask_id)) for one in answered]
    return field(
        ids.ANSWERS,
        translator.say("Hvem sine svar vil du ta med i oppsummeringen?"),
        checkboxes(options, []),
        optional=True,
    )
