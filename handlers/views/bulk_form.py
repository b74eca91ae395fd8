"""The dialog "Flytt flere" in its steps: which list, which of them and to whom, what would happen, and what has."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from domain.bulk_moves import Candidate, Candidates, DryRun, Listed, Outcome, Told, roles_for
from domain.errors import N_
from domain.places import Place
from handlers.translator import Translator
from handlers.views import bulk_fields, bulk_told, ids
from handlers.views.absences import absent
from handlers.views.blocks import Block, Element, alert, context, facts, header, modal, one_line, option, section
from handlers.views.bulk_lines import listed, role, summary
from handlers.views.inputs import (
    CHECKBOXES,
    checkboxes,
    external_select,
    field,
    long_text_input,
    radio_buttons,
    static_select,
)
from handlers.views.status import name_of
from handlers.views.subtask_form import ROLES

LISTS: Final = {
    Listed.UNDISTRIBUTED: N_("Saker til fordeling"),
    Listed.OWNERLESS: N_("Saker uten sakseier"),
    Listed.CASES: N_("Saker som har sakseier"),
    Listed.SUBTASKS: N_("Deloppgavene til én person"),
    Listed.OVERDUE: N_("Deloppgaver som har gått over fristen"),
    Listed.UNOPENED: N_("Deloppgaver som ikke er åpnet"),
}
EVERY: Final = "every"
WITH_RESTING: Final = "with_resting"
OUTCOMES: Final = {
    Outcome.MOVES: N_("Flyttes"),
    Outcome.OFFERED: N_("Tilbys"),
    Outcome.RESTS: N_("På vent, og blir der de er"),
    Outcome.DISQUALIFIED: N_("{name} er inhabil"),
    Outcome.NO_ROLE: N_("{name} kan ikke få dem"),
    Outcome.NOBODY: N_("Ingen andre ved stedet har rollen"),
    Outcome.THEIRS: N_("{name} har dem fra før"),
    Outcome.OFFERED_BEFORE: N_("Tilbudt fra før"),
    Outcome.ENDED: N_("Avsluttet i mellomtiden"),
}


def choose_form(translator: Translator, chosen: str = "") -> dict[str, Any]:
    """Draw the first step: which list, whose, and where."""
    lists = [option(translator.say(words), name) for name, words in LISTS.items()]
    return modal(
        translator.say("Flytt flere"),
        [
            field(ids.LISTED, translator.say("Hva vil du flytte?"), radio_buttons(lists, chosen)),
            field(
                ids.PERSON,
                translator.say("Hvem har dem nå?"),
                external_select(ids.HOLDER_PICK, translator.say("Skriv et navn")),
                hint=translator.say("Må velges for deloppgavene til én person. Ellers kan feltet stå tomt."),
                optional=True,
            ),
            field(
                ids.PLACE,
                translator.say("Sted"),
                external_select(ids.PLACE_PICK, translator.say("Skriv navnet på et sted")),
                hint=translator.say("Tomt felt betyr alle stedene du fordeler saker for."),
                optional=True,
            ),
        ],
        submit=translator.say("Fortsett"),
        close=translator.say("Avbryt"),
        callback_id=ids.BULK_MOVE_CHOOSE,
    )


def place_options(found: list[Place]) -> list[Element]:
    """Give the choices of `Sted`."""
    return [option(place.name, str(place.id)) for place in found]


def pick_form(found: Candidates, translator: Translator) -> dict[str, Any]:
    """Draw the second step: which of them, and to whom."""
    is_of_cases = found.wanted.listed.is_of_cases
    if not found.shown:
        nothing = section(translator.say("Det er ingenting å flytte i denne listen."))
        return modal(translator.say("Flytt flere"), [_list(found, translator), nothing], close=translator.say("Lukk"))
    return modal(
        translator.say("Flytt flere"),
        [
            _list(found, translator),
            *_limited(found, translator),
            *_every(found, translator),
            *_things(found, translator),
            *_to_whom(translator, is_of_cases=is_of_cases),
            *_resting(found, translator),
            *([] if is_of_cases else [_reason(translator)]),
        ],
        submit=translator.say("Se hva som skjer"),
        close=translator.say("Avbryt"),
        callback_id=ids.BULK_MOVE_PLAN,
        metadata={"cases": is_of_cases},
    )


def _list(found: Candidates, translator: Translator) -> Block:
    told = [(translator.say("Liste"), translator.say(LISTS[found.wanted.listed]))]
    if found.person and found.wanted.listed.may_be_of_person:
        told.append((translator.say("Nå hos"), name_of(found.person, translator)))
    if found.place:
        told.append((translator.say("Sted"), found.place.name))
    return facts(told)


def _limited(found: Candidates, translator: Translator) -> list[Block]:
    if not found.has_more:
        return []
    words = translator.say("Listen viser de første {n}. De neste kommer når disse er flyttet.", n=len(found.shown))
    return [context(words)]


def _every(found: Candidates, translator: Translator) -> list[Block]:
    if len(found.shown) == 1:
        return []
    every = option(translator.say("Alle {n} i listen", n=len(found.shown)), EVERY)
    return [field(ids.EVERY, translator.say("Velg alle"), checkboxes([every], ()), optional=True)]


def _things(found: Candidates, translator: Translator) -> list[Block]:
    """Draw as many groups of checkboxes as are needed: Slack has room for ten in each."""
    groups = [found.shown[at : at + CHECKBOXES] for at in range(0, len(found.shown), CHECKBOXES)]
    return [
        field(
            bulk_fields.things_of(number),
            _group(number, len(group), len(found.shown), translator),
            checkboxes([_option(one, translator) for one in group], ()),
            optional=True,
        )
        for number, group in enumerate(groups)
    ]


def _group(number: int, size: int, of_all: int, translator: Translator) -> str:
    if of_all <= CHECKBOXES:
        return translator.say("Velg hvilke")
    first = number * CHECKBOXES + 1
    return translator.say("Velg hvilke ({first} til {last})", first=first, last=first + size - 1)


def _option(one: Candidate, translator: Translator) -> Element:
    holder = name_of(one.holder, translator) if one.holder else one_line(one.place, 50)
    if one.deadline_on is None:
        described = translator.say("{id} · {holder}", id=one.case_id, holder=holder)
    else:
        deadline = translator.short_day(one.deadline_on)
        described = translator.say("{id} · {holder} · {deadline}", id=one.case_id, holder=holder, deadline=deadline)
    rests = translator.say("På vent · {told}", told=described) if one.rests else described
    return option(one.title, one.key, rests)


def _to_whom(translator: Translator, *, is_of_cases: bool) -> list[Block]:
    typed = translator.say("Skriv minst tre tegn av navnet") if is_of_cases else translator.say("Skriv et navn")
    label = translator.say("Ny sakseier") if is_of_cases else translator.say("Ny ansvarlig")
    offered = [option(translator.say(ROLES[one]), one) for one in roles_for(is_of_cases=is_of_cases)]
    return [
        field(ids.RECEIVER, label, external_select(ids.RECEIVER_PICK, typed), optional=True),
        field(
            ids.ROLE,
            translator.say("Eller tilby til alle ved stedet med rollen"),
            static_select(offered, "", translator.say("Velg en rolle")),
            hint=translator.say("Den første som tar oppgaven, får den. Til da blir den der den er."),
            optional=True,
        ),
    ]


def _resting(found: Candidates, translator: Translator) -> list[Block]:
    if not found.rests:
        return []
    words = translator.count(
        "Ta også med {n} som er på vent. Ventingen blir da avsluttet.",
        "Ta også med {n} som er på vent. Ventingen blir da avsluttet.",
        found.rests,
    )
    return [field(ids.RESTING, translator.say("På vent"), checkboxes([option(words, WITH_RESTING)], ()), optional=True)]


def _reason(translator: Translator) -> Block:
    hint = translator.say("Begrunnelsen står i historikken.")
    return field(ids.REASON, translator.say("Begrunnelse"), long_text_input(), hint=hint)


def dry_run(run: DryRun, translator: Translator) -> dict[str, Any]:
    """Draw the third step: what would happen, in one line and line by line. Nothing has happened yet."""
    done = sum(1 for line in run.lines if line.outcome.is_done)
    submit = translator.say("Tilby") if run.role else translator.say("Flytt")
    return modal(
        translator.say("Kontroller"),
        [
            *_shown_again(run, translator),
            *_receiver(run, translator),
            *_summed_up(run, translator),
            *(block for outcome in Outcome for block in _of(run, outcome, translator)),
        ],
        submit=submit if done else None,
        close=translator.say("Avbryt"),
        callback_id=ids.BULK_MOVE,
        metadata={"move": run.number},
    )


def _shown_again(run: DryRun, translator: Translator) -> list[Block]:
    if not run.shown_again:
        return []
    told = translator.say("Noe er endret siden du så listen, så ingenting er flyttet. Kontroller den en gang til.")
    return [alert(told, "warning")]


def _receiver(run: DryRun, translator: Translator) -> list[Block]:
    if run.receiver is None:
        return [facts([(translator.say("Tilbys til"), role(run.role, translator))])]
    label = translator.say("Ny sakseier") if run.is_of_cases else translator.say("Ny ansvarlig")
    name = name_of(run.receiver, translator)
    away = (
        [alert(translator.say("{name} er {absent}.", name=name, absent=absent(run.away, translator)), "warning")]
        if run.away
        else []
    )
    return [facts([(label, name)]), *away]


def _summed_up(run: DryRun, translator: Translator) -> list[Block]:
    if not run.lines:
        return [section(translator.say("Det er ingenting igjen å flytte."))]
    counted = Counter(line.outcome for line in run.lines)
    counts = [(outcome, counted[outcome]) for outcome in Outcome]
    return [section(summary(counts, run.receiver, translator, is_of_cases=run.is_of_cases))]


def _of(run: DryRun, outcome: Outcome, translator: Translator) -> list[Block]:
    lines = run.of(outcome)
    if not lines:
        return []
    heading = translator.say(OUTCOMES[outcome], name=one_line(name_of(run.receiver, translator), 100))
    return [header(heading), *listed([line.thing for line in lines], translator, is_of_cases=run.is_of_cases)]


def done_form(told: Told, translator: Translator) -> dict[str, Any]:
    """Draw the last step: what has happened, and for how long it can be taken back."""
    blocks = bulk_told.told(told, translator).blocks
    return modal(translator.say("Flytt flere"), blocks, close=translator.say("Lukk"))
