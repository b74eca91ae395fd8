"""The living card: one message about one subtask in one party's conversation with the bot."""

from __future__ import annotations

from typing import Final

from domain import answer_forms
from domain.values import Card, SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.answers import short_answers
from handlers.views.attachments import ON_CARD, granted_list, waits
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bold,
    button,
    clip,
    confirm,
    context,
    divider,
    escaped,
    facts,
    header,
    line_of,
    one_line,
    paragraphs,
    rich,
    section,
)
from handlers.views.rounds import round_fact, to_answers, who_sees
from handlers.views.status import (
    assignee,
    behalf,
    ending_reason,
    ending_told,
    hold,
    is_assignee,
    is_own,
    is_owner,
    name_of,
    on_behalf,
    owner,
    several_given,
    status,
)
from handlers.views.ways import answered, need_more, need_no_more, open_other, to_another_assignee, to_subtask, undo

DESCRIPTION_ON_CARD: Final = 400
LINES_ON_CARD: Final = 10
OTHERS: Final = 10


def card(card: Card, translator: Translator) -> Message:
    """Draw the card as its reader sees it now; one who is no longer a party sees only that."""
    if not card.is_party:
        ended = _ended(card, translator)
        return Message(escaped(ended), [section(ended)])
    subtask = card.subtask
    blocks = [header(subtask.title), _facts(card, translator)]
    blocks += _description(subtask, translator)
    blocks += _attachments(card, translator)
    blocks += short_answers(subtask, translator)
    if subtask.conclusion.strip():
        blocks += _labelled(translator.say("Konklusjon"), paragraphs(subtask.conclusion))
    if is_assignee(subtask, card.reader):
        blocks += who_sees(subtask, translator)
    blocks += [actions(*_buttons(card, translator)), *_hint(card, translator), *_others(card, translator)]
    return Message(escaped(_told(card, translator)), blocks)


def _ended(card: Card, translator: Translator) -> str:
    subtask = card.subtask
    if subtask.declined_at and subtask.assignee.id == card.reader.id:
        at = subtask.declined_at
        return translator.say("Du har ikke lenger tilgang til denne deloppgaven. Du sendte den tilbake {at}.", at=at)
    if card.stood_in_for:
        name = name_of(card.stood_in_for, translator)
        return translator.say("Du er ikke lenger stedfortreder for {name} i denne deloppgaven.", name=name)
    return translator.say("Du har ikke lenger tilgang til denne deloppgaven.")


def _facts(card: Card, translator: Translator) -> Block:
    subtask = card.subtask
    is_hers = is_assignee(subtask, card.reader)
    return facts(
        [
            (translator.say("Sak"), subtask.case_title),
            *on_behalf(subtask, card.reader, translator),
            *([owner(subtask, translator)] if is_hers else assignee(subtask, translator)),
            (translator.say("Frist"), translator.day(subtask.deadline_on)),
            (translator.say("Status"), status(subtask, translator)),
            *ending_reason(subtask, translator),
            *hold(subtask, translator),
            *(round_fact(subtask, translator) if is_hers else []),
        ]
    )


def _labelled(label: str, blocks: list[Block]) -> list[Block]:
    return [rich(line_of([bold(label)])), *blocks]


def _description(subtask: SubtaskFacts, translator: Translator) -> list[Block]:
    """Draw as much of the description as leaves the card a card, and say where the rest is."""
    whole = subtask.description.strip()
    shown = clip("\n".join(whole.split("\n")[:LINES_ON_CARD]), DESCRIPTION_ON_CARD)
    blocks = _labelled(translator.say("Beskrivelse"), paragraphs(shown))
    if shown != whole:
        blocks.append(context(translator.say("Beskrivelsen er forkortet. Trykk «Åpne» for å lese resten.")))
    return blocks


def _attachments(card: Card, translator: Translator) -> list[Block]:
    if not card.attachments:
        return []
    blocks = _labelled(translator.say("Vedlegg"), granted_list(card.attachments, translator, ON_CARD))
    if not is_assignee(card.subtask, card.reader) or card.subtask.is_solved:
        return blocks
    if waits(card.attachments):
        return [*blocks, context(translator.say("«Hent» legger en kopi i tråden under."))]
    return [*blocks, context(translator.say("Vedleggene ligger i tråden under."))]


def _buttons(card: Card, translator: Translator) -> list[Element]:
    subtask = card.subtask
    answers = _answers(card, translator)
    if subtask.is_solved:
        undoing = [undo(subtask, translator)] if card.may_undo else []
        return [to_subtask(subtask, translator), *undoing, *answers]
    value = str(subtask.id)
    title = one_line(subtask.title, 40)
    buttons = [
        to_subtask(subtask, translator, style="primary"),
        button(
            translator.say("Løs deloppgave"),
            ids.SUBTASK_SOLVE,
            value,
            confirm=_question(translator) if _asks(card) else None,
            about=translator.say("Løs deloppgaven {title}", title=title),
        ),
    ]
    if subtask.is_nobodys:
        buttons.append(to_another_assignee(subtask, translator))
    elif not is_owner(subtask, card.reader):
        about = translator.say("Send tilbake deloppgaven {title}", title=title)
        buttons.append(button(translator.say("Send tilbake"), ids.SUBTASK_DECLINE_ASK, value, about=about))
        buttons.append((need_no_more if subtask.waits_for_owner_at else need_more)(subtask, translator))
    elif subtask.waits_for_owner_at:
        buttons.append(answered(subtask, translator))
    return [*buttons, *answers]


def _answers(card: Card, translator: Translator) -> list[Element]:
    """Draw the way to the answers of the round, once those who were asked may see them."""
    subtask = card.subtask
    if subtask.round is None or not subtask.round.is_open or not is_assignee(subtask, card.reader):
        return []
    return [to_answers(subtask.round.id, subtask.title, translator)]


def _asks(card: Card) -> bool:
    """Whether Slack asks before it is solved without a conclusion; who has to answer first gets to the page."""
    subtask = card.subtask
    if answer_forms.lacks(subtask.answer_form, subtask.answers) and is_assignee(subtask, card.reader):
        return False
    return not (subtask.conclusion.strip() or subtask.answers)


def _others(card: Card, translator: Translator) -> list[Block]:
    """Draw the way to what the reader was given at once with it: each gets its own card when it is opened."""
    if not card.others:
        return []
    told = translator.count(
        "Samtidig fikk du {n} deloppgave til. Den får sin egen tråd når du åpner den.",
        "Samtidig fikk du {n} deloppgaver til. De får hver sin tråd når du åpner dem.",
        len(card.others),
    )
    named = [section(one_line(one.title, 150), open_other(one, translator)) for one in card.others[:OTHERS]]
    more = len(card.others) - OTHERS
    rest = [context(translator.count("og {n} til i «Å gjøre»", "og {n} til i «Å gjøre»", more))] if more > 0 else []
    return [divider(), context(told), *named, *rest]


def _question(translator: Translator) -> Element:
    return confirm(
        translator.say("Løse uten konklusjon?"),
        translator.say("Deloppgaven har ingen konklusjon. Når den er løst, kan den ikke lenger endres."),
        translator.say("Løs deloppgave"),
        translator.say("Avbryt"),
    )


def _hint(card: Card, translator: Translator) -> list[Block]:
    subtask = card.subtask
    is_hers = is_assignee(subtask, card.reader)
    other = (subtask.owner_stand_in or subtask.owner) if is_hers else (subtask.stand_in or subtask.assignee)
    if subtask.is_solved or is_own(subtask) or subtask.is_nobodys or (other and other.id == card.reader.id):
        return []
    if is_hers and subtask.owner_lost:
        hint = translator.say("Det du skriver i tråden under, venter på den neste sakseieren.")
    elif is_hers:
        hint = translator.say("Skriv til {name} (sakseier) i tråden under.", name=name_of(other, translator))
    else:
        hint = translator.say("Skriv til {name} (ansvarlig) i tråden under.", name=name_of(other, translator))
    return [context(hint)]


def _told(card: Card, translator: Translator) -> str:
    subtask = card.subtask
    values = {
        "title": one_line(subtask.title, 150),
        "deadline": subtask.deadline_on,
        "assignee": name_of(subtask.assignee, translator),
    }
    if subtask.is_solved:
        return ending_told(subtask, translator)
    if subtask.declined_because:
        return translator.say("{assignee} har sendt tilbake deloppgaven «{title}». Velg en ny ansvarlig.", **values)
    if subtask.assignee_left:
        return translator.say("{assignee} kan ikke lenger løse deloppgaven «{title}». Velg en ny ansvarlig.", **values)
    if card.others:
        return several_given(len(card.others) + 1, one_line(subtask.case_title, 150), translator)
    if is_own(subtask):
        return translator.say("Din egen deloppgave: {title}. Frist {deadline}.", **values)
    if is_owner(subtask, card.reader):
        return translator.say("{assignee} har fått deloppgaven «{title}». Frist {deadline}.", **values)
    if absent := behalf(subtask, card.reader):
        name = name_of(absent, translator)
        return translator.say("På vegne av {name}: {title}. Frist {deadline}.", name=name, **values)
    if subtask.owner is None:
        return translator.say("Ny deloppgave: {title}. Frist {deadline}.", **values)
    sender = name_of(subtask.owner, translator)
    return translator.say("Ny deloppgave fra {owner}: {title}. Frist {deadline}.", owner=sender, **values)
