"""The dialog "Avslutt sak" (S22, A23): which subtasks are open, the way to each, and what is to become of each."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from domain.endings import OTHERS, Choice, Closed, ClosingAnswer, ClosingQuestion, OpenSubtask
from domain.errors import N_
from domain.validation import SENTENCE
from handlers.translator import Translator
from handlers.views import button_values, ids
from handlers.views.answers import told
from handlers.views.blocks import (
    Block,
    Element,
    alert,
    button,
    clip,
    context,
    divider,
    facts,
    header,
    label_of,
    line_of,
    modal,
    one_line,
    option,
    rich,
    section,
    words_of,
)
from handlers.views.inputs import field, static_select, text_input
from handlers.views.standing import standing
from handlers.views.status import name_of

NAMED: Final = 20
EACH: Final = 10  # subtasks with fields of their own: with the other ten and all around them below Slack's 100 blocks
SUMMARIES: Final = 5
_EXCERPT: Final = 300

_CHOICES: Final = {
    Choice.WITH_CASE: N_("Løses når saken avsluttes"),
    Choice.SOLVE: N_("Løs med en setning"),
    Choice.NOT_NEEDED: N_("Ikke nødvendig"),
    Choice.REMIND: N_("Purr"),
    Choice.KEEP: N_("Hold saken åpen"),
}


def closing_form(question: ClosingQuestion, translator: Translator) -> dict[str, Any]:
    """Draw the question; without open subtasks it is a plain confirmation."""
    case = question.case
    return modal(
        translator.say("Avslutt sak"),
        [
            *_newer(question, translator),
            facts([(translator.say("Sak"), case.title), (translator.say("Saksnummer"), case.id)]),
            *(
                _open(question, translator)
                if question.count
                else [section(translator.say("Saken har ingen uløste deloppgaver."))]
            ),
            *_summaries(question, translator),
            section(translator.say("Når saken er avsluttet, kan verken den eller deloppgavene endres.")),
        ],
        submit=translator.say("Avslutt sak"),
        close=translator.say("Avbryt"),
        callback_id=ids.CASE_CLOSE,
        metadata={"case": case.id, "seen": question.seen, "shown": button_values.numbers_value(question.shown)},
    )


def _summaries(question: ClosingQuestion, translator: Translator) -> list[Block]:
    """Draw what was made of the answers of several."""
    lines = [_line(one_line(title, 150), text) for title, text in question.summaries[-SUMMARIES:]]
    return [header(translator.say("Oppsummeringer")), rich(*lines)] if lines else []


def still_open(closed: Closed, translator: Translator) -> dict[str, Any]:
    """Say that the case was not closed, and what was done all the same."""
    told = [
        translator.count("{n} deloppgave er avsluttet.", "{n} deloppgaver er avsluttet.", closed.ended)
        if closed.ended
        else "",
        translator.count("{n} ansvarlig får en purring.", "{n} ansvarlige får en purring.", closed.reminded)
        if closed.reminded
        else "",
        translator.count("{n} deloppgave er fortsatt åpen.", "{n} deloppgaver er fortsatt åpne.", closed.left),
    ]
    return modal(
        translator.say("Saken er ikke avsluttet"),
        [
            alert(translator.say("Saken avsluttes ikke, fordi du valgte å holde den åpen.")),
            facts([(translator.say("Sak"), closed.case.title), (translator.say("Saksnummer"), closed.case.id)]),
            section(" ".join(filter(None, told))),
        ],
        close=translator.say("Lukk"),
    )


def _newer(question: ClosingQuestion, translator: Translator) -> list[Block]:
    if not question.shown_again:
        return []
    return [
        alert(
            translator.say("Det har kommet en ny deloppgave siden du åpnet dialogen. Kontroller listen en gang til."),
            "warning",
        )
    ]


def _open(question: ClosingQuestion, translator: Translator) -> list[Block]:
    named = question.open_subtasks[:NAMED]
    more = question.count - len(named)
    rest = (
        [context(translator.count("og {n} uløst deloppgave til", "og {n} uløste deloppgaver til", more))]
        if more
        else []
    )
    return [
        alert(_warning(question, translator), "warning"),
        section(_explained(question, translator)),
        header(translator.say("Uløste deloppgaver")),
        *_answered(question, translator),
        *(block for one in named[EACH:] for block in _subtask(one, question.today, translator)),
        *rest,
        *_others(question, translator),
    ]


def _answered(question: ClosingQuestion, translator: Translator) -> list[Block]:
    """Draw those that have fields of their own, a rule between them."""
    each = [
        [*_subtask(one, question.today, translator), *_fields(question, one, translator)]
        for one in question.open_subtasks[:EACH]
    ]
    return [block for blocks in each for block in [divider(), *blocks]][1:]


def _warning(question: ClosingQuestion, translator: Translator) -> str:
    if question.must_answer:
        return translator.count(
            "Saken har {n} uløst deloppgave. Den må besvares før saken kan avsluttes.",
            "Saken har {n} uløste deloppgaver. De må besvares før saken kan avsluttes.",
            question.count,
        )
    return translator.count(
        "Saken har {n} uløst deloppgave. Den får status Løst når du avslutter saken.",
        "Saken har {n} uløste deloppgaver. De får status Løst når du avslutter saken.",
        question.count,
    )


def _explained(question: ClosingQuestion, translator: Translator) -> str:
    told = translator.say("De ansvarlige får beskjed. Konklusjoner som er lagret, blir stående.")
    if question.must_answer:
        return told
    kept = translator.say("Saken avsluttes ikke hvis du velger «Purr» eller «Hold saken åpen».")
    return f"{told} {kept}"


def _subtask(one: OpenSubtask, today: date, translator: Translator) -> list[Block]:
    subtask = one.subtask
    about = translator.say("Åpne deloppgaven {title}", title=one_line(subtask.title, 40))
    opening = button(translator.say("Åpne"), ids.CLOSING_SUBTASK, str(subtask.id), about=about)
    return [
        section(one_line(subtask.title, 150), opening),
        context(standing(subtask, today, translator)),
        *_told(one, translator),
    ]


def _told(one: OpenSubtask, translator: Translator) -> list[Block]:
    """Draw what was said last in it, and the conclusion that is begun."""
    lines: list[tuple[str, str]] = []
    last = one.last_message
    if last is not None and last.text.strip() and not last.deleted:
        label = translator.say("Siste melding fra {name}", name=one_line(name_of(last.author, translator), 100))
        lines.append((label, last.text))
    lines += told(one.subtask.answer_form, one.subtask.answers, 100)
    if one.subtask.conclusion.strip():
        lines.append((translator.say("Utkast til konklusjon"), one.subtask.conclusion))
    return [rich(*(_line(label, text) for label, text in lines))] if lines else []


def _line(label: str, text: str) -> Element:
    return line_of([label_of(label), words_of(clip(one_line(text), _EXCERPT))])


def _fields(question: ClosingQuestion, one: OpenSubtask, translator: Translator) -> list[Block]:
    number, title = one.subtask.id, one_line(one.subtask.title, 150)
    asked = translator.say("Hva skal skje med «{title}»?", title=title)
    filled = question.filled.answers.get(number, ClosingAnswer()) if question.filled else ClosingAnswer()
    return [
        field(button_values.choice_of(number), asked, _menu(question, filled, translator, may_remind=one.may_remind)),
        field(
            button_values.sentence_of(number),
            translator.say("Setning om «{title}»", title=title),
            _text(filled),
            optional=True,
        ),
    ]


def _others(question: ClosingQuestion, translator: Translator) -> list[Block]:
    """Draw one choice for all that have none of their own."""
    number = question.count - EACH
    if number <= 0:
        return []
    filled = question.filled.others if question.filled else ClosingAnswer()
    asked = translator.count(
        "Hva skal skje med den {n} som ikke har sitt eget valg?",
        "Hva skal skje med de {n} som ikke har sitt eget valg?",
        number,
    )
    return [
        field(button_values.choice_of(OTHERS), asked, _menu(question, filled, translator, may_remind=True)),
        field(button_values.sentence_of(OTHERS), translator.say("Setning om dem"), _text(filled), optional=True),
    ]


def _menu(question: ClosingQuestion, filled: ClosingAnswer, translator: Translator, *, may_remind: bool) -> Element:
    offered = [choice for choice in Choice if choice.answers] if question.must_answer else list(Choice)
    options = [option(translator.say(_CHOICES[one]), one) for one in offered if may_remind or one is not Choice.REMIND]
    return static_select(options, filled.choice, translator.say("Velg"))


def _text(filled: ClosingAnswer) -> Element:
    return text_input(most=SENTENCE, initial=filled.text)
