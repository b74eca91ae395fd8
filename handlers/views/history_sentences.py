"""The words of the history: one whole sentence for each thing that was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from domain.errors import N_
from domain.forms import HistoryLine, Reason
from domain.history import Act
from domain.values import Ending, Person
from handlers.translator import Translator
from handlers.views import answer_sentences, content_sentences
from handlers.views.blocks import one_line
from handlers.views.giving_sentences import given, offered, or_taken, owner_is_back, reassigned
from handlers.views.status import REASONS, name_of

Sentence = Callable[[dict[str, Any], Translator], str]
"""Says what was done, from what the line holds and its time, actor and subtask."""

UNKNOWN: Final = N_("{at}: Noe ble gjort som denne versjonen av Saksbot ikke kan fortelle om.")
TAKEN_CASE: Final = N_("{at}: {actor} tok saken, som var tilbudt flere.")
SOLVED: Final = {
    Ending.ASSIGNEE: N_("{at}: {actor} løste deloppgaven «{subtask}»."),
    Ending.OWNER: N_("{at}: {actor} løste deloppgaven «{subtask}» på vegne av den ansvarlige."),
    Ending.NOT_NEEDED: N_("{at}: {actor} avsluttet deloppgaven «{subtask}» som ikke nødvendig."),
    Ending.CASE_CLOSED: N_("{at}: Deloppgaven «{subtask}» ble løst da {actor} avsluttet saken."),
    Ending.CASE_WITHDRAWN: N_("{at}: Deloppgaven «{subtask}» ble løst da saken ble trukket."),
}
CAME_IN: Final = frozenset(
    {Act.CASE_IMPORTED, Act.CASE_CHANGED, Act.CASE_REMOVED, Act.CASE_WITHDRAWN, Act.ATTACHMENT_TAKEN_OUT}
)
"""What an import does, whose sentence names nobody: by the door it is a system that does it."""


def sentence(line: HistoryLine, translator: Translator) -> str:
    """Say in a whole sentence who did what and when; less of what another version of the program has written."""
    given = {name: _said(value, translator) for name, value in line.details.items()}
    values = given | {
        "at": line.at,
        "actor": name_of(line.actor, translator),
        "subtask": one_line(line.subtask or "", 150),
    }
    if line.act is None:
        return translator.say(UNKNOWN, at=line.at)
    told = SENTENCES[line.act](values, translator)
    if line.actor and line.act in CAME_IN and "reason" not in given:
        told = translator.say("{told} Det kom fra {actor}.", told=told, actor=values["actor"])
    return translator.say("{told} På vegne av {behalf}.", told=told, **given) if "behalf" in given else told


def _said(value: Any, translator: Translator) -> Any:
    if isinstance(value, Person):
        return name_of(value, translator)
    return one_line(value, 500) if isinstance(value, str) else value


def _plain(msgid: str) -> Sentence:
    """What needs nothing but time, actor and what the line itself holds."""
    return lambda values, translator: translator.say(msgid, **values)


def _attachment(named: str, unnamed: str) -> Sentence:
    """The second sentence is for readers who may not know which attachment it was."""

    def say(values: dict[str, Any], translator: Translator) -> str:
        msgid = named if "attachment" in values else unnamed
        return translator.say(msgid, **values)

    return say


def _until(say_whole: Sentence, endless: str = "") -> Sentence:
    """Until when it holds is said, too; `endless` where there is no last day."""

    def say(values: dict[str, Any], translator: Translator) -> str:
        told = say_whole(values, translator)
        if values.get("until"):
            until = date.fromisoformat(values["until"])
            return translator.say("{told} Tilgangen varer til og med {until}.", told=told, until=until)
        return translator.say(endless, told=told) if endless else told

    return say


def _closed(values: dict[str, Any], translator: Translator) -> str:
    if not values.get("subtasks"):
        return translator.say("{at}: {actor} avsluttet saken.", **values)
    return translator.count(
        "{at}: {actor} avsluttet saken, og {n} åpen deloppgave ble samtidig satt til løst.",
        "{at}: {actor} avsluttet saken, og {n} åpne deloppgaver ble samtidig satt til løst.",
        values["subtasks"],
        **values,
    )


def _solved(values: dict[str, Any], translator: Translator) -> str:
    ending = Ending(values["ending"])
    told = translator.say(SOLVED[ending], **values)
    return translator.say("{told} Begrunnelse: {why}", told=told, why=values["why"]) if values.get("why") else told


def _created(values: dict[str, Any], translator: Translator) -> str:
    waits = values.pop("waits", False)
    told = translator.say("{at}: {actor} opprettet deloppgaven «{subtask}» til {to}.", **values)
    return translator.say("{told} Den venter på en annen deloppgave.", told=told) if waits else told


def _begun(values: dict[str, Any], translator: Translator) -> str:
    """Which one it waited for is not the assignee's to know."""
    if values.pop("by_hand", False):
        return translator.say("{at}: {actor} lot deloppgaven «{subtask}» begynne.", **values)
    return translator.say("{at}: Deloppgaven «{subtask}» begynte, fordi den som den ventet på, er løst.", **values)


def _reopened(values: dict[str, Any], translator: Translator) -> str:
    values |= {"deadline": date.fromisoformat(values["deadline"])}
    return translator.say(
        "{at}: {actor} gjenåpnet deloppgaven «{subtask}», med frist {deadline}. Begrunnelse: {why}", **values
    )


def _edited(values: dict[str, Any], translator: Translator) -> str:
    told = [translator.say("{at}: {actor} redigerte deloppgaven «{subtask}».", **values)]
    if before := values["changes"].get("title"):
        told.append(translator.say("Tittelen var «{before}».", before=one_line(before[0], 150)))
    if before := values["changes"].get("description"):
        told.append(translator.say("Beskrivelsen var: {before}", before=one_line(before[0])))
    return " ".join(told)


def _declined(values: dict[str, Any], translator: Translator) -> str:
    if "reason" not in values:
        return translator.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}».", **values)
    reason = Reason(values["reason"])
    values |= {"reason": translator.say(REASONS[reason])}
    if not values.get("text", "").strip("– "):
        return translator.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}». Årsak: {reason}.", **values)
    return translator.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}». Årsak: {reason}. {text}", **values)


def _disqualified(values: dict[str, Any], translator: Translator) -> str:
    if values.pop("owned", False):
        return translator.say("{at}: {actor} meldte seg inhabil i saken, som derfor venter på ny sakseier.", **values)
    return translator.say("{at}: {actor} meldte seg inhabil i saken.", **values)


def _deadline_moved(values: dict[str, Any], translator: Translator) -> str:
    values |= {"former": date.fromisoformat(values["from"]), "to": date.fromisoformat(values["to"])}
    if "reason" not in values:
        return translator.say(
            "{at}: {actor} flyttet fristen for deloppgaven «{subtask}» fra {former} til {to}.", **values
        )
    return translator.say(
        "{at}: {actor} flyttet fristen for deloppgaven «{subtask}» fra {former} til {to}. Begrunnelse: {reason}",
        **values,
    )


def _stands_in(begun: str, over: str) -> Sentence:
    def say(values: dict[str, Any], translator: Translator) -> str:
        msgid = begun if "to" in values else over
        return translator.say(msgid, **values | {"absent": values["for"]})

    return say


def _held(values: dict[str, Any], translator: Translator) -> str:
    values |= {"until": date.fromisoformat(values["until"])}
    if "reason" not in values:
        return translator.say("{at}: {actor} satte deloppgaven «{subtask}» på vent til {until}.", **values)
    return translator.say(
        "{at}: {actor} satte deloppgaven «{subtask}» på vent til {until}. Begrunnelse: {reason}", **values
    )


SENTENCES: Final[dict[Act, Sentence]] = {
    Act.CASE_IMPORTED: content_sentences.imported,
    Act.CASE_CHANGED: content_sentences.changed,
    Act.CASE_REMOVED: _plain(N_("{at}: Saken var registrert ved en feil, og ble fjernet.")),
    Act.CASE_DISTRIBUTED: or_taken(
        TAKEN_CASE,
        given(
            N_("{at}: {actor} fordelte saken til {owner}."),
            N_("{at}: {actor} fordelte saken til {owner}, med frist {deadline}."),
        ),
    ),
    Act.CASE_REDISTRIBUTED: or_taken(
        TAKEN_CASE,
        given(
            N_("{at}: {actor} omfordelte saken til {owner}."),
            N_("{at}: {actor} omfordelte saken til {owner}, med frist {deadline}."),
        ),
    ),
    Act.CASE_OPENED: _plain(N_("{at}: {actor} åpnet saken.")),
    Act.CASE_CLOSED: _closed,
    Act.CASE_WITHDRAWN: _plain(N_("{at}: Saken ble trukket.")),
    Act.CASE_DISQUALIFIED: _disqualified,
    Act.CASE_DISQUALIFICATION_LIFTED: _plain(
        N_("{at}: {actor} opphevet inhabiliteten til {person}. Begrunnelse: {reason}")
    ),
    Act.SUBTASK_CREATED: _created,
    Act.SUBTASK_BEGUN: _begun,
    Act.SUBTASK_OPENED: _plain(N_("{at}: {actor} åpnet deloppgaven «{subtask}».")),
    Act.SUBTASK_SOLVED: _solved,
    Act.SUBTASK_SOLVING_UNDONE: _plain(N_("{at}: {actor} angret at deloppgaven «{subtask}» ble løst.")),
    Act.SUBTASK_REOPENED: _reopened,
    Act.SUBTASK_EDITED: _edited,
    Act.SUBTASK_NEEDS_MORE: _plain(
        N_("{at}: {actor} trenger mer for å løse deloppgaven «{subtask}», som venter på svar fra sakseier.")
    ),
    Act.SUBTASK_NEEDS_NO_MORE: _plain(N_("{at}: {actor} trenger ikke lenger svar i deloppgaven «{subtask}».")),
    Act.SUBTASK_ANSWERED: _plain(
        N_("{at}: {actor} svarte, så deloppgaven «{subtask}» venter ikke lenger på sakseier.")
    ),
    Act.SUBTASK_NUDGED: _plain(N_("{at}: {actor} purret på deloppgaven «{subtask}».")),
    Act.SUBTASK_REASSIGNED: or_taken(
        N_("{at}: {actor} tok deloppgaven «{subtask}», som var tilbudt flere."), reassigned
    ),
    Act.CASE_OFFERED: offered(N_("{at}: {actor} tilbød saken til alle ved stedet med rollen {role}.")),
    Act.SUBTASK_OFFERED: offered(
        N_("{at}: {actor} tilbød deloppgaven «{subtask}» til alle ved stedet med rollen {role}.")
    ),
    Act.CASE_MOVE_UNDONE: owner_is_back,
    Act.SUBTASK_MOVE_UNDONE: _plain(
        N_("{at}: {actor} angret flyttingen, og {to} er igjen ansvarlig for deloppgaven «{subtask}».")
    ),
    Act.SUBTASK_DECLINED: _declined,
    Act.SUBTASK_DEADLINE_MOVED: _deadline_moved,
    Act.SUBTASK_HELD: _held,
    Act.SUBTASK_RESUMED: _plain(N_("{at}: {actor} gjenopptok deloppgaven «{subtask}».")),
    Act.SUBTASK_HOLD_OVER: _plain(N_("{at}: Ventetiden for deloppgaven «{subtask}» gikk ut.")),
    Act.SUBTASK_STAND_IN: _stands_in(
        N_("{at}: {to} er stedfortreder for {absent} i deloppgaven «{subtask}»."),
        N_("{at}: {absent} har ikke lenger stedfortreder i deloppgaven «{subtask}»."),
    ),
    Act.CASE_STAND_IN: _stands_in(
        N_("{at}: {to} er stedfortreder for {absent} som sakseier."),
        N_("{at}: {absent} har ikke lenger stedfortreder som sakseier."),
    ),
    Act.ROUND_ASKED: _plain(N_("{at}: {actor} stilte spørsmålet «{title}» til {count} personer.")),
    Act.ROUND_ENDED: answer_sentences.round_over,
    Act.ROUND_SUMMED_UP: answer_sentences.summed_up,
    Act.CONCLUSION_SAVED: answer_sentences.saved,
    Act.MESSAGE_SENT: _plain(N_("{at}: {actor} skrev en melding i deloppgaven «{subtask}».")),
    Act.MESSAGE_DELETED: _plain(N_("{at}: {actor} slettet en melding i deloppgaven «{subtask}».")),
    Act.FILE_TAKEN_BACK: content_sentences.taken_back,
    Act.ATTACHMENT_ADDED: _attachment(
        N_("{at}: {actor} la til vedlegget «{attachment}»."),
        N_("{at}: {actor} la til et vedlegg."),
    ),
    Act.ATTACHMENT_LOST: _plain(N_("{at}: Vedlegget «{attachment}» kunne ikke hentes og er ikke lagt til i saken.")),
    Act.ATTACHMENT_FETCHED: content_sentences.fetched,
    Act.ATTACHMENT_TAKEN_OUT: content_sentences.taken_out,
    Act.GRANT_GIVEN: _until(
        _attachment(
            N_("{at}: {actor} ga {to} tilgang til vedlegget «{attachment}» i deloppgaven «{subtask}»."),
            N_("{at}: {actor} ga {to} tilgang til et vedlegg i deloppgaven «{subtask}»."),
        )
    ),
    Act.GRANT_END_MOVED: _until(
        _attachment(
            N_("{at}: {actor} endret hvor lenge {to} har tilgang til «{attachment}» i deloppgaven «{subtask}»."),
            N_("{at}: {actor} endret hvor lenge {to} har tilgang til et vedlegg i deloppgaven «{subtask}»."),
        ),
        N_("{told} Tilgangen har ingen siste dag."),
    ),
    Act.GRANT_ENDED: _attachment(
        N_("{at}: Tilgangen til vedlegget «{attachment}» for {to} i deloppgaven «{subtask}» gikk ut."),
        N_("{at}: Tilgangen til et vedlegg for {to} i deloppgaven «{subtask}» gikk ut."),
    ),
    Act.GRANT_WITHDRAWN: _attachment(
        N_("{at}: {actor} fjernet tilgangen til vedlegget «{attachment}» for {to} i deloppgaven «{subtask}»."),
        N_("{at}: {actor} fjernet tilgangen til et vedlegg for {to} i deloppgaven «{subtask}»."),
    ),
    Act.GRANT_FETCHED: _attachment(
        N_("{at}: {actor} hentet vedlegget «{attachment}» i deloppgaven «{subtask}»."),
        N_("{at}: {actor} hentet et vedlegg i deloppgaven «{subtask}»."),
    ),
    Act.COPY_DELIVERED: _attachment(
        N_("{at}: En kopi av vedlegget «{attachment}» ble lagt i tråden til {to} i deloppgaven «{subtask}»."),
        N_("{at}: En kopi av et vedlegg ble lagt i tråden til {to} i deloppgaven «{subtask}»."),
    ),
    Act.COPY_REMOVED: _attachment(
        N_("{at}: Kopien av vedlegget «{attachment}» ble fjernet fra tråden til {to} i deloppgaven «{subtask}»."),
        N_("{at}: Kopien av et vedlegg ble fjernet fra tråden til {to} i deloppgaven «{subtask}»."),
    ),
}
"""The one place where the history gets its words: a test sees that no act is without."""
