"""The dialog "Varsler", in which a person chooses what they are told and when, and its line on App Home."""

from __future__ import annotations

from typing import Any, Final

from domain.errors import N_
from domain.notification_settings import NoticeKind, Preferences, Reminding, WishesForm
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import Block, Element, button, modal, option, section
from handlers.views.inputs import checkboxes, field, radio_buttons

REMINDING: Final = {
    Reminding.AT_ONCE: N_("Fortløpende"),
    Reminding.MORNING: N_("Én oppsummering hver morgen"),
    Reminding.OVERDUE: N_("Bare når en av fristene mine har gått ut"),
}
CHOSEN: Final = {
    Reminding.AT_ONCE: N_("Du får påminnelser fortløpende."),
    Reminding.MORNING: N_("Du får påminnelser i én oppsummering hver morgen."),
    Reminding.OVERDUE: N_("Du får påminnelser bare når en av fristene dine har gått ut."),
}
KINDS: Final = {
    NoticeKind.DEADLINE: N_("Egne deloppgaver som snart har frist"),
    NoticeKind.OVERDUE: N_("Egne deloppgaver der fristen har gått ut"),
    NoticeKind.MESSAGE: N_("Nye meldinger i deloppgaver"),
    NoticeKind.CASE_DEADLINE: N_("Frister for egne saker"),
    NoticeKind.OLD_CASES: N_("Egne saker som er minst tre uker gamle"),
    NoticeKind.GIVEN: N_("Deloppgaver hos andre som er forsinket, ikke åpnet eller mangler ansvarlig"),
    NoticeKind.SOLVED: N_("Deloppgaver i egne saker som andre har løst"),
    NoticeKind.WAITING: N_("Saker som venter på å bli fordelt"),
}
MORE: Final = {NoticeKind.MESSAGE: N_("Hvis du slår av dette, kommer meldingene fortsatt, men uten varsel.")}
QUIET: Final = "quiet"


def wishes_line(chosen: Preferences, translator: Translator) -> Block:
    """Draw what is chosen, for App Home, with the way to choose anew."""
    said = [translator.say("Varsler"), translator.say(CHOSEN[chosen.reminding])]
    if chosen.muted:
        said.append(
            translator.count("Én type varsler er slått av.", "{n} typer varsler er slått av.", len(chosen.muted))
        )
    if chosen.quiet_hours:
        said.append(translator.say("Du blir ikke forstyrret utenfor arbeidstiden."))
    anew = button(translator.say("Endre varsler"), ids.HOME_WISHES_ASK, chosen.reminding.value)
    return section(f"{said[0]}\n{' '.join(said[1:])}", anew)


def wishes_form(form: WishesForm, translator: Translator) -> dict[str, Any]:
    """Draw the dialog with what is chosen now; only the kinds that can concern the person are in it."""
    return modal(
        translator.say("Varsler"),
        [
            _reminding(form.preferences, translator),
            _kinds(form, translator),
            _quiet_hours(form.preferences, translator),
        ],
        submit=translator.say("Lagre"),
        close=translator.say("Avbryt"),
        callback_id=ids.WISHES_CHOOSE,
    )


def _reminding(chosen: Preferences, translator: Translator) -> Block:
    options = [option(translator.say(label), reminding.value) for reminding, label in REMINDING.items()]
    label = translator.say("Når vil du ha påminnelser?")
    return field(ids.REMINDING, label, radio_buttons(options, chosen.reminding))


def _kinds(form: WishesForm, translator: Translator) -> Block:
    options = [_kind(kind, translator) for kind in form.kinds]
    wanted = [kind for kind in form.kinds if form.preferences.wants(kind)]
    return field(ids.KINDS, translator.say("Hva vil du få varsel om?"), checkboxes(options, wanted), optional=True)


def _kind(kind: NoticeKind, translator: Translator) -> Element:
    more = MORE.get(kind)
    return option(translator.say(KINDS[kind]), kind.value, translator.say(more) if more else None)


def _quiet_hours(chosen: Preferences, translator: Translator) -> Block:
    only = option(translator.say("Ikke forstyrr meg utenfor arbeidstiden"), QUIET)
    hint = translator.say(
        "Påminnelser kommer uansett bare i arbeidstiden. Krysser du av her, venter også varsler om det kollegene "
        "dine gjør, til kl. 08.00 neste arbeidsdag. Gjør du noe i Saksbot før det, får du dem med en gang."
    )
    element = checkboxes([only], [QUIET] if chosen.quiet_hours else [])
    return field(ids.QUIET_HOURS, translator.say("Arbeidstid"), element, hint=hint, optional=True)
