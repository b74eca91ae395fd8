"""The words on the papers of a disclosure: what each kind of rows and each column is called, and what the law asks for.

They are in bokmål alone, as the papers of the archive are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from domain.disclosure import Disclosure
from domain.retention import Rule, Then

INTERNAL: Final = "Internt – vurderes av saksbehandler før utlevering"
WHY_INTERNAL: Final = (
    "Denne delen skal ikke gis ut slik den er. Den har det medarbeiderne har skrevet til hverandre og til bruk i "
    "saksforberedelsen (forvaltningsloven § 18 a flg.), og kan ha opplysninger om andre (forvaltningsloven § 13, "
    "personvernforordningen artikkel 15 nr. 4). Saksbehandleren vurderer hva som kan unntas etter "
    "personopplysningsloven § 16, og gir resten ut."
)
NOTHING: Final = "Det er ingenting i denne delen."

SECTIONS: Final[Mapping[str, str]] = {
    "applied.cases": "Saker der personen er søker",
    "applied.attachments": "Vedlegg i sakene",
    "applied.withdrawn": "Vedlegg som er fjernet fra sakene",
    "applied.packages": "Arkivpakker av sakene",
    "applied.erasures": "Sletting i sakene",
    "applied.subtasks": "Deloppgaver i sakene",
    "applied.grants": "Tilganger til vedlegg i sakene",
    "applied.messages": "Interne meldinger i sakene",
    "applied.versions": "Tekst i interne meldinger i sakene",
    "applied.files": "Filer i interne meldinger i sakene",
    "applied.conclusions": "Konklusjoner i sakene",
    "applied.rounds": "Spørsmål til flere i sakene",
    "applied.offers": "Tilbud om å ta oppgaver i sakene",
    "applied.disqualified": "Inhabile i sakene",
    "applied.history": "Sakenes historikk",
    "applied.log": "Administrasjonslogg om sakene",
    "person": "Medarbeideren",
    "roles": "Roller",
    "absences": "Fravær: eget, som stedfortreder, eller registrert av personen",
    "saved_searches": "Lagrede søk",
    "calendars": "Kalenderlenke",
    "disqualified": "Saker personen er inhabil i",
    "cases": "Saker personen har, står inn i eller har avsluttet",
    "subtasks": "Deloppgaver personen har fått, laget, står inn i eller har løst",
    "grants": "Tilganger til vedlegg som personen har gitt, tatt tilbake eller hentet med",
    "attachments": "Vedlegg personen har lagt i saker",
    "messages": "Meldinger personen har skrevet",
    "versions": "Hva meldingene sa",
    "files": "Filer personen har sendt i meldinger",
    "conclusions": "Konklusjoner personen har skrevet",
    "rounds": "Spørsmål til flere fra personen",
    "offers": "Tilbud personen har hatt eller tatt",
    "moves": "Flyttinger av flere saker eller deloppgaver",
    "history": "Det personen har gjort i saker",
    "reads": "Hvor langt personen har lest",
    "reminders": "Påminnelser",
    "home": "Det personen hadde foran seg i Slack",
    "posts": "Det som står i Slack hos personen",
    "outbox": "Det som er sendt eller skal sendes til personen",
    "inbox": "Det Slack har sagt om personen",
    "erasures": "Sletting av opplysninger om personen",
    "log": "Administrasjonslogg om personen",
}

COLUMNS: Final[Mapping[str, str]] = {
    "account_closed": "Slack-kontoen er stengt", "act": "Handling", "active": "Aktiv", "actor_id": "Utført av",
    "added_at": "Lagt til", "added_by": "Lagt til av", "after_id": "Venter på deloppgave",
    "answer_form": "Spørsmål som må besvares", "answered": "Har svart", "answers": "Svar",
    "applicant_email": "Søkers e-postadresse", "applicant_name": "Søker", "applied_on": "Søknadsdato", "asked": "Spurt",
    "asked_by": "Bedt om av", "assignee_id": "Ansvarlig", "at": "Tidspunkt", "attachment_id": "Vedlegg nr.",
    "attempts": "Forsøk", "author_id": "Skrevet av", "began_at": "Begynte", "begun_at": "Begynt", "blocks": "Form",
    "by": "Konto på maskinen", "case_id": "Sak", "case_page": "Side i saken", "cases_page": "Side i saker",
    "channel": "Samtale i Slack", "closed_at": "Avsluttet", "closed_by": "Avsluttet av",
    "confirmed_at": "Bekreftet av arkivet", "confirmed_by": "Bekreftet av", "counts": "Antall",
    "created_at": "Opprettet", "created_by": "Opprettet av", "deadline_on": "Frist", "declared_at": "Registrert",
    "declined_at": "Sendt tilbake", "declined_because": "Grunn for å sende tilbake",
    "declined_text": "Begrunnelse for å sende tilbake", "deleted_at": "Slettet", "description": "Beskrivelse",
    "details": "Detaljer", "digest": "SHA-256", "dm_channel": "Samtale med Saksbot", "done_at": "Ferdig",
    "due_at": "Skulle sies", "edited_at": "Endret", "email": "E-postadresse", "ended_at": "Sluttet",
    "ending": "Hvordan den ble avsluttet", "ending_text": "Hvorfor den ikke var nødvendig", "ends_on": "Siste dag",
    "erasure_id": "Sletting nr.", "error": "Feil", "event": "Hendelse", "fetched_at": "Hentet",
    "fetched_by": "Hentet av", "file_id": "Fil i Slack", "former_emails": "Tidligere adresser", "from_on": "Fra",
    "given_at": "Fått", "granted_at": "Gitt", "granted_by": "Gitt av", "held_because": "Hvorfor på vent",
    "held_by": "Hos", "held_until_on": "På vent til", "id": "Nr.", "kind": "Slag", "language": "Språk",
    "made_at": "Laget", "media_type": "Filtype", "message_id": "Melding nr.", "move_id": "Flytting nr.",
    "moved": "Flyttet", "moved_at": "Flyttet", "moved_by": "Flyttet av", "muted": "Varsler som er slått av",
    "name": "Navn", "nudged_on": "Purret", "number": "Nr.", "offered_at": "Tilbudt", "opened_at": "Åpnet",
    "out": "Svarte ikke", "owned_from_at": "Eier fra", "owner_id": "Sakseier", "page": "Side",
    "page_state": "Hva siden viste", "person_id": "Person", "place_id": "Sted", "planned": "Planlagt",
    "planned_at": "Planlagt", "provision": "Hjemmel", "quiet_hours": "Varsler venter på arbeidstid",
    "read_at": "Lest igjennom", "received_at": "Mottatt", "reminded_at": "Påminnet", "reminding": "Påminnelser",
    "removed_at": "Fjernet", "role": "Rolle", "round_id": "Spørsmål til flere nr.", "saved_at": "Lagret",
    "seen_at": "Sist åpnet", "sent_at": "Sendt", "set_at": "Registrert", "set_by": "Registrert av",
    "sha256": "SHA-256", "shows_answers": "De spurte ser svarene", "size": "Størrelse i byte",
    "slack_file_id": "Fil i Slack", "slack_id": "Medlems-ID i Slack", "slack_language": "Språk i Slack",
    "slack_zone": "Tidssone i Slack", "solved_at": "Løst", "solved_by": "Løst av", "sought": "Søket",
    "stand_in_id": "Står inn", "state": "Tilstand", "status": "Status", "subject_id": "Gjelder nr.",
    "substitute_id": "Stedfortreder", "subtask_id": "Deloppgave nr.", "subtasks_page": "Side i deloppgaver",
    "summary": "Oppsummering", "summed_up_at": "Oppsummert", "summed_up_by": "Oppsummert av", "tab": "Fane",
    "taken_by": "Tatt av", "text": "Tekst", "thread_ts": "Tråd i Slack", "title": "Tittel",
    "together_id": "Gitt sammen med", "ts": "Melding i Slack", "type": "Type", "undone_at": "Angret",
    "until_on": "Til", "waiting_page": "Side i det som venter", "waits_for_owner_at": "Venter på sakseier siden",
    "with_open": "Også det som var åpent", "withdrawn_at": "Tatt tilbake", "withdrawn_by": "Tatt tilbake av",
    "withdrawn_sha256": "SHA-256 av det som er fjernet",
}  # fmt: skip


def about(found: Disclosure) -> Iterator[tuple[str, str]]:
    """What article 15 no. 1, a to h, asks to be said: a heading and the words below it."""
    is_applicant, is_colleague = bool(found.case_ids), bool(found.person_ids)
    yield (
        "Formål",
        "Å behandle saker, og å dele dem i deloppgaver til fagpersoner og kolleger."
        + (
            " Opplysningene om medarbeidere gir riktig tilgang, varsler og dokumenterer hvem som gjorde hva."
            if is_colleague
            else ""
        ),
    )
    yield "Kategorier", " ".join(_categories(is_applicant=is_applicant, is_colleague=is_colleague))
    yield (
        "Mottakere",
        (
            "Medarbeidere som har saken eller en deloppgave i den. Slack (Salesforce) er databehandler: det "
            "medarbeiderne ser og skriver i Slack, ligger også der. Behandles noe utenfor EØS, gir virksomheten "
            "ut hvilke garantier som gjelder. Arkivet får saken når den er avsluttet, og en e-posttjener sender "
            "varsler til medarbeidere der det er satt opp."
        ),
    )
    yield "Hvor lenge", _how_long(found)
    yield (
        "Rettigheter",
        (
            "Personen kan be virksomheten om å rette eller slette opplysningene eller begrense behandlingen, og "
            "kan protestere mot den. Opplysninger som trengs i en sak, eller som arkivlova krever, kan ikke "
            "slettes før tiden."
        ),
    )
    yield "Klage", "Personen kan klage til Datatilsynet (datatilsynet.no)."
    yield (
        "Kilde",
        (
            "Fagsystemet: saker, søkere, medarbeidere og roller er importert derfra. Resten er skrevet eller "
            "gjort av medarbeidere i Saksbot og i Slack, som også sier hvilket språk og hvilken tidssone en "
            "medarbeider har."
        ),
    )
    yield "Automatiserte avgjørelser", "Ingen. Saksbot avgjør ingenting om noen og lager ingen profiler."
    yield (
        "Hva det ikke er lett i",
        (
            "Opplysningene er funnet ved e-postadressen og ved medarbeiderens nummer. Fri tekst i andre saker, "
            "filenes innhold, sikkerhetskopier og Slacks egne logger er ikke gjennomsøkt. Filene er nevnt ved navn, "
            "og gis ut fra saken. At innsynet er tatt ut, "
            "står i administrasjonsloggen."
        ),
    )


def _categories(*, is_applicant: bool, is_colleague: bool) -> Iterator[str]:
    if is_applicant:
        yield "Navn og e-postadresse, søknaden med dato, type og vedlegg, og behandlingen av saken."
    if is_colleague:
        yield (
            "Navn, adresser, konto i Slack, roller, fravær, inhabilitet og innstillinger, hva som er gjort og "
            "skrevet i saker, og det som er sendt i Slack."
        )


def _how_long(found: Disclosure) -> str:
    ruled = [_kept_by(called, rule) for called, rule in found.rules.items() if rule]
    without = (
        "En sak uten en regel for sakstypen bevares til virksomheten sletter den. Ingen sak slettes før arkivet "
        "har fått den."
    )
    sent = (
        "Det som er sendt og hørt i Slack, og påminnelser om det som er avsluttet, slettes etter "
        f"{found.keep_days} dager."
    )
    theirs = ["Roller, fravær og innstillinger bevares til medarbeideren slettes."] if found.person_ids else []
    logged = "Historikken og administrasjonsloggen bevares, men detaljer tas ut når en sak eller person slettes."
    return " ".join((*ruled, without, sent, *theirs, logged))


def _kept_by(called: str, rule: Rule) -> str:
    what = "filene i den" if rule.then is Then.WITHOUT_ATTACHMENTS else "saken"
    years, months = divmod(rule.months, 12)
    long = f"{years} år" if not months else "én måned" if rule.months == 1 else f"{rule.months} måneder"
    return f"{called}: {what} slettes {long} etter at saken er avsluttet ({rule.provision})."
