"""The dialog "Avslutt sak" (S22, A23): which subtasks are open, the way to each, and what is to become of each."""

from __future__ import annotations

from typing import Any, Final

from domain.endings import OTHERS, Choice, Closed, ClosingAnswer, ClosingQuestion, OpenSubtask
from domain.errors import N_
from domain.validation import SENTENCE
from handlers.views import ids
from handlers.views.blocks import (
    Block,
    Element,
    alert,
    bold,
    button,
    clip,
    context,
    divider,
    facts,
    header,
    line_of,
    modal,
    one_line,
    option,
    rich,
    section,
    words_of,
)
from handlers.views.inputs import field, static_select, text_input
from handlers.views.status import name_of, standing
from handlers.words import Words

NAMED: Final = 20
EACH: Final = 10  # subtasks with fields of their own: with the other ten and all around them below Slack's 100 blocks
_EXCERPT: Final = 300

_CHOICES: Final = {
    Choice.WITH_CASE: N_("Løses når saken avsluttes"),
    Choice.SOLVE: N_("Løs med en setning"),
    Choice.NOT_NEEDED: N_("Ikke nødvendig"),
    Choice.REMIND: N_("Send en påminnelse"),
    Choice.KEEP: N_("Hold saken åpen"),
}


def closing_form(question: ClosingQuestion, words: Words) -> dict[str, Any]:
    """Draw the question; without open subtasks it is a plain confirmation."""
    case = question.case
    return modal(
        words.say("Avslutt sak"),
        [
            *_newer(question, words),
            facts([(words.say("Sak"), case.title), (words.say("Saksnummer"), case.id)]),
            *(
                _open(question, words)
                if question.count
                else [section(words.say("Saken har ingen uløste deloppgaver."))]
            ),
            section(words.say("Når saken er avsluttet, kan verken den eller deloppgavene endres.")),
        ],
        submit=words.say("Avslutt sak"),
        close=words.say("Avbryt"),
        callback_id=ids.CASE_CLOSE,
        metadata={"case": case.id, "seen": question.seen, "shown": ids.numbers_value(question.shown)},
    )


def still_open(closed: Closed, words: Words) -> dict[str, Any]:
    """Say that the case was not closed, and what was done all the same."""
    told = [
        words.count("{n} deloppgave er avsluttet.", "{n} deloppgaver er avsluttet.", closed.ended)
        if closed.ended
        else "",
        words.count("{n} påminnelse er sendt.", "{n} påminnelser er sendt.", closed.reminded)
        if closed.reminded
        else "",
        words.count("{n} deloppgave er fortsatt åpen.", "{n} deloppgaver er fortsatt åpne.", closed.left),
    ]
    return modal(
        words.say("Saken er ikke avsluttet"),
        [
            alert(words.say("Saken avsluttes ikke, fordi du valgte å holde den åpen.")),
            facts([(words.say("Sak"), closed.case.title), (words.say("Saksnummer"), closed.case.id)]),
            section(" ".join(filter(None, told))),
        ],
        close=words.say("Lukk"),
    )


def _newer(question: ClosingQuestion, words: Words) -> list[Block]:
    if not question.shown_again:
        return []
    return [
        alert(
            words.say("Det har kommet en ny deloppgave siden du åpnet dialogen. Kontroller listen en gang til."),
            "warning",
        )
    ]


def _open(question: ClosingQuestion, words: Words) -> list[Block]:
    named = question.open_subtasks[:NAMED]
    more = question.count - len(named)
    rest = [context(words.count("og {n} uløst deloppgave til", "og {n} uløste deloppgaver til", more))] if more else []
    return [
        alert(_warning(question, words), "warning"),
        section(_explained(question, words)),
        header(words.say("Uløste deloppgaver")),
        *_answered(question, words),
        *(block for one in named[EACH:] for block in _subtask(one, words)),
        *rest,
        *_others(question, words),
    ]


def _answered(question: ClosingQuestion, words: Words) -> list[Block]:
    """Draw those that have fields of their own, a rule between them."""
    each = [[*_subtask(one, words), *_fields(question, one, words)] for one in question.open_subtasks[:EACH]]
    return [block for blocks in each for block in [divider(), *blocks]][1:]


def _warning(question: ClosingQuestion, words: Words) -> str:
    if question.must_answer:
        return words.count(
            "Saken har {n} uløst deloppgave. Den må besvares før saken kan avsluttes.",
            "Saken har {n} uløste deloppgaver. De må besvares før saken kan avsluttes.",
            question.count,
        )
    return words.count(
        "Saken har {n} uløst deloppgave. Den får status Løst når du avslutter saken.",
        "Saken har {n} uløste deloppgaver. De får status Løst når du avslutter saken.",
        question.count,
    )


def _explained(question: ClosingQuestion, words: Words) -> str:
    told = words.say("De ansvarlige får beskjed. Konklusjoner som er lagret, blir stående.")
    if question.must_answer:
        return told
    kept = words.say(
        "Saken avsluttes ikke hvis du velger «Send en påminnelse» eller «Hold saken åpen» for noen av dem."
    )
    return f"{told} {kept}"


def _subtask(one: OpenSubtask, words: Words) -> list[Block]:
    subtask = one.subtask
    about = words.say("Åpne deloppgaven {title}", title=one_line(subtask.title, 40))
    opening = button(words.say("Åpne"), ids.CLOSING_SUBTASK, str(subtask.id), about=about)
    return [section(one_line(subtask.title, 150), opening), context(standing(subtask, words)), *_told(one, words)]


def _told(one: OpenSubtask, words: Words) -> list[Block]:
    """Draw what was said last in it, and the conclusion that is begun."""
    lines: list[tuple[str, str]] = []
    last = one.last_message
    if last is not None and last.text.strip() and not last.deleted:
        label = words.say("Siste melding fra {name}", name=one_line(name_of(last.author, words), 100))
        lines.append((label, last.text))
    if one.subtask.conclusion.strip():
        lines.append((words.say("Utkast til konklusjon"), one.subtask.conclusion))
    return [rich(*(_line(label, text) for label, text in lines))] if lines else []


def _line(label: str, text: str) -> Element:
    return line_of([bold(f"{label}: "), words_of(clip(one_line(text), _EXCERPT))])


def _fields(question: ClosingQuestion, one: OpenSubtask, words: Words) -> list[Block]:
    number, title = one.subtask.id, one_line(one.subtask.title, 150)
    asked = words.say("Hva skal skje med «{title}»?", title=title)
    filled = question.filled.answers.get(number, ClosingAnswer()) if question.filled else ClosingAnswer()
    return [
        field(ids.choice_of(number), asked, _menu(question, filled, words, may_remind=one.may_remind)),
        field(ids.sentence_of(number), words.say("Setning om «{title}»", title=title), _text(filled), optional=True),
    ]


def _others(question: ClosingQuestion, words: Words) -> list[Block]:
    """Draw one choice for all that have none of their own."""
    number = question.count - EACH
    if number <= 0:
        return []
    filled = question.filled.others if question.filled else ClosingAnswer()
    asked = words.count(
        "Hva skal skje med den {n} som ikke har sitt eget valg?",
        "Hva skal skje med de {n} som ikke har sitt eget valg?",
        number,
    )
    return [
        field(ids.choice_of(OTHERS), asked, _menu(question, filled, words, may_remind=True)),
        field(ids.sentence_of(OTHERS), words.say("Setning om dem"), _text(filled), optional=True),
    ]


def _menu(question: ClosingQuestion, filled: ClosingAnswer, words: Words, *, may_remind: bool) -> Element:
    offered = [choice for choice in Choice if choice.answers] if question.must_answer else list(Choice)
    options = [option(words.say(_CHOICES[one]), one) for one in offered if may_remind or one is not Choice.REMIND]
    return static_select(options, filled.choice, words.say("Velg"))


def _text(filled: ClosingAnswer) -> Element:
    return text_input(most=SENTENCE, initial=filled.text)
