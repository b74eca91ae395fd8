"""Rounds wherever they are named: how many have answered, the way to the answers, and the notice that one is over."""

from __future__ import annotations

from domain.case_page import CasePage
from domain.round_forms import RoundLine, RoundPage
from domain.round_notices import RoundOver
from domain.rounds import RoundStanding
from domain.values import Person, SubtaskFacts, TaskPage
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    escaped,
    facts,
    header,
    one_line,
    section,
)
from handlers.views.messages import called
from handlers.views.status import is_assignee

_EXCERPT = 300


def counted(standing: RoundStanding, translator: Translator) -> str:
    """Say how many of those who were asked have answered, and of how many no answer will come; never who."""
    told = translator.say("{answered} av {asked} har svart", answered=standing.answered, asked=standing.asked)
    return translator.say("{told}, {out} svarer ikke", told=told, out=standing.out) if standing.out else told


def round_fact(subtask: SubtaskFacts, translator: Translator) -> list[tuple[str, str]]:
    """Give, as a labelled fact, where the round of a subtask stands; nothing for one that belongs to none."""
    return [(translator.say("Flere er spurt"), counted(subtask.round, translator))] if subtask.round else []


def who_sees(subtask: SubtaskFacts, translator: Translator) -> list[Block]:
    """Tell who is asked, before they answer, that the others will see it."""
    if subtask.round is None or subtask.round.ended_at or not subtask.round.shows_answers:
        return []
    words = translator.say("De som er spurt, ser hverandres svar når alle har svart, eller når fristen er ute.")
    return [context(words)]


def to_answers(round_id: int, title: str, translator: Translator) -> Element:
    """Draw the way to the answers of a round."""
    about = translator.say("Se svarene på {title}", title=one_line(title, 50))
    return button(translator.say("Se svarene"), ids.ROUND_ANSWERS, str(round_id), about=about)


def round_of_task(page: TaskPage, translator: Translator) -> list[Block]:
    """Draw who will see the answers, and the way to them: for who runs the case at any time, for others afterwards."""
    subtask = page.subtask
    may_see = page.runs_case or (is_assignee(subtask, page.reader) and subtask.round and subtask.round.is_open)
    way = [actions(to_answers(subtask.round.id, subtask.title, translator))] if subtask.round and may_see else []
    return [*who_sees(subtask, translator), *way]


def rounds_of_case(page: CasePage, translator: Translator) -> list[Block]:
    """Draw the newest rounds of a case, each with what its owner has made of it; nothing where there is none."""
    if not page.rounds:
        return []
    rest = translator.count(
        "{n} eldre runde til. Åpne en av deloppgavene i den for å se svarene.",
        "{n} eldre runder til. Åpne en av deloppgavene i dem for å se svarene.",
        page.more_rounds,
    )
    return [
        header(translator.say("Flere er spurt")),
        *(block for one in page.rounds for block in _line(one, translator)),
        *([context(rest)] if page.more_rounds else []),
    ]


def _line(one: RoundLine, translator: Translator) -> list[Block]:
    told = [(translator.say("Svarene"), counted(one.standing, translator))]
    if one.summary:
        told.append((translator.say("Oppsummering"), one_line(one.summary, _EXCERPT)))
    return [section(one_line(one.title, 150), to_answers(one.standing.id, one.title, translator)), facts(told)]


def round_over(page: RoundPage, over: RoundOver, translator: Translator, recipient: Person) -> Message:
    """Tell who answers for the case that a round is over: once, whatever came how often before."""
    title = one_line(page.title, 150)
    standing = page.standing
    if standing.answered == standing.asked:
        told = translator.say("Alle har svart på «{title}».", title=title)
    elif over.by_day:
        told = translator.say(
            "Fristen for «{title}» er ute: {count}.", title=title, count=counted(standing, translator)
        )
    else:
        told = translator.say("Runden «{title}» er over: {count}.", title=title, count=counted(standing, translator))
    row = actions(to_answers(standing.id, page.title, translator))
    return Message(escaped(told), [called(recipient, told, translator), row])
