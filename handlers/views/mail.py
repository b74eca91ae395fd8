"""The e-mail that tells an assignee of a subtask (S15): plain text and HTML saying the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from domain.bulk_moves import Told
from domain.identity_numbers import masked
from domain.values import OtherSubtask, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import one_line
from handlers.views.status import name_of, several_given

# What fills a place is escaped.
_PAGE: Final = Markup(
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body><p>{told}</p><p><a href="{link}">{lead}</a></p><p>{end}</p></body></html>'
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A drawn e-mail: what stands in the list, and the same letter twice."""

    subject: str
    text: str
    html: str


def assigned(
    subtask: SubtaskFacts, link: str, translator: Translator, *, discreet: bool, others: Sequence[OtherSubtask] = ()
) -> Mail:
    """Draw the letter; `link` leads to the card in Slack, `others` were given at once with it.

    A discreet one names neither title nor person.
    """
    number = len(others) + 1
    if others and discreet:
        subject = translator.say("Nye deloppgaver i sak {case}", case=subtask.case_id)
        told = several_given(number, subtask.case_id, translator)
    elif others:
        subject = several_given(number, one_line(subtask.case_title, 150), translator)
        titles = (subtask.title, *(one.title for one in others))
        names = translator.together([f"«{one_line(title, 150)}»" for title in titles])
        told = translator.say("{told} Fra {owner}: {titles}.", told=subject, titles=names,
                              owner=name_of(subtask.owner, translator))  # fmt: skip
    elif discreet:
        subject = translator.say("Ny deloppgave i sak {case}", case=subtask.case_id)
        told = translator.say(
            "Du har fått en deloppgave i sak {case}. Fristen er {deadline}.",
            case=subtask.case_id,
            deadline=subtask.deadline_on,
        )
    else:
        subject = translator.say("Ny deloppgave: {title}", title=one_line(subtask.title, 150))
        told = translator.say(
            "{owner} har gitt deg deloppgaven «{title}» i saken «{case}». Fristen er {deadline}.",
            owner=name_of(subtask.owner, translator),
            title=one_line(subtask.title, 150),
            case=subtask.case_title,
            deadline=subtask.deadline_on,
        )
    return _letter(subject, told, translator.say("Åpne deloppgaven i Slack"), link, translator)


def moved(move: Told, link: str, translator: Translator, *, discreet: bool) -> Mail:
    """Draw the letter about many at once; `link` leads to the message in Slack, which has them all."""
    n = len(move.got)
    if discreet:
        told = translator.count("Du har fått {n} deloppgave.", "Du har fått {n} deloppgaver.", n)
    else:
        told = translator.count(
            "Du har fått {n} deloppgave av {name}.",
            "Du har fått {n} deloppgaver av {name}.",
            n,
            name=name_of(move.by, translator),
        )
    return _letter(told, told, translator.say("Åpne meldingen i Slack"), link, translator)


def _letter(subject: str, told: str, lead: str, link: str, translator: Translator) -> Mail:
    end = translator.say("Svar i Slack. Denne e-posten kan ikke besvares.")
    subject, told = masked(subject), masked(told)
    page = _PAGE.format(language=translator.language, subject=subject, told=told, link=link, lead=lead, end=end)
    return Mail(subject, f"{told}\n\n{lead}: {link}\n\n{end}\n", str(page))
