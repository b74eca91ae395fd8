"""What an import would change, in lines for the administrator: person by person, and case by case."""

from __future__ import annotations

from collections.abc import Iterator

from cases.importing import Preview
from cases.importing.plan import CaseStep, PersonStep, PlaceStep
from handlers.translator import Translator


def changes(preview: Preview, translator: Translator) -> list[str]:
    """One line for each place, person and case that would be added or changed, and for each case left without owner."""
    plan = preview.plan
    lines = [
        *(_place(step, translator) for step in plan.places),
        *(_person(step, translator) for step in plan.people),
        *(_case(step, translator) for step in plan.cases),
        *(_removed(case_id, translator) for case_id in plan.removed),
        *(_left(case_id, translator) for case_id in preview.ownerless),
    ]
    return lines or [translator.say("Ingenting er nytt eller endret.")]


def _place(step: PlaceStep, translator: Translator) -> str:
    record, known = step.record, step.known
    if known is None:
        return translator.say("Nytt sted {code}: {name}", code=record.code, name=record.name)
    facts: list[tuple[str, str | None, str | None]] = [("navn", known.name, record.name)]
    facts += [("under", known.under, record.under)] if record.says_under else []
    return translator.say("Sted {code}: {what}", code=record.code, what=_told(facts))


def _person(step: PersonStep, translator: Translator) -> str:
    record, known = step.record, step.known
    roles = sorted(step.roles - (known.roles if known else frozenset()))
    more = [f"+ {role} {place}" for place, role in roles]
    if known is None:
        what = "; ".join([record.name, *more])
        return translator.say("Ny person {email}: {what}", email=record.email, what=what)
    facts = [
        ("e-post", known.email, record.email),
        ("navn", known.name, record.name),
        ("slack_id", known.slack_id, step.slack_id),
    ]
    lost = [f"− {role} {place}" for place, role in sorted(known.roles - step.roles)]
    if known.active != step.active:
        more = ["får tilgang" if step.active else "mister tilgangen", *more]
    what = "; ".join(filter(None, [_told(facts), *more, *lost]))
    return translator.say("Person {email}: {what}", email=known.email, what=what)


def _case(step: CaseStep, translator: Translator) -> str:
    what = "; ".join(_of_case(step))
    if step.known is None:
        return translator.say("Ny sak {id}: {what}", id=step.record.id, what=what)
    return translator.say("Sak {id}: {what}", id=step.record.id, what=what)


def _removed(case_id: str, translator: Translator) -> str:
    return translator.say("Sak {id}: fjernes", id=case_id)


def _left(case_id: str, translator: Translator) -> str:
    return translator.say("Sak {id}: ville stå uten sakseier", id=case_id)


def _of_case(step: CaseStep) -> Iterator[str]:
    if step.known is None:
        yield step.record.title
        yield f"sakseier {step.owner or '–'}"
        if step.record.type:
            yield f"type {step.record.type}"
    for name, (before, after) in step.changes.items():
        yield FACTS[name] if name == "text" else f"{FACTS[name]} {before or '–'} → {after or '–'}"
    for one in step.attachments:
        yield f"{'±' if one.known else '+'} vedlegg {one.record.content.name}"


FACTS = {
    "title": "tittel",
    "place": "sted",
    "applicant_name": "søker",
    "applicant_email": "søkers e-postadresse",
    "applied_on": "søkt",
    "owner": "sakseier",
    "deadline": "frist",
    "text": "ny tekst",
    "status": "status",
    "type": "type",
}


def _told(facts: list[tuple[str, str | None, str | None]]) -> str:
    return "; ".join(f"{name} {before or '–'} → {after or '–'}" for name, before, after in facts if before != after)
