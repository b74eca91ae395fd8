"""The dialog "Avslutt sak" (S22, A23): which subtasks are open, the way to each, and that going on solves them."""

from __future__ import annotations

from typing import Any, Final

from domain.forms import ClosingQuestion
from domain.values import SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import Block, alert, button, context, facts, header, modal, one_line, section
from handlers.views.status import standing
from handlers.words import Words

NAMED: Final = 20


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
        metadata={"case": case.id, "seen": question.seen},
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
    warning = words.count(
        "Saken har {n} uløst deloppgave. Den får status Løst når du avslutter saken.",
        "Saken har {n} uløste deloppgaver. De får status Løst når du avslutter saken.",
        question.count,
    )
    named = question.open_subtasks[:NAMED]
    more = question.count - len(named)
    rest = [context(words.count("og {n} uløst deloppgave til", "og {n} uløste deloppgaver til", more))] if more else []
    return [
        alert(warning, "warning"),
        section(words.say("De ansvarlige får beskjed. Konklusjoner som er lagret, blir stående.")),
        header(words.say("Uløste deloppgaver")),
        *(block for each in named for block in _subtask(each, words)),
        *rest,
    ]


def _subtask(subtask: SubtaskFacts, words: Words) -> list[Block]:
    about = words.say("Åpne deloppgaven {title}", title=one_line(subtask.title, 40))
    opening = button(words.say("Åpne"), ids.CLOSING_SUBTASK, str(subtask.id), about=about)
    return [section(one_line(subtask.title, 150), opening), context(standing(subtask, words))]
