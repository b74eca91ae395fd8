"""The words of the history: one whole sentence for each thing that was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from domain.errors import N_
from domain.forms import HistoryLine, Reason
from domain.history import Act
from domain.values import Ending, Person
from handlers.views.blocks import one_line
from handlers.views.status import REASONS, name_of
from handlers.words import Words

Sentence = Callable[[dict[str, Any], Words], str]
"""Says what was done, from what the line holds and its time, actor and subtask."""

UNKNOWN: Final = N_("{at}: Noe ble gjort som denne versjonen av Saksbot ikke kan fortelle om.")
SOLVED: Final = {
    Ending.ASSIGNEE: N_("{at}: {actor} løste deloppgaven «{subtask}»."),
    Ending.OWNER: N_("{at}: {actor} løste deloppgaven «{subtask}» på vegne av den ansvarlige."),
    Ending.NOT_NEEDED: N_("{at}: {actor} avsluttet deloppgaven «{subtask}» som ikke nødvendig."),
    Ending.CASE_CLOSED: N_("{at}: Deloppgaven «{subtask}» ble løst da {actor} avsluttet saken."),
    Ending.CASE_WITHDRAWN: N_("{at}: Deloppgaven «{subtask}» ble løst da saken ble trukket."),
}
FIELDS: Final = {
    "title": N_("Tittel"),
    "place": N_("Sted"),
    "applicant_name": N_("Søker"),
    "applicant_email": N_("Søkers e-postadresse"),
    "applied_on": N_("Søkt dato"),
    "owner": N_("Sakseier"),
    "deadline": N_("Frist"),
    "text": N_("Søknad"),
    "status": N_("Status"),
}


def sentence(line: HistoryLine, words: Words) -> str:
    """Say in a whole sentence who did what and when; less of what another version of the program has written."""
    given = {name: _said(value, words) for name, value in line.details.items()}
    values = given | {"at": line.at, "actor": name_of(line.actor, words), "subtask": one_line(line.subtask or "", 150)}
    return words.say(UNKNOWN, at=line.at) if line.act is None else SENTENCES[line.act](values, words)


def _said(value: Any, words: Words) -> Any:
    if isinstance(value, Person):
        return name_of(value, words)
    return one_line(value, 500) if isinstance(value, str) else value


def _plain(msgid: str) -> Sentence:
    """What needs nothing but time, actor and what the line itself holds."""
    return lambda values, words: words.say(msgid, **values)


def _attachment(named: str, unnamed: str) -> Sentence:
    """The second sentence is for readers who may not know which attachment it was."""

    def say(values: dict[str, Any], words: Words) -> str:
        msgid = named if "attachment" in values else unnamed
        return words.say(msgid, **values)

    return say


def _given(plain: str, with_deadline: str) -> Sentence:
    def say(values: dict[str, Any], words: Words) -> str:
        if not values.get("deadline"):
            return words.say(plain, **values)
        return words.say(with_deadline, **values | {"deadline": date.fromisoformat(values["deadline"])})

    return say


def _closed(values: dict[str, Any], words: Words) -> str:
    if not values.get("subtasks"):
        return words.say("{at}: {actor} avsluttet saken.", **values)
    return words.count(
        "{at}: {actor} avsluttet saken, og {n} åpen deloppgave ble samtidig satt til løst.",
        "{at}: {actor} avsluttet saken, og {n} åpne deloppgaver ble samtidig satt til løst.",
        values["subtasks"],
        **values,
    )


def _solved(values: dict[str, Any], words: Words) -> str:
    ending = Ending(values["ending"])
    told = words.say(SOLVED[ending], **values)
    return words.say("{told} Begrunnelse: {why}", told=told, why=values["why"]) if values.get("why") else told


def _reopened(values: dict[str, Any], words: Words) -> str:
    values |= {"deadline": date.fromisoformat(values["deadline"])}
    return words.say(
        "{at}: {actor} gjenåpnet deloppgaven «{subtask}», med frist {deadline}. Begrunnelse: {why}", **values
    )


def _edited(values: dict[str, Any], words: Words) -> str:
    told = [words.say("{at}: {actor} redigerte deloppgaven «{subtask}».", **values)]
    if before := values["changes"].get("title"):
        told.append(words.say("Tittelen var «{before}».", before=one_line(before[0], 150)))
    if before := values["changes"].get("description"):
        told.append(words.say("Beskrivelsen var: {before}", before=one_line(before[0])))
    return " ".join(told)


def _reassigned(values: dict[str, Any], words: Words) -> str:
    values |= {"former": values["from"]}
    if "reason" not in values:
        return words.say("{at}: {actor} byttet ansvarlig for deloppgaven «{subtask}» fra {former} til {to}.", **values)
    return words.say(
        "{at}: {actor} byttet ansvarlig for deloppgaven «{subtask}» fra {former} til {to}. Begrunnelse: {reason}",
        **values,
    )


def _declined(values: dict[str, Any], words: Words) -> str:
    if "reason" not in values:
        return words.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}».", **values)
    reason = Reason(values["reason"])
    values |= {"reason": words.say(REASONS[reason])}
    if not values.get("text", "").strip("– "):
        return words.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}». Årsak: {reason}.", **values)
    return words.say("{at}: {actor} sendte tilbake deloppgaven «{subtask}». Årsak: {reason}. {text}", **values)


def _disqualified(values: dict[str, Any], words: Words) -> str:
    if values.pop("owned", False):
        return words.say("{at}: {actor} meldte seg inhabil i saken, som derfor venter på ny sakseier.", **values)
    return words.say("{at}: {actor} meldte seg inhabil i saken.", **values)


def _deadline_moved(values: dict[str, Any], words: Words) -> str:
    values |= {"former": date.fromisoformat(values["from"]), "to": date.fromisoformat(values["to"])}
    if "reason" not in values:
        return words.say("{at}: {actor} flyttet fristen for deloppgaven «{subtask}» fra {former} til {to}.", **values)
    return words.say(
        "{at}: {actor} flyttet fristen for deloppgaven «{subtask}» fra {former} til {to}. Begrunnelse: {reason}",
        **values,
    )


def _held(values: dict[str, Any], words: Words) -> str:
    values |= {"until": date.fromisoformat(values["until"])}
    if "reason" not in values:
        return words.say("{at}: {actor} satte deloppgaven «{subtask}» på vent til {until}.", **values)
    return words.say("{at}: {actor} satte deloppgaven «{subtask}» på vent til {until}. Begrunnelse: {reason}", **values)


def _imported(values: dict[str, Any], words: Words) -> str:
    if not values.get("added"):
        return words.say("{at}: Saken ble importert.", **values)
    return words.count(
        "{at}: Saken ble importert med vedlegget {files}.",
        "{at}: Saken ble importert med vedleggene {files}.",
        len(values["added"]),
        **values | {"files": _listed(values["added"], words)},
    )


def _fetched(values: dict[str, Any], words: Words) -> str:
    return words.count(
        "{at}: {actor} hentet et vedlegg til samtalen sin med Saksbot: {files}",
        "{at}: {actor} hentet vedlegg til samtalen sin med Saksbot: {files}",
        len(values["files"]),
        **values | {"files": _listed(values["files"], words)},
    )


def _changed(values: dict[str, Any], words: Words) -> str:
    changes = values.get("changes", {})
    said = [_change(name, pair, words) for name, pair in changes.items()]
    if added := values.get("added"):
        said.append(
            words.count("Nytt vedlegg: {files}", "Nye vedlegg: {files}", len(added), files=_listed(added, words))
        )
    if replaced := values.get("replaced"):
        said.append(
            words.count(
                "Ny versjon av vedlegg: {files}",
                "Nye versjoner av vedlegg: {files}",
                len(replaced),
                files=_listed(replaced, words),
            )
        )
    return words.say("{at}: Importen endret saken ({changes}).", **values | {"changes": "; ".join(said)})


def _taken_back(values: dict[str, Any], words: Words) -> str:
    if values.get("files"):
        return words.count(
            "{at}: {actor} fjernet {n} fil fra en melding i deloppgaven «{subtask}».",
            "{at}: {actor} fjernet {n} filer fra en melding i deloppgaven «{subtask}».",
            values["files"],
            **values,
        )
    return words.say("{at}: En fil i deloppgaven «{subtask}» ble slettet i Slack, og er borte her også.", **values)


def _listed(files: list[str | None], words: Words) -> str:
    """Name files; one that was taken out of the case has no name any more."""
    return one_line(", ".join(words.say("(tatt ut)") if one is None else one for one in files), 1000)


def _taken_out(values: dict[str, Any], words: Words) -> str:
    if "reason" not in values:
        return words.say("{at}: Importen tok et vedlegg ut av saken.", **values)
    return words.say("{at}: {actor} tok et vedlegg ut av saken. Begrunnelse: {reason}", **values)


def _change(name: str, pair: list[Any], words: Words) -> str:
    field = words.say(FIELDS.get(name, name))
    if len(pair) != 2:
        return field
    before, after = (_value(name, one, words) for one in pair)
    return words.say("{field}: fra {before} til {after}", field=field, before=before, after=after)


def _value(name: str, value: Any, words: Words) -> str:
    if value is None:
        return words.say("Ingen")
    return words.day(date.fromisoformat(value)) if name in ("deadline", "applied_on") else one_line(str(value), 200)


SENTENCES: Final[dict[Act, Sentence]] = {
    Act.CASE_IMPORTED: _imported,
    Act.CASE_CHANGED: _changed,
    Act.CASE_REMOVED: _plain(N_("{at}: Saken var registrert ved en feil, og ble fjernet.")),
    Act.CASE_DISTRIBUTED: _given(
        N_("{at}: {actor} fordelte saken til {owner}."),
        N_("{at}: {actor} fordelte saken til {owner}, med frist {deadline}."),
    ),
    Act.CASE_REDISTRIBUTED: _given(
        N_("{at}: {actor} omfordelte saken til {owner}."),
        N_("{at}: {actor} omfordelte saken til {owner}, med frist {deadline}."),
    ),
    Act.CASE_OPENED: _plain(N_("{at}: {actor} åpnet saken.")),
    Act.CASE_CLOSED: _closed,
    Act.CASE_WITHDRAWN: _plain(N_("{at}: Saken ble trukket.")),
    Act.CASE_DISQUALIFIED: _disqualified,
    Act.CASE_DISQUALIFICATION_LIFTED: _plain(
        N_("{at}: {actor} opphevet inhabiliteten til {person}. Begrunnelse: {reason}")
    ),
    Act.SUBTASK_CREATED: _plain(N_("{at}: {actor} opprettet deloppgaven «{subtask}» til {to}.")),
    Act.SUBTASK_OPENED: _plain(N_("{at}: {actor} åpnet deloppgaven «{subtask}».")),
    Act.SUBTASK_SOLVED: _solved,
    Act.SUBTASK_SOLVING_UNDONE: _plain(N_("{at}: {actor} angret at deloppgaven «{subtask}» ble løst.")),
    Act.SUBTASK_REOPENED: _reopened,
    Act.SUBTASK_EDITED: _edited,
    Act.SUBTASK_ASKED_AGAIN: _plain(
        N_("{at}: {actor} sendte en påminnelse om deloppgaven «{subtask}» før saken avsluttes.")
    ),
    Act.SUBTASK_REASSIGNED: _reassigned,
    Act.SUBTASK_DECLINED: _declined,
    Act.SUBTASK_DEADLINE_MOVED: _deadline_moved,
    Act.SUBTASK_HELD: _held,
    Act.SUBTASK_RESUMED: _plain(N_("{at}: {actor} gjenopptok deloppgaven «{subtask}».")),
    Act.SUBTASK_HOLD_OVER: _plain(N_("{at}: Ventetiden for deloppgaven «{subtask}» gikk ut.")),
    Act.CONCLUSION_SAVED: _plain(
        N_("{at}: {actor} lagret konklusjonen i deloppgaven «{subtask}» (versjon {version}).")
    ),
    Act.MESSAGE_SENT: _plain(N_("{at}: {actor} skrev en melding i deloppgaven «{subtask}».")),
    Act.MESSAGE_DELETED: _plain(N_("{at}: {actor} slettet en melding i deloppgaven «{subtask}».")),
    Act.FILE_TAKEN_BACK: _taken_back,
    Act.ATTACHMENT_ADDED: _attachment(
        N_("{at}: {actor} la til vedlegget «{attachment}»."),
        N_("{at}: {actor} la til et vedlegg."),
    ),
    Act.ATTACHMENT_LOST: _plain(N_("{at}: Vedlegget «{attachment}» kunne ikke hentes og er ikke lagt til i saken.")),
    Act.ATTACHMENT_FETCHED: _fetched,
    Act.ATTACHMENT_TAKEN_OUT: _taken_out,
    Act.GRANT_GIVEN: _attachment(
        N_("{at}: {actor} ga {to} tilgang til vedlegget «{attachment}» i deloppgaven «{subtask}»."),
        N_("{at}: {actor} ga {to} tilgang til et vedlegg i deloppgaven «{subtask}»."),
    ),
    Act.GRANT_WITHDRAWN: _attachment(
        N_("{at}: {actor} fjernet tilgangen til vedlegget «{attachment}» for {to} i deloppgaven «{subtask}»."),
        N_("{at}: {actor} fjernet tilgangen til et vedlegg for {to} i deloppgaven «{subtask}»."),
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
