"""What the bot says about files: those that did not come through, and those that only their owner can delete."""

from __future__ import annotations

from collections.abc import Sequence

from domain.values import CaseFacts, Person
from handlers.translator import Translator
from handlers.views.blocks import Message, escaped, joined, one_line, section
from handlers.views.messages import called, notice
from handlers.views.status import name_of


def undelivered_file(file_name: str, translator: Translator) -> Message:
    """Tell the sender that a file did not reach the other party."""
    return notice(
        translator.say(
            "Filen {file} ble ikke sendt videre. Prøv å legge den i tråden på nytt.", file=one_line(file_name, 255)
        )
    )


def damaged_file(name: str, translator: Translator) -> Message:
    """Tell that a kept attachment cannot be shown, because its bytes are not those that were taken in."""
    return notice(
        translator.say(
            "Vedlegget {file} er skadet og kan ikke vises. Si fra til {contact}.",
            file=one_line(name, 255),
        )
    )


def unshared_attachment(title: str, person: Person, translator: Translator) -> Message:
    """Tell the case's owner that an attachment they gave access to could not be put into the assignee's thread."""
    return notice(
        translator.say(
            "Vedlegget {file} kunne ikke legges i tråden til {name}. Fjern tilgangen og gi den på nytt. Hjelper "
            "ikke det, kan du si fra til {contact}.",
            file=one_line(title, 255),
            name=name_of(person, translator),
        )
    )


def attachment_taken_out(translator: Translator, recipient: Person) -> Message:
    """Tell an assignee that something they were granted does not belong to the case; not what it was, nor why."""
    told = translator.say("Et vedlegg du hadde fått tilgang til, er fjernet fra saken, og kopien din er slettet.")
    return Message(escaped(told), [called(recipient, told, translator)])


def more_attachments(titles: Sequence[str], translator: Translator, recipient: Person) -> Message:
    """Tell an assignee that more is open than before, and how to get it."""
    told = translator.count(
        "Du har fått tilgang til et vedlegg til: {files}. Trykk «Hent» øverst i tråden for å få en kopi her.",
        "Du har fått tilgang til {n} vedlegg til: {files}. Trykk «Hent» øverst i tråden for å få kopier her.",
        len(titles),
        files=one_line(translator.together(titles), 500),
    )
    return Message(escaped(told), [called(recipient, told, translator)])


def files_of_case(case: CaseFacts, translator: Translator) -> Message:
    """Draw what a case's attachments hang under in the conversation of one who has fetched them."""
    return notice(
        translator.say(
            "Vedlegg i saken «{title}» ({case}). De ligger i denne tråden. Saksbot fjerner dem når saken avsluttes.",
            title=one_line(case.title, 150),
            case=one_line(case.id, 100),
        )
    )


def unfetched_attachment(title: str, translator: Translator) -> Message:
    """Tell who has fetched a case's attachments that one of them could not be put into their conversation."""
    return notice(
        translator.say(
            "Vedlegget {file} kunne ikke hentes. Prøv igjen fra sakssiden. Hjelper ikke det, kan du si fra til "
            "{contact}.",
            file=one_line(title, 255),
        )
    )


def upload_lost(file_name: str, case_id: str, translator: Translator) -> Message:
    """Tell who added an attachment to a case that it could not be fetched, and is not there."""
    return notice(
        translator.say(
            "Filen {file} kunne ikke hentes fra Slack og er ikke lagt til i sak {case}. Prøv å legge den til på nytt.",
            file=one_line(file_name, 255),
            case=one_line(case_id, 100),
        )
    )


def with_own_files(answer: Message, files: int, translator: Translator, *, deleted: bool) -> Message:
    """Add to the answer to a message what becomes of its files: what lies in Slack only their owner can delete."""
    if deleted:
        said = translator.count(
            "Filen er fjernet hos den andre parten.",
            "Filene er fjernet hos den andre parten.",
            files,
        )
    else:
        said = translator.count(
            "Filen du la ved, ligger fortsatt her i Slack. Saksbot kan ikke slette den, men det kan du selv.",
            "Filene du la ved, ligger fortsatt her i Slack. Saksbot kan ikke slette dem, men det kan du selv.",
            files,
        )
    return Message(joined(answer.text, escaped(said)), [*answer.blocks, section(said)])
