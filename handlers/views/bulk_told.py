"""The one message about what was moved together, or offered, for each who is concerned; it stays current."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from domain.bulk_moves import Candidate, Offer, Receipt, Told
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    alert,
    button,
    confirm,
    context,
    escaped,
    modal,
    one_line,
    section,
)
from handlers.views.bulk_lines import listed, role, summary
from handlers.views.status import name_of

SHOWN: Final = 10


def told(move: Told, translator: Translator) -> Message:
    """Draw the message for its reader."""
    parts = [
        *_undone(move, translator),
        *_got(move, translator),
        *_lost(move, translator),
        *_in_cases(move, translator),
        *_offered(move, translator),
        *_receipt(move, translator),
    ]
    blocks = [block for _, some in parts for block in some]
    words = " ".join(said for said, _ in parts) or translator.say("Det er ingenting mer å gjøre her.")
    return Message(escaped(words), blocks or [section(words)])


Part = tuple[str, list[Block]]


def _undone(move: Told, translator: Translator) -> list[Part]:
    if not move.is_undone or move.receipt:
        return []
    words = translator.say("{name} har angret flyttingen.", name=name_of(move.by, translator))
    return [(words, [section(words)])]


def _got(move: Told, translator: Translator) -> list[Part]:
    if not move.got:
        return []
    name, n = name_of(move.by, translator), len(move.got)
    if move.is_of_cases:
        words = translator.count("Du har fått {n} sak av {name}.", "Du har fått {n} saker av {name}.", n, name=name)
    else:
        words = translator.count(
            "Du har fått {n} deloppgave av {name}.", "Du har fått {n} deloppgaver av {name}.", n, name=name
        )
    shown = [section(_line(one, translator), _to(one, move, translator)) for one in move.got[:SHOWN]]
    return [(words, [section(words), *shown, *_more(n, translator)])]


def _line(one: Candidate, translator: Translator) -> str:
    title = one_line(one.title, 150)
    if one.deadline_on is None:
        return translator.say("{title}\n{id}", title=title, id=one.case_id)
    deadline = translator.day(one.deadline_on)
    return translator.say("{title}\n{id} · frist {deadline}", title=title, id=one.case_id, deadline=deadline)


def _to(one: Candidate, move: Told, translator: Translator) -> Element:
    if move.is_of_cases:
        about = translator.say("Åpne saken {title}", title=one_line(one.title, 40))
        return button(translator.say("Åpne"), ids.CASE_OPEN, one.key, about=about)
    about = translator.say("Åpne deloppgaven {title}", title=one_line(one.title, 40))
    return button(translator.say("Åpne"), ids.SUBTASK_OPEN, one.key, about=about)


def _more(n: int, translator: Translator) -> list[Block]:
    rest = n - SHOWN
    return (
        [context(translator.count("Og {n} til. Se fanen Home.", "Og {n} til. Se fanen Home.", rest))]
        if rest > 0
        else []
    )


def _lost(move: Told, translator: Translator) -> list[Part]:
    if not move.lost or move.is_undone:
        return []
    values = {"name": name_of(move.by, translator), "to": name_of(move.receiver, translator)}
    if move.is_of_cases:
        words = translator.count(
            "{name} har gitt {n} av sakene dine til {to}.",
            "{name} har gitt {n} av sakene dine til {to}.",
            move.lost,
            **values,
        )
    else:
        words = translator.count(
            "{name} har gitt {n} av deloppgavene dine til {to}.",
            "{name} har gitt {n} av deloppgavene dine til {to}.",
            move.lost,
            **values,
        )
    return [(words, [section(words)])]


def _in_cases(move: Told, translator: Translator) -> list[Part]:
    if not move.in_cases:
        return []
    words = translator.count(
        "{n} deloppgave i sakene dine har fått ny ansvarlig: {to}.",
        "{n} deloppgaver i sakene dine har fått ny ansvarlig: {to}.",
        len(move.in_cases),
        to=name_of(move.receiver, translator),
    )
    shown = [section(_line(one, translator), _to(one, move, translator)) for one in move.in_cases[:SHOWN]]
    return [(words, [section(words), *shown, *_more(len(move.in_cases), translator)])]


# ---- offers


def _offered(move: Told, translator: Translator) -> list[Part]:
    if not move.offers:
        return []
    name, to = name_of(move.by, translator), role(move.role, translator)
    words = translator.say("{name} tilbyr dette til alle med rollen {role}.", name=name, role=to)
    return [(words, [section(words), *offers(move.offers, translator)])]


def offers(found: Sequence[Offer], translator: Translator) -> list[Block]:
    """Draw what may be taken, the first ten of it, each with its button; of what is over, how it ended."""
    first = sorted(found, key=lambda one: one.is_over)[:SHOWN]
    rest = len(found) - SHOWN
    words = translator.count(
        "Og {n} til, som kommer her når noen av disse er tatt.",
        "Og {n} til, som kommer her når noen av disse er tatt.",
        rest,
    )
    more = [context(words)] if rest > 0 else []
    return [*(_offer(one, translator) for one in first), *more]


def takeable(found: Sequence[Offer], translator: Translator, *, has_taken: bool = False) -> dict[str, Any]:
    """Draw all that is offered to the reader now, each with its button; `has_taken` right after one was pressed."""
    done = [alert(translator.say("Du tok oppgaven. Du finner den i fanen Home."), "success")] if has_taken else []
    shown = [_offer(one, translator) for one in found] or [section(translator.say("Ingenting kan tas nå."))]
    return modal(translator.say("Kan tas"), [*done, *shown], close=translator.say("Lukk"))


def to_takeable(n: int, translator: Translator) -> Element:
    """Draw the way there."""
    about = translator.say("Se oppgaver som kan tas")
    return button(translator.say("Kan tas: {n}", n=n), ids.OFFERS_SHOW, "all", about=about)


def _offer(one: Offer, translator: Translator) -> Block:
    title = one_line(one.thing.title, 150)
    if one.is_mine:
        return section(translator.say("{title}\nDu tok oppgaven.", title=title))
    if one.taken_by:
        name = name_of(one.taken_by, translator)
        return section(translator.say("{title}\n{name} tok oppgaven.", title=title, name=name))
    if one.is_over:
        return section(translator.say("{title}\nTilbys ikke lenger.", title=title))
    about = translator.say("Ta oppgaven {title}", title=one_line(title, 40))
    take = button(translator.say("Ta oppgaven"), ids.OFFER_TAKE, str(one.id), about=about)
    return section(f"{title}\n{_known_by(one, translator)}", take)


def _known_by(one: Offer, translator: Translator) -> str:
    """Say of a case its number, place and deadline, of a subtask its deadline and its case's owner; and no more."""
    place = one_line(one.thing.place, 100)
    if one.thing.deadline_on is None:
        return translator.say("Sak {id} · {place}", id=one.thing.key, place=place)
    deadline = translator.day(one.thing.deadline_on)
    if one.is_of_case:
        return translator.say("Sak {id} · {place} · frist {deadline}", id=one.thing.key, place=place, deadline=deadline)
    owner = name_of(one.case_owner, translator) if one.case_owner else translator.say("ingen")
    return translator.say("Deloppgave · frist {deadline} · sakseier: {owner}", deadline=deadline, owner=owner)


# ---- for who moved them


def _receipt(move: Told, translator: Translator) -> list[Part]:
    receipt = move.receipt
    if receipt is None:
        return []
    words = _done(move, receipt, translator)
    left = summary(receipt.left, move.receiver, translator, is_of_cases=move.is_of_cases)
    stayed = [context(translator.say("Ikke flyttet: {left}.", left=left))] if left and not move.is_undone else []
    return [(words, [section(words), *stayed, *_kept(move, receipt, translator), *_ways(move, receipt, translator)])]


def _done(move: Told, receipt: Receipt, translator: Translator) -> str:
    n, to = receipt.moved, name_of(move.receiver, translator)
    if move.is_undone and move.role:
        return translator.say("Du har angret tilbudet.")
    if move.is_undone:
        return translator.say("Du har angret flyttingen.")
    if move.role:
        return _offered_to(n, role(move.role, translator), translator, is_of_cases=move.is_of_cases)
    if move.is_of_cases:
        return translator.count("Du har gitt {n} sak til {to}.", "Du har gitt {n} saker til {to}.", n, to=to)
    return translator.count("Du har gitt {n} deloppgave til {to}.", "Du har gitt {n} deloppgaver til {to}.", n, to=to)


def _offered_to(n: int, to: str, translator: Translator, *, is_of_cases: bool) -> str:
    if is_of_cases:
        return translator.count(
            "Du har tilbudt {n} sak til alle ved stedet med rollen {role}.",
            "Du har tilbudt {n} saker til alle ved stedet med rollen {role}.",
            n,
            role=to,
        )
    return translator.count(
        "Du har tilbudt {n} deloppgave til alle ved stedet med rollen {role}.",
        "Du har tilbudt {n} deloppgaver til alle ved stedet med rollen {role}.",
        n,
        role=to,
    )


def _kept(move: Told, receipt: Receipt, translator: Translator) -> list[Block]:
    if not receipt.kept:
        return []
    words = translator.count(
        "{n} er endret siden, og blir der den er:", "{n} er endret siden, og blir der de er:", len(receipt.kept)
    )
    first = listed(receipt.kept[:SHOWN], translator, is_of_cases=move.is_of_cases)
    return [section(words), *first, *_more(len(receipt.kept), translator)]


def _ways(move: Told, receipt: Receipt, translator: Translator) -> list[Block]:
    buttons, said = [], []
    if receipt.may_undo_until:
        about = translator.say("Angre det du flyttet")
        buttons.append(button(translator.say("Angre"), ids.BULK_MOVE_UNDO, str(move.number), about=about))
        said.append(translator.say("Du kan angre til {time}.", time=translator.near_moment(receipt.may_undo_until)))
    if receipt.open_offers:
        said.append(
            translator.count("{n} er ikke tatt av noen ennå.", "{n} er ikke tatt av noen ennå.", receipt.open_offers)
        )
        if not receipt.may_undo_until:
            sure = confirm(
                translator.say("Trekk tilbudet tilbake"),
                translator.say("Det ingen har tatt, blir der det er."),
                translator.say("Trekk tilbake"),
                translator.say("Avbryt"),
            )
            buttons.append(
                button(translator.say("Trekk tilbudet tilbake"), ids.OFFERS_END, str(move.number), confirm=sure)
            )
    return [*([context(*said)] if said else []), *([actions(*buttons)] if buttons else [])]
