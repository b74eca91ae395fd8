"""The questions of a subtask: as fields of its page, and what was answered wherever its conclusion is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from domain import answer_forms
from domain.answer_forms import AnswerForm, Answers, Kind, Question
from domain.values import SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import (
    Block,
    Element,
    alert,
    bold,
    clip,
    context,
    drawn_again,
    label_of,
    line_of,
    one_line,
    option,
    paragraphs,
    rich,
    words_of,
)
from handlers.views.inputs import field, radio_buttons, text_input

ON_CARD: Final = 100  # ten of them, with their questions, beside all else on it
_LONG: Final = 300  # a longer text stands in a paragraph of its own
_NUMBER: Final = 40  # characters of a field for a number
_FAULT: Final = "fault:"


# ---- asking --------------------------------------------------------------------------------------


def answer_fields(subtask: SubtaskFacts, translator: Translator) -> list[Block]:
    """Draw a field for each question, filled with what was answered so far."""
    return [_field(one, subtask.answers.get(one.key, ""), translator) for one in subtask.answer_form]


def with_faults(view: dict[str, Any], faults: Sequence[tuple[str | None, str]]) -> dict[str, Any]:
    """Draw the same page with what is wrong below its fields; what was typed stays, since the fields do.

    Only what is sent in with a modal's own button can be answered with errors that Slack itself puts there.
    """
    said = {str(name): words for name, words in faults}
    blocks: list[Block] = []
    for block in view["blocks"]:
        if str(block.get("block_id", "")).startswith(_FAULT):
            continue
        blocks.append(block)
        if words := said.get(str(block.get("block_id"))):
            blocks.append(alert(words, "error") | {"block_id": f"{_FAULT}{block['block_id']}"})
    return drawn_again(view, blocks)


def has_field(view: dict[str, Any], name: str | None) -> bool:
    """Whether the fault of this field can be shown at it."""
    return any(block.get("block_id") == name for block in view.get("blocks") or [])


def _field(question: Question, answer: str, translator: Translator) -> Block:
    hints = [_bounds(question, translator)] if question.kind is Kind.NUMBER else []
    if question.required:
        hints.append(translator.say("Må besvares før deloppgaven kan løses."))
    hint = " ".join(filter(None, hints)) or None
    label = question.label if _says_unit(question) else f"{question.label} ({question.unit})"
    return field(question.field, label, _element(question, answer), hint=hint, optional=True)


def _says_unit(question: Question) -> bool:
    """Whether nothing need be said of the unit: there is none, or the question names it."""
    return not question.unit or question.unit.casefold() in re.findall(r"\w+", question.label.casefold())


def _element(question: Question, answer: str) -> Element:
    if question.kind is Kind.CHOICE:
        return radio_buttons([option(one, one) for one in question.options], answer)
    shown = answer_forms.shown(question, answer)
    if question.kind is Kind.NUMBER:
        return text_input(most=_NUMBER, initial=shown)
    return text_input(most=question.limit, initial=shown, multiline=True)


def _bounds(question: Question, translator: Translator) -> str:
    least, most = (_bound(one) for one in (question.least, question.most))
    if least and most:
        return translator.say("Et tall fra {least} til {most}.", least=least, most=most)
    if least:
        return translator.say("Et tall, {least} eller høyere.", least=least)
    if most:
        return translator.say("Et tall, {most} eller lavere.", most=most)
    return translator.say("Et tall, for eksempel 7,5.")


def _bound(number: Decimal | None) -> str:
    return "" if number is None else answer_forms.shown_number(number)


# ---- telling -------------------------------------------------------------------------------------


def told(form: AnswerForm, answers: Answers, most: int) -> list[tuple[str, str]]:
    """Give what was answered, as facts: question and answer, each in its form's order and not longer than this."""
    return [
        (
            clip(one.label, answer_forms.LABEL if most > ON_CARD else ON_CARD),
            clip(one_line(answer_forms.shown_with_unit(one, answer)), most),
        )
        for one in form
        if (answer := answers.get(one.key))
    ]


def short_answers(subtask: SubtaskFacts, translator: Translator) -> list[Block]:
    """Draw what was answered where there is little room, and say it where something was left out."""
    found = told(subtask.answer_form, subtask.answers, ON_CARD)
    if not found:
        return []
    lines = rich(*(line_of([label_of(label), words_of(answer)]) for label, answer in found))
    is_cut = any(answer.endswith("…") for _, answer in found)
    rest = [context(translator.say("Svarene er forkortet. Trykk «Åpne» for å lese resten."))] if is_cut else []
    return [lines, *rest]


def whole_answers(form: AnswerForm, answers: Mapping[str, str]) -> list[Block]:
    """Draw what was answered, whole: a block for each run of short ones, and paragraphs of their own for long texts."""
    blocks: list[Block] = []
    lines: list[Element] = []
    for question in form:
        answer = answers.get(question.key, "")
        if len(answer) > _LONG or "\n" in answer:
            blocks += [rich(*lines)] if lines else []
            blocks += [rich(line_of([bold(question.label)])), *paragraphs(answer)]
            lines = []
        elif answer:
            shown = answer_forms.shown_with_unit(question, answer)
            lines.append(line_of([label_of(question.label), words_of(shown)]))
    return [*blocks, *([rich(*lines)] if lines else [])]
