"""The history of a case or of a subtask: one whole sentence for each thing that was done, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from domain.errors import N_
from domain.forms import HistoryLine, HistoryPage, Reason
from domain.values import Ending, Person
from handlers.views import ids
from handlers.views.blocks import Block, facts, modal, one_line, section
from handlers.views.pagination import older_and_newer
from handlers.views.status import REASONS, name_of
from handlers.words import Words

# What needs nothing but time, actor and what the line itself holds.
PLAIN: Final = {
    "case.opened": N_("{at}: {actor} åpnet saken."),
    "case.removed": N_("{at}: Saken var registrert ved en feil, og ble fjernet."),
    "case.withdrawn": N_("{at}: Saken ble trukket."),
    "subtask.created": N_("{at}: {actor} opprettet deloppgaven «{subtask}» til {to}."),
    "subtask.opened": N_("{at}: {actor} åpnet deloppgaven «{subtask}»."),
    "subtask.resumed": N_("{at}: {actor} gjenopptok deloppgaven «{subtask}»."),
    "subtask.hold_over": N_("{at}: Ventetiden for deloppgaven «{subtask}» gikk ut."),
    "conclusion.saved": N_("{at}: {actor} lagret konklusjonen i deloppgaven «{subtask}» (versjon {version})."),
    "message.sent": N_("{at}: {actor} skrev en melding i deloppgaven «{subtask}»."),
    "message.deleted": N_("{at}: {actor} slettet en melding i deloppgaven «{subtask}»."),
    "attachment.lost": N_("{at}: Vedlegget «{attachment}» kunne ikke hentes og er ikke lagt til i saken."),
}
SOLVED: Final = {
    Ending.ASSIGNEE: N_("{at}: {actor} løste deloppgaven «{subtask}»."),
    Ending.OWNER: N_("{at}: {actor} løste deloppgaven «{subtask}» på vegne av den ansvarlige."),
    Ending.CASE_CLOSED: N_("{at}: Deloppgaven «{subtask}» ble løst da {actor} avsluttet saken."),
    Ending.CASE_WITHDRAWN: N_("{at}: Deloppgaven «{subtask}» ble løst da saken ble trukket."),
}
# The second sentence is for readers who may not know which attachment it was.
ATTACHMENT: Final = {
    "attachment.added": (
        N_("{at}: {actor} la til vedlegget «{attachment}»."),
        N_("{at}: {actor} la til et vedlegg."),
    ),
    "grant.given": (
        N_("{at}: {actor} ga {to} tilgang til vedlegget «{attachment}» i deloppgaven «{subtask}»."),
        N_("{at}: {actor} ga {to} tilgang til et vedlegg i deloppgaven «{subtask}»."),
    ),
    "grant.withdrawn": (
        N_("{at}: {actor} fjernet tilgangen til vedlegget «{attachment}» for {to} i deloppgaven «{subtask}»."),
        N_("{at}: {actor} fjernet tilgangen til et vedlegg for {to} i deloppgaven «{subtask}»."),
    ),
    "copy.delivered": (
        N_("{at}: En kopi av vedlegget «{attachment}» ble lagt i tråden til {to} i deloppgaven «{subtask}»."),
        N_("{at}: En kopi av et vedlegg ble lagt i tråden til {to} i deloppgaven «{subtask}»."),
    ),
    "copy.removed": (
        N_("{at}: Kopien av vedlegget «{attachment}» ble fjernet fra tråden til {to} i deloppgaven «{subtask}»."),
        N_("{at}: Kopien av et vedlegg ble fjernet fra tråden til {to} i deloppgaven «{subtask}»."),
    ),
}
GIVEN: Final = {
    "case.distributed": (
        N_("{at}: {actor} fordelte saken til {owner}."),
        N_("{at}: {actor} fordelte saken til {owner}, med frist {deadline}."),
    ),
    "case.redistributed": (
        N_("{at}: {actor} omfordelte saken til {owner}."),
        N_("{at}: {actor} omfordelte saken til {owner}, med frist {deadline}."),
    ),
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


def history_page(page: HistoryPage, words: Words) -> dict[str, Any]:
    """Draw one page of at most twenty lines, with the way to older and newer ones."""
    about: dict[str, object] = {"case": page.case_id} if page.subtask_id is None else {"subtask": page.subtask_id}
    label = words.say("Sak") if page.subtask_id is None else words.say("Deloppgave")
    lines = [section(one_line(sentence(line, words))) for line in page.lines]
    return modal(
        words.say("Historikk"),
        [
            facts([(label, page.title)]),
            *(lines or [section(words.say("Det er ikke registrert noe i historikken ennå."))]),
            *_turning(page, words),
        ],
        close=words.say("Lukk"),
        metadata=about,
    )


def _turning(page: HistoryPage, words: Words) -> list[Block]:
    older, newer = page.page + 1 if page.has_more else None, page.page - 1 if page.page > 0 else None
    return older_and_newer((ids.HISTORY_PAGE, older), (ids.HISTORY_BACK_PAGE, newer), words)


def sentence(line: HistoryLine, words: Words) -> str:
    """Say in a whole sentence who did what and when. Raises KeyError for an act that nobody has words for."""
    given = {name: _said(value, words) for name, value in line.details.items()}
    values = given | {"at": line.at, "actor": name_of(line.actor, words), "subtask": one_line(line.subtask or "", 150)}
    if line.act in ATTACHMENT:
        named, unnamed = ATTACHMENT[line.act]
        msgid = named if "attachment" in values else unnamed
        return words.say(msgid, **values)
    if line.act in SPECIAL:
        return SPECIAL[line.act](values, words)
    return words.say(PLAIN[line.act], **values)


def _said(value: Any, words: Words) -> Any:
    if isinstance(value, Person):
        return name_of(value, words)
    return one_line(value, 500) if isinstance(value, str) else value


def _given(act: str) -> Callable[[dict[str, Any], Words], str]:
    def say(values: dict[str, Any], words: Words) -> str:
        plain, with_deadline = GIVEN[act]
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
    return words.say(SOLVED[ending], **values)


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


SPECIAL: Final[dict[str, Callable[[dict[str, Any], Words], str]]] = {
    "case.imported": _imported,
    "case.changed": _changed,
    "case.closed": _closed,
    "file.taken_back": _taken_back,
    "attachment.taken_out": _taken_out,
    "attachment.fetched": _fetched,
    "case.distributed": _given("case.distributed"),
    "case.redistributed": _given("case.redistributed"),
    "subtask.solved": _solved,
    "subtask.reassigned": _reassigned,
    "subtask.declined": _declined,
    "subtask.deadline_moved": _deadline_moved,
    "subtask.held": _held,
}
