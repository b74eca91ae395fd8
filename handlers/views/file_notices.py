"""What the bot says about files: those that did not come through, and those that only their owner can delete."""

from __future__ import annotations

from domain.values import CaseFacts, Person
from handlers.views.blocks import Message, escaped, joined, one_line, section
from handlers.views.messages import called, notice
from handlers.views.status import name_of
from handlers.words import Words


def undelivered_file(file_name: str, words: Words) -> Message:
    """Tell the sender that a file did not reach the other party."""
    return notice(
        words.say(
            "Filen {file} ble ikke sendt videre. Prøv å legge den i tråden på nytt.", file=one_line(file_name, 255)
        )
    )


def damaged_file(name: str, words: Words) -> Message:
    """Tell that a kept attachment can not be shown, because its bytes are not those that were taken in."""
    return notice(
        words.say(
            "Vedlegget {file} er skadet og kan ikke vises. Si fra til {contact}.",
            file=one_line(name, 255),
        )
    )


def unshared_attachment(title: str, person: Person, words: Words) -> Message:
    """Tell the case's owner that an attachment she gave access to could not be put into the assignee's thread."""
    return notice(
        words.say(
            "Vedlegget {file} kunne ikke legges i tråden til {name}. Fjern tilgangen og gi den på nytt. Hjelper "
            "ikke det, kan du si fra til {contact}.",
            file=one_line(title, 255),
            name=name_of(person, words),
        )
    )


def attachment_taken_out(words: Words, recipient: Person) -> Message:
    """Tell an assignee that something she was granted does not belong to the case; not what it was, nor why."""
    told = words.say("Et vedlegg du hadde fått tilgang til, er tatt ut av saken, og kopien din er fjernet.")
    return Message(escaped(told), [called(recipient, told, words)])


def files_of_case(case: CaseFacts, words: Words) -> Message:
    """Draw what a case's attachments hang under in the conversation of one who has fetched them."""
    return notice(
        words.say(
            "Vedlegg i saken «{title}» ({case}). De ligger i denne tråden. Saksbot fjerner dem når saken avsluttes.",
            title=one_line(case.title, 150),
            case=one_line(case.id, 100),
        )
    )


def unfetched_attachment(title: str, words: Words) -> Message:
    """Tell who has fetched a case's attachments that one of them could not be put into her conversation."""
    return notice(
        words.say(
            "Vedlegget {file} kunne ikke hentes. Prøv igjen fra sakssiden. Hjelper ikke det, kan du si fra til "
            "{contact}.",
            file=one_line(title, 255),
        )
    )


def upload_lost(file_name: str, case_id: str, words: Words) -> Message:
    """Tell who added an attachment to a case that it could not be fetched, and is not there."""
    return notice(
        words.say(
            "Filen {file} kunne ikke hentes fra Slack og er ikke lagt til i sak {case}. Prøv å legge den til på nytt.",
            file=one_line(file_name, 255),
            case=one_line(case_id, 100),
        )
    )


def with_own_files(answer: Message, files: int, words: Words, *, deleted: bool) -> Message:
    """Add to the answer to a message what becomes of its files: what lies in Slack only their owner can delete."""
    if deleted:
        said = words.count(
            "Filen er fjernet hos den andre parten.",
            "Filene er fjernet hos den andre parten.",
            files,
        )
    else:
        said = words.count(
            "Filen du la ved, ligger fortsatt her i Slack. Saksbot kan ikke slette den, men det kan du selv.",
            "Filene du la ved, ligger fortsatt her i Slack. Saksbot kan ikke slette dem, men det kan du selv.",
            files,
        )
    return Message(joined(answer.text, escaped(said)), [*answer.blocks, section(said)])
