"""What the bot writes into conversations: mirrored internal messages, and short notices."""

from __future__ import annotations

from domain.outbox_kinds import OutboxKind
from domain.values import CaseFacts, InternalMessage, Person, SubtaskFacts
from handlers.views import ids
from handlers.views.blocks import (
    Block,
    Element,
    Harmless,
    Message,
    actions,
    bold,
    button,
    context,
    escaped,
    facts,
    line_of,
    one_line,
    paragraphs,
    rich,
    section,
    words_of,
)
from handlers.views.conversation import files_line, whole
from handlers.views.parts import parts_of
from handlers.views.status import ending_reason, ending_told, name_of, reason
from handlers.views.ways import to_case
from handlers.words import Words

_PARTS_MOST = 12  # Slack's longest message, of 40,000 characters, needs half of them


def mirrored(
    message: InternalMessage, recipient: Person, words: Words, *, own: bool, calls: bool = True
) -> list[Message]:
    """Draw an internal message for the other party's thread, with a mention so that Slack notifies her.

    One that is too long for Slack becomes several, of which the first calls. `own` draws it for the thread of the one
    who wrote it elsewhere (on the case page), and without `calls` it only names the reader: neither makes a sound.
    """
    to = _mention(recipient, words) if calls else words_of(name_of(recipient, words))
    heading = rich(line_of(_own_heading(message, words) if own else _heading(message, to, words)))
    parts = parts_of(heading, whole(message, words))
    if len(parts) > _PARTS_MOST:  # it is the formatting that is too much
        parts = parts_of(heading, [rich(line_of([words_of(message.text)]))])
    first, *more = parts
    told = escaped(_told(message, words, own=own))
    drawn = [Message(told, first), *(Message(told, [_goes_on(words), *blocks]) for blocks in more)]
    files = files_line(message, words)
    if files:
        drawn[-1].blocks.append(context(files))
    return drawn


def _goes_on(words: Words) -> Block:
    return context(words.say("Fortsettelse av meldingen over"))


def solved_notice(subtask: SubtaskFacts, words: Words, recipient: Person | None = None) -> Message:
    """Tell that a subtask is solved and how it ended (A17); a recipient is mentioned."""
    told = ending_told(subtask, words)
    blocks = paragraphs(told)
    if recipient is not None and recipient.slack_id:
        blocks = [called(recipient, told, words)]
    if why := ending_reason(subtask, words):
        blocks.append(facts(why))
    if subtask.conclusion.strip():
        blocks += [rich(line_of([bold(words.say("Konklusjon"))])), *paragraphs(subtask.conclusion)]
    return Message(escaped(told), blocks)


def declined_notice(subtask: SubtaskFacts, words: Words, recipient: Person) -> Message:
    """Tell the owner that the assignee has declined, and why, with the way to choose anew."""
    name = name_of(subtask.assignee, words)
    told = words.say("{name} har sendt tilbake deloppgaven «{title}».", name=name, title=one_line(subtask.title, 150))
    blocks = [called(recipient, told, words), facts([(words.say("Årsak"), reason(subtask, words))])]
    if not subtask.is_solved:
        anew = button(words.say("Bytt ansvarlig"), ids.SUBTASK_REASSIGN_ASK, str(subtask.id), style="primary")
        blocks.append(actions(anew))
    return Message(escaped(told), blocks)


def assigned_notice(subtask: SubtaskFacts, words: Words, recipient: Person) -> Message:
    """Tell somebody who had a card of it before that the subtask is now hers to solve."""
    told = words.say(
        "Du er nå ansvarlig for deloppgaven «{title}». Frist {deadline}.",
        title=one_line(subtask.title, 150),
        deadline=subtask.deadline_on,
    )
    return Message(escaped(told), [called(recipient, told, words)])


def held_notice(subtask: SubtaskFacts, words: Words, recipient: Person, by: Person) -> Message:
    """Tell that somebody has put the subtask on hold, until when and why."""
    told = words.say(
        "{name} har satt deloppgaven «{title}» på vent til {day}.",
        name=name_of(by, words),
        title=one_line(subtask.title, 150),
        day=subtask.held_until_on,
    )
    why = line_of([bold(f"{words.say('Begrunnelse')}: "), words_of(subtask.held_because)])
    return Message(escaped(told), [called(recipient, told, words), rich(why)])


def resumed_notice(subtask: SubtaskFacts, words: Words, recipient: Person, by: Person) -> Message:
    """Tell that somebody has taken the subtask up again before its day."""
    title = one_line(subtask.title, 150)
    told = words.say("{name} har gjenopptatt deloppgaven «{title}».", name=name_of(by, words), title=title)
    return Message(escaped(told), [called(recipient, told, words)])


def taken_over(words: Words) -> Message:
    """Tell a former assignee that the subtask is not hers any more, and nothing of the subtask."""
    return notice(words.say("Deloppgaven har fått en annen ansvarlig. Du trenger ikke gjøre mer med den."))


def case_assigned(case: CaseFacts, words: Words) -> Message:
    """Tell a new owner of her case, with the way to it."""
    return about_case(words.say("Du er nå sakseier for saken «{title}».", title=one_line(case.title, 255)), case, words)


def case_closed(case: CaseFacts, words: Words) -> Message:
    """Tell a case's owner that somebody else has closed it, and what that does (S21)."""
    told = words.say(
        "Saken «{title}» er avsluttet av en fordeler. Deloppgavene som var åpne, er satt til løst.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, words)


def case_removed(case_id: str, words: Words) -> Message:
    """Tell who owned a case that it was imported by mistake, and is gone; of the case itself nothing is said."""
    return notice(words.say("Sak {case} var registrert ved en feil, og er fjernet igjen.", case=one_line(case_id, 100)))


def case_withdrawn(case: CaseFacts, words: Words) -> Message:
    """Tell a case's owner that the applicant has withdrawn, and what that does (A21)."""
    told = words.say(
        "Søkeren har trukket saken «{title}». Deloppgavene som var åpne, er satt til løst.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, words)


def case_supplemented(case: CaseFacts, words: Words) -> Message:
    """Tell a case's owner that something was sent in later (F16); nobody else sees it before she grants it (A24)."""
    told = words.say(
        "Det er kommet nye vedlegg i saken «{title}». Ingen ansvarlige ser dem før du gir tilgang.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, words)


def about_case(told: str, case: CaseFacts, words: Words) -> Message:
    """Draw a sentence about a case for its owner, with its number and deadline and the way to it."""
    deadline = words.day(case.deadline_on) if case.deadline_on else words.say("Ingen")
    case_facts = facts([(words.say("Saksnummer"), case.id), (words.say("Frist"), deadline)])
    opening = to_case(case.id, case.title, words, style="primary")
    return Message(escaped(told), [section(told), case_facts, actions(opening)])


def called(recipient: Person, told: str, words: Words) -> Block:
    """Draw a sentence for one person's thread, with a mention so that Slack notifies her."""
    return rich(line_of([_mention(recipient, words), words_of(": "), words_of(told)]))


def late_message(subtask: SubtaskFacts, words: Words) -> Message:
    """Answer a message in the thread of a solved subtask (S44, A15)."""
    return notice(
        words.say(
            "Deloppgaven «{title}» er løst, så meldingen din er ikke sendt videre.", title=one_line(subtask.title, 150)
        )
    )


def owner_lost(words: Words) -> Message:
    """Tell who wrote to a case owner who can not answer any more what becomes of it."""
    return notice(words.say("Saken har ingen sakseier nå. Meldingen din er lagret, og venter på den neste sakseieren."))


def late_change(subtask: SubtaskFacts, words: Words) -> Message:
    """Answer an edit or a deletion in the thread of a solved subtask (S44, A15)."""
    return notice(
        words.say(
            "Deloppgaven «{title}» er løst, så endringen i meldingen din er ikke sendt videre.",
            title=one_line(subtask.title, 150),
        )
    )


def not_in_thread(words: Words) -> Message:
    """Answer a message that was written outside every thread."""
    return notice(
        words.say(
            "Meldingen din er ikke sendt til noen. Skriv i tråden under meldingen om deloppgaven det gjelder, så "
            "kommer det fram."
        )
    )


def no_access(words: Words) -> Message:
    """Answer somebody who is not, or no longer, a party to the subtask."""
    return notice(words.say("Du har ikke tilgang til denne deloppgaven, så meldingen din er ikke sendt videre."))


def not_taken_in(words: Words) -> Message:
    """Tell the author of a message that the bot has a fault which keeps it from being passed on."""
    return notice(
        words.say(
            "Saksbot klarte ikke å ta imot det du skrev, så det er ikke sendt videre. Det er tatt vare på, og blir "
            "sendt når feilen er rettet. Haster det, så skriv det på nytt som ren tekst."
        )
    )


def try_again(words: Words) -> Message:
    """Tell somebody that Slack did not show what she asked for."""
    return notice(words.say("Slack klarte ikke å vise det du ba om. Prøv igjen."))


def discreet_text(kind: OutboxKind, words: Words) -> Harmless:
    """Say in a notification that there is something, but not what: for lock screens others can see."""
    if kind is OutboxKind.CARD:
        return escaped(words.say("Det er noe nytt i en av deloppgavene dine."))
    if kind is OutboxKind.MESSAGE:
        return escaped(words.say("Du har fått en melding i en deloppgave."))
    return escaped(words.say("Du har fått en melding fra Saksbot."))


def notice(sentence: str) -> Message:
    """Draw any sentence, already in the reader's language, as a message."""
    return Message(escaped(sentence), [section(sentence)])


def _heading(message: InternalMessage, recipient: Element, words: Words) -> list[Element]:
    if message.edited and not message.deleted:
        pieces = words.pieces("{sender} til {recipient} (redigert)")
    else:
        pieces = words.pieces("{sender} til {recipient}")
    places = {"sender": bold(name_of(message.author, words)), "recipient": recipient}
    return [places[text] if is_place else words_of(text) for is_place, text in pieces]


def _own_heading(message: InternalMessage, words: Words) -> list[Element]:
    edited = message.edited and not message.deleted
    return [bold(words.say("Du (redigert)") if edited else words.say("Du"))]


def _mention(person: Person, words: Words) -> Element:
    return {"type": "user", "user_id": person.slack_id} if person.slack_id else bold(name_of(person, words))


def _told(message: InternalMessage, words: Words, *, own: bool) -> str:
    if message.deleted:
        return words.say("Meldingen er slettet.")
    text = message.text.strip() or files_line(message, words)
    if own:
        return words.say("Du skrev: {text}", text=text)
    return words.say("{sender} skrev: {text}", sender=name_of(message.author, words), text=text)
