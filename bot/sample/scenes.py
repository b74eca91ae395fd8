"""What has happened in the sample before anybody looks: a few subtasks, done by the acts that people do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.acts import assigning, closing, conclusions, messages, subtasks
from cases.context import Context
from cases.pages import main_page, subtask_pages
from domain.endings import Closing
from domain.values import NewSubtask
from store import subtasks as subtask_rows

_KARI, _OLA, _NAMESAKE, _AISHA = "U0KARI", "U0OLA", "U0OLA2", "U0AISHA"
CHOSEN = {_AISHA: "nn", _NAMESAKE: "en"}
"""The others have chosen no language, and read bokmål."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A subtask as its case owner gives it: due so many days before the case is."""

    case_id: str
    owner: str
    assignee: str
    title: str
    days_before: int
    description: str
    files: tuple[str, ...]


_COURSES = _Given(
    case_id="2026-101",
    owner=_KARI,
    assignee="ola@uni.example",
    title="Vurder emnene i middelalderhistorie",
    days_before=10,
    description=(
        "Dekker HIS121 og HIS124 våre emner HIS1200 og HIS1300, helt eller delvis?\n\n"
        "Skriv hvor mange studiepoeng du mener kan innpasses, og begrunn det kort."
    ),
    files=("vitnemal.pdf", "emnebeskrivelser.pdf"),
)
_CREDITS = _Given(
    case_id="2026-101",
    owner=_KARI,
    assignee="aisha@uni.example",
    title="Kontroller studiepoengene",
    days_before=7,
    description="Stemmer emnelisten med karakterutskriften? Se også om noe overlapper med emner hun har tatt hos oss.",
    files=("vitnemal.pdf", "emneliste.xlsx"),
)
_SEMINARS = _Given(
    case_id="2026-063",
    owner=_KARI,
    assignee="ola.hansen2@uni.example",
    title="Bekreft tidligere deltakelse i seminarene",
    days_before=2,
    description="Søkeren sier at hun fulgte alle seminarene i fjor. Kan du bekrefte det fra listene dine?",
    files=(),
)
_REFERENCE = _Given(
    case_id="2026-095",
    owner=_AISHA,
    assignee="kari@uni.example",
    title="Se over arbeidsattesten",
    days_before=7,
    description="Holder arbeidet ved museet til fem års relevant praksis? Jeg trenger din vurdering av attesten.",
    files=("arbeidsattest.pdf", "kursbevis.png"),
)


def choose_languages(context: Context, now: datetime) -> None:
    """Let some people choose in which language the bot speaks to them."""
    for slack_id, language in CHOSEN.items():
        main_page.choose_language(context, language, actor=slack_id, now=now)


def play(context: Context, now: datetime) -> None:
    """Let the last days happen, right after the sample was taken in."""
    friday, yesterday, today = now - timedelta(days=3), now - timedelta(days=1), now - timedelta(minutes=20)
    for case_id, owner in (("2026-101", _KARI), ("2026-063", _KARI), ("2026-087", _KARI), ("2026-095", _AISHA)):
        subtask_pages.enter_case(context, case_id, actor=owner, now=friday)

    seminars = _create(context, _SEMINARS, friday)
    subtasks.enter(context, seminars, actor=_NAMESAKE, now=yesterday)
    confirmed = "Bekreftet: Hun møtte til alle ti seminarene, og begge innleveringene er godkjent."
    conclusions.save(context, seminars, confirmed, actor=_NAMESAKE, now=yesterday)
    subtasks.solve(context, seminars, actor=_NAMESAKE, now=yesterday)
    closing.close(context, _SEMINARS.case_id, Closing(seminars), actor=_KARI, key="sample:closed", now=today)

    courses = _create(context, _COURSES, friday)
    subtasks.enter(context, courses, actor=_OLA, now=yesterday)
    asked = "HIS121 ser grei ut. For HIS124 savner jeg pensumlisten. Har søkeren den?"
    messages.write(context, courses, asked, actor=_OLA, key="sample:asked", now=yesterday)
    answered = "Jeg har spurt henne, og du får den så snart den kommer."
    messages.write(context, courses, answered, actor=_KARI, key="sample:answered", now=today)

    _create(context, _CREDITS, today)
    _create(context, _REFERENCE, today)


def _create(context: Context, given: _Given, now: datetime) -> int:
    form = subtasks.form(context, given.case_id, actor=given.owner, now=now)
    (assignee,) = assigning.assignable(context, given.case_id, given.assignee, actor=given.owner)
    new = NewSubtask(
        title=given.title,
        deadline_on=form.latest_on - timedelta(days=given.days_before) if form.latest_on else form.today,
        assignee_id=assignee.person.id,
        description=given.description,
        attachment_ids=tuple(file.id for file in form.attachments if file.name in given.files),
    )
    subtasks.create(context, given.case_id, new, actor=given.owner, key=f"sample:{given.title}", now=now)
    with context.database.read() as connection:
        return next(one.id for one in subtask_rows.all_in(connection, given.case_id) if one.title == given.title)
