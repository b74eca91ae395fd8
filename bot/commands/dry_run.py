"""What an import would change, in lines for the administrator: person by person, and case by case."""

from __future__ import annotations

from collections.abc import Iterator

from cases.importing import Preview
from cases.importing.plan import CaseStep, PersonStep, PlaceStep
from handlers.words import Words


def changes(preview: Preview, words: Words) -> list[str]:
    """One line for each place, person and case that would be added or changed, and for each case left without owner."""
    plan = preview.plan
    lines = [
        *(_place(step, words) for step in plan.places),
        *(_person(step, words) for step in plan.people),
        *(_case(step, words) for step in plan.cases),
        *(_removed(case_id, words) for case_id in plan.removed),
        *(_left(case_id, words) for case_id in preview.ownerless),
    ]
    return lines or [words.say("Ingenting er nytt eller endret.")]


def _place(step: PlaceStep, words: Words) -> str:
    record, known = step.record, step.known
    if known is None:
        return words.say("Nytt sted {code}: {name}", code=record.code, name=record.name)
    facts: list[tuple[str, str | None, str | None]] = [("navn", known.name, record.name)]
    facts += [("under", known.under, record.under)] if record.says_under else []
    return words.say("Sted {code}: {what}", code=record.code, what=_told(facts))


def _person(step: PersonStep, words: Words) -> str:
    record, known = step.record, step.known
    roles = sorted(step.roles - (known.roles if known else frozenset()))
    more = [f"+ {role} {place}" for place, role in roles]
    if known is None:
        what = "; ".join([record.name, *more])
        return words.say("Ny person {email}: {what}", email=record.email, what=what)
    facts = [
        ("e-post", known.email, record.email),
        ("navn", known.name, record.name),
        ("slack_id", known.slack_id, step.slack_id),
    ]
    lost = [f"− {role} {place}" for place, role in sorted(known.roles - step.roles)]
    if known.active != step.active:
        more = ["får tilgang" if step.active else "mister tilgangen", *more]
    what = "; ".join(filter(None, [_told(facts), *more, *lost]))
    return words.say("Person {email}: {what}", email=known.email, what=what)


def _case(step: CaseStep, words: Words) -> str:
    what = "; ".join(_of_case(step))
    if step.known is None:
        return words.say("Ny sak {id}: {what}", id=step.record.id, what=what)
    return words.say("Sak {id}: {what}", id=step.record.id, what=what)


def _removed(case_id: str, words: Words) -> str:
    return words.say("Sak {id}: fjernes", id=case_id)


def _left(case_id: str, words: Words) -> str:
    return words.say("Sak {id}: ville stå uten sakseier", id=case_id)


def _of_case(step: CaseStep) -> Iterator[str]:
    if step.known is None:
        yield step.record.title
        yield f"sakseier {step.owner or '–'}"
    for name, (before, after) in step.changes.items():
        yield _FACTS[name] if name == "text" else f"{_FACTS[name]} {before or '–'} → {after or '–'}"
    for one in step.attachments:
        yield f"{'±' if one.known else '+'} vedlegg {one.record.content.name}"


_FACTS = {
    "title": "tittel",
    "place": "sted",
    "applicant_name": "søker",
    "applicant_email": "søkers e-postadresse",
    "applied_on": "søkt",
    "owner": "sakseier",
    "deadline": "frist",
    "text": "ny tekst",
    "status": "status",
}


def _told(facts: list[tuple[str, str | None, str | None]]) -> str:
    return "; ".join(f"{name} {before or '–'} → {after or '–'}" for name, before, after in facts if before != after)
