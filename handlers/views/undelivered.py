"""What one is told when another person is not shown what they were to see: that, and what to do now."""

from __future__ import annotations

from domain.values import Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views.blocks import Message, actions, escaped, one_line
from handlers.views.messages import called
from handlers.views.status import is_owner, name_of
from handlers.views.ways import to_another_assignee


def undelivered_message(person: Person, recipient: Person, translator: Translator, *, unreachable: bool) -> Message:
    """Tell the author of a message that it did not reach the other party."""
    name = name_of(person, translator)
    if unreachable:
        told = translator.say(
            "{name} kan ikke nås i Slack nå. Meldingen din er lagret, men ikke sendt videre.", name=name
        )
    else:
        told = translator.say(
            "Slack tok ikke imot meldingen din til {name}. Den er lagret, men ikke sendt videre. "
            "Skriv den på nytt, gjerne kortere.",
            name=name,
        )
    return Message(escaped(told), [called(recipient, told, translator)])


def undelivered_card(subtask: SubtaskFacts, person: Person, recipient: Person, translator: Translator) -> Message:
    """Tell one party of a subtask that Slack does not show it to the other one; the owner can choose somebody else."""
    told = translator.say(
        "Slack viser ikke deloppgaven «{title}» for {name}. Ta kontakt på en annen måte.",
        title=one_line(subtask.title, 150),
        name=name_of(person, translator),
    )
    choose = [actions(to_another_assignee(subtask, translator))] if is_owner(subtask, recipient) else []
    return Message(escaped(told), [called(recipient, told, translator), *choose])


def undelivered_mail(subtask: SubtaskFacts, recipient: Person, translator: Translator, *, foreign: bool) -> Message:
    """Tell the case owner that the e-mail to the assignee was not taken, while the card stands in Slack."""
    name, address = name_of(subtask.assignee, translator), one_line(subtask.assignee.email, 254)
    if foreign:
        told = translator.say(
            "{name} har fått deloppgaven i Slack, men ikke på e-post: E-posttjeneren kan ikke sende til en adresse som "
            "{address}. Spør om en annen adresse, og si fra til {contact}.",
            name=name,
            address=address,
        )
    else:
        told = translator.say(
            "{name} har fått deloppgaven i Slack, men ikke på e-post: E-posten til {address} ble ikke tatt imot. "
            "Spør om den riktige adressen, og si fra til {contact}.",
            name=name,
            address=address,
        )
    return Message(escaped(told), [called(recipient, told, translator)])
