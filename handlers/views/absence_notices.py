"""What people are told of time away: who stands in, what somebody else has noted, and what lies still."""

from __future__ import annotations

from domain.absences import Absence, Covered
from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Message, actions, escaped, one_line, section
from handlers.views.messages import called
from handlers.views.status import name_of
from handlers.views.ways import to_another_assignee


def stands_in(covered: Covered, translator: Translator) -> Message:
    """Tell a substitute that it has begun, and for what."""
    absence = covered.absence
    told = translator.say(
        "Du er stedfortreder for {name}, som er borte til og med {last}.",
        name=name_of(absence.person, translator),
        last=absence.until_on,
    )
    coming = translator.say("Det som kommer i mellomtiden, får du også. Alt går tilbake av seg selv.")
    return Message(escaped(told), [section(" ".join([told, *_covered(covered, translator), coming]))])


def _covered(covered: Covered, translator: Translator) -> list[str]:
    """Say what there is to take on; nothing where there is nothing yet."""
    what = [
        *([translator.count("{n} åpen deloppgave", "{n} åpne deloppgaver", n)] if (n := covered.subtasks) else []),
        *([translator.count("{n} sak", "{n} saker", n)] if (n := covered.cases) else []),
    ]
    return [translator.say("Det gjelder nå: {what}.", what=translator.together(what))] if what else []


def noted(absence: Absence, by: Person, recipient: Person, translator: Translator) -> Message:
    """Tell who is away, or will stand in, what a colleague has noted."""
    values = {
        "by": name_of(by, translator),
        "name": name_of(absence.person, translator),
        "first": absence.from_on,
        "last": absence.until_on,
        "stand_in": name_of(absence.substitute, translator),
    }
    if absence.person.id == recipient.id:
        told = translator.say(
            "{by} har registrert at du er borte fra og med {first} til og med {last}. Stedfortreder: {stand_in}.",
            **values,
        )
    else:
        told = translator.say(
            "{by} har registrert at {name} er borte fra og med {first} til og med {last}. Du er stedfortreder.",
            **values,
        )
    return Message(escaped(told), [section(told)])


def ended(by: Person, translator: Translator) -> Message:
    """Tell somebody that a colleague has noted that they are not away."""
    told = translator.say("{by} har registrert at du ikke lenger er borte.", by=name_of(by, translator))
    return Message(escaped(told), [section(told)])


def nobody_stands_in(subtask: SubtaskFacts, absence: Absence, recipient: Person, translator: Translator) -> Message:
    """Tell a case's owner that a subtask lies still while its assignee is away, with the way to choose anew."""
    told = translator.say(
        "{name} er borte til og med {last}, og ingen er stedfortreder i deloppgaven «{title}».",
        name=name_of(absence.person, translator),
        last=absence.until_on,
        title=one_line(subtask.title, 150),
    )
    return Message(
        escaped(told), [called(recipient, told, translator), actions(to_another_assignee(subtask, translator))]
    )
