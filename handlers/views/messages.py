"""What the bot writes into conversations: mirrored internal messages, and short notices."""

from __future__ import annotations

from domain.outbox_kinds import OutboxKind
from domain.values import CaseFacts, InternalMessage, Person, SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.answers import short_answers
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

_PARTS_MOST = 12  # Slack's longest message, of 40,000 characters, needs half of them


def mirrored(
    message: InternalMessage, recipient: Person, translator: Translator, *, own: bool, calls: bool = True
) -> list[Message]:
    """Draw an internal message for the other party's thread, with a mention so that Slack notifies them.

    One that is too long for Slack becomes several, of which the first calls. `own` draws it for the thread of the one
    who wrote it elsewhere (on the case page), and without `calls` it only names the reader: neither makes a sound.
    """
    to = _mention(recipient, translator) if calls else words_of(name_of(recipient, translator))
    heading = rich(line_of(_own_heading(message, translator) if own else _heading(message, to, translator)))
    parts = parts_of(heading, whole(message, translator))
    if len(parts) > _PARTS_MOST:  # it is the formatting that is too much
        parts = parts_of(heading, [rich(line_of([words_of(message.text)]))])
    first, *more = parts
    told = escaped(_told(message, translator, own=own))
    drawn = [Message(told, first), *(Message(told, [_goes_on(translator), *blocks]) for blocks in more)]
    files = files_line(message, translator)
    if files:
        drawn[-1].blocks.append(context(files))
    return drawn


def _goes_on(translator: Translator) -> Block:
    return context(translator.say("Fortsettelse av meldingen over"))


def solved_notice(subtask: SubtaskFacts, translator: Translator, recipient: Person | None = None) -> Message:
    """Tell that a subtask is solved and how it ended (A17); a recipient is mentioned."""
    told = ending_told(subtask, translator)
    blocks = paragraphs(told)
    if recipient is not None and recipient.slack_id:
        blocks = [called(recipient, told, translator)]
    if why := ending_reason(subtask, translator):
        blocks.append(facts(why))
    blocks += short_answers(subtask, translator)
    if subtask.conclusion.strip():
        blocks += [rich(line_of([bold(translator.say("Konklusjon"))])), *paragraphs(subtask.conclusion)]
    return Message(escaped(told), blocks)


def declined_notice(subtask: SubtaskFacts, translator: Translator, recipient: Person) -> Message:
    """Tell the owner that the assignee has declined, and why, with the way to choose anew."""
    name = name_of(subtask.assignee, translator)
    told = translator.say(
        "{name} har sendt tilbake deloppgaven «{title}».", name=name, title=one_line(subtask.title, 150)
    )
    blocks = [called(recipient, told, translator), facts([(translator.say("Årsak"), reason(subtask, translator))])]
    if not subtask.is_solved:
        anew = button(translator.say("Bytt ansvarlig"), ids.SUBTASK_REASSIGN_ASK, str(subtask.id), style="primary")
        blocks.append(actions(anew))
    return Message(escaped(told), blocks)


def assigned_notice(subtask: SubtaskFacts, translator: Translator, recipient: Person) -> Message:
    """Tell somebody who had a card of it before that the subtask is now theirs to solve."""
    told = translator.say(
        "Du er nå ansvarlig for deloppgaven «{title}». Frist {deadline}.",
        title=one_line(subtask.title, 150),
        deadline=subtask.deadline_on,
    )
    return Message(escaped(told), [called(recipient, told, translator)])


def held_notice(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person) -> Message:
    """Tell that somebody has put the subtask on hold, until when and why."""
    told = translator.say(
        "{name} har satt deloppgaven «{title}» på vent til {day}.",
        name=name_of(by, translator),
        title=one_line(subtask.title, 150),
        day=subtask.held_until_on,
    )
    why = line_of([bold(f"{translator.say('Begrunnelse')}: "), words_of(subtask.held_because)])
    return Message(escaped(told), [called(recipient, told, translator), rich(why)])


def resumed_notice(subtask: SubtaskFacts, translator: Translator, recipient: Person, by: Person) -> Message:
    """Tell that somebody has taken the subtask up again before its day."""
    title = one_line(subtask.title, 150)
    told = translator.say("{name} har gjenopptatt deloppgaven «{title}».", name=name_of(by, translator), title=title)
    return Message(escaped(told), [called(recipient, told, translator)])


def taken_over(translator: Translator) -> Message:
    """Tell a former assignee that the subtask is not theirs any more, and nothing of the subtask."""
    return notice(translator.say("Deloppgaven har fått en annen ansvarlig. Du trenger ikke gjøre mer med den."))


def case_assigned(case: CaseFacts, translator: Translator) -> Message:
    """Tell a new owner of their case, with the way to it."""
    return about_case(
        translator.say("Du er nå sakseier for saken «{title}».", title=one_line(case.title, 255)), case, translator
    )


def case_closed(case: CaseFacts, translator: Translator) -> Message:
    """Tell a case's owner that somebody else has closed it, and what that does (S21)."""
    told = translator.say(
        "Saken «{title}» er avsluttet av en fordeler. Deloppgavene som var åpne, er satt til løst.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, translator)


def case_removed(case_id: str, translator: Translator) -> Message:
    """Tell who owned a case that it was imported by mistake, and is gone; of the case itself nothing is said."""
    return notice(
        translator.say("Sak {case} var registrert ved en feil, og er fjernet igjen.", case=one_line(case_id, 100))
    )


def case_withdrawn(case: CaseFacts, translator: Translator) -> Message:
    """Tell a case's owner that the applicant has withdrawn, and what that does (A21)."""
    told = translator.say(
        "Søkeren har trukket saken «{title}». Deloppgavene som var åpne, er satt til løst.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, translator)


def case_supplemented(case: CaseFacts, translator: Translator) -> Message:
    """Tell a case's owner that something was sent in later (F16); nobody else sees it before they grant it (A24)."""
    told = translator.say(
        "Det er kommet nye vedlegg i saken «{title}». Ingen ansvarlige ser dem før du gir tilgang.",
        title=one_line(case.title, 255),
    )
    return about_case(told, case, translator)


def about_case(told: str, case: CaseFacts, translator: Translator) -> Message:
    """Draw a sentence about a case for its owner, with its number and deadline and the way to it."""
    deadline = translator.day(case.deadline_on) if case.deadline_on else translator.say("Ingen")
    case_facts = facts([(translator.say("Saksnummer"), case.id), (translator.say("Frist"), deadline)])
    opening = to_case(case.id, case.title, translator, style="primary")
    return Message(escaped(told), [section(told), case_facts, actions(opening)])


def called(recipient: Person, told: str, translator: Translator) -> Block:
    """Draw a sentence for one person's thread, with a mention so that Slack notifies them."""
    return rich(line_of([_mention(recipient, translator), words_of(": "), words_of(told)]))


def late_message(subtask: SubtaskFacts, translator: Translator) -> Message:
    """Answer a message in the thread of a solved subtask (S44, A15)."""
    return notice(
        translator.say(
            "Deloppgaven «{title}» er løst, så meldingen din er ikke sendt videre.", title=one_line(subtask.title, 150)
        )
    )


def owner_lost(translator: Translator) -> Message:
    """Tell who wrote to a case owner who cannot answer any more what becomes of it."""
    return notice(
        translator.say("Saken har ingen sakseier nå. Meldingen din er lagret, og venter på den neste sakseieren.")
    )


def late_change(subtask: SubtaskFacts, translator: Translator) -> Message:
    """Answer an edit or a deletion in the thread of a solved subtask (S44, A15)."""
    return notice(
        translator.say(
            "Deloppgaven «{title}» er løst, så endringen i meldingen din er ikke sendt videre.",
            title=one_line(subtask.title, 150),
        )
    )


def not_in_thread(translator: Translator) -> Message:
    """Answer a message that was written outside every thread."""
    return notice(
        translator.say(
            "Meldingen din er ikke sendt til noen. Skriv i tråden under meldingen om deloppgaven det gjelder, så "
            "kommer det fram."
        )
    )


def no_access(translator: Translator) -> Message:
    """Answer somebody who is not, or no longer, a party to the subtask."""
    return notice(translator.say("Du har ikke tilgang til denne deloppgaven, så meldingen din er ikke sendt videre."))


def not_taken_in(translator: Translator) -> Message:
    """Tell the author of a message that the bot has a fault which keeps it from being passed on."""
    return notice(
        translator.say(
            "Saksbot klarte ikke å ta imot det du skrev, så det er ikke sendt videre. Det er tatt vare på, og blir "
            "sendt når feilen er rettet. Haster det, så skriv det på nytt som ren tekst."
        )
    )


def try_again(translator: Translator) -> Message:
    """Tell somebody that Slack did not show what they asked for."""
    return notice(translator.say("Slack klarte ikke å vise det du ba om. Prøv igjen."))


def discreet_text(kind: OutboxKind, translator: Translator) -> Harmless:
    """Say in a notification that there is something, but not what: for lock screens others can see."""
    if kind is OutboxKind.CARD:
        return escaped(translator.say("Det er noe nytt i en av deloppgavene dine."))
    if kind is OutboxKind.MESSAGE:
        return escaped(translator.say("Du har fått en melding i en deloppgave."))
    return escaped(translator.say("Du har fått en melding fra Saksbot."))


def notice(sentence: str) -> Message:
    """Draw any sentence, already in the reader's language, as a message."""
    return Message(escaped(sentence), [section(sentence)])


def _heading(message: InternalMessage, recipient: Element, translator: Translator) -> list[Element]:
    if message.edited and not message.deleted:
        pieces = translator.pieces("{sender} til {recipient} (redigert)")
    else:
        pieces = translator.pieces("{sender} til {recipient}")
    places = {"sender": bold(name_of(message.author, translator)), "recipient": recipient}
    return [places[text] if is_place else words_of(text) for is_place, text in pieces]


def _own_heading(message: InternalMessage, translator: Translator) -> list[Element]:
    edited = message.edited and not message.deleted
    return [bold(translator.say("Du (redigert)") if edited else translator.say("Du"))]


def _mention(person: Person, translator: Translator) -> Element:
    return {"type": "user", "user_id": person.slack_id} if person.slack_id else bold(name_of(person, translator))


def _told(message: InternalMessage, translator: Translator, *, own: bool) -> str:
    if message.deleted:
        return translator.say("Meldingen er slettet.")
    text = message.text.strip() or files_line(message, translator)
    if own:
        return translator.say("Du skrev: {text}", text=text)
    return translator.say("{sender} skrev: {text}", sender=name_of(message.author, translator), text=text)
