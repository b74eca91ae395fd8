"""The dialogs "Vanlige deloppgaver": choose a set, tick its lines, and see and change what is proposed for each."""

from __future__ import annotations

from typing import Any, Final

from domain import validation
from domain.ready_sets import ProposedLine, SetChoice, SetForm, field_of, is_roomy
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.attachments import attachment_options
from handlers.views.blocks import (
    Block,
    bold,
    clip,
    context,
    divider,
    facts,
    line_of,
    modal,
    one_line,
    option,
    rich,
    section,
    words_of,
)
from handlers.views.disqualification_form import disqualified_line
from handlers.views.inputs import (
    date_input,
    external_select,
    field,
    long_text_input,
    several,
    static_select,
    text_input,
)
from handlers.views.subtask_form import assignee_options, deadline_hint

_SHOWN: Final = 300
CHOICES: Final = 80
"""So many attachments are listed in all fields together: Slack takes views of at most 250 kB."""


def choose_set_form(choice: SetChoice, translator: Translator) -> dict[str, Any]:
    """Draw the first step where there are several sets."""
    options = [option(each.name, str(number)) for number, each in enumerate(choice.sets)]
    return modal(
        translator.say("Vanlige deloppgaver"),
        [
            facts([(translator.say("Sak"), choice.case.title)]),
            field(ids.SET, translator.say("Sett"), static_select(options, "0", translator.say("Velg et sett"))),
        ],
        submit=translator.say("Fortsett"),
        close=translator.say("Avbryt"),
        callback_id=ids.SETS_CHOOSE,
        metadata={"case": choice.case.id, "mark": choice.mark},
    )


def tick_lines_form(choice: SetChoice, translator: Translator) -> dict[str, Any]:
    """Draw the step in which the lines of a set are ticked; all of them are at first."""
    number = choice.chosen or 0
    chosen = choice.sets[number]
    options = [option(line.title, str(place)) for place, line in enumerate(chosen.lines)]
    ticked = [str(place) for place in range(len(chosen.lines))]
    hint = translator.say("I neste steg ser du hva som foreslås for hver av dem. Ingenting opprettes før det.")
    return modal(
        translator.say("Vanlige deloppgaver"),
        [
            facts([(translator.say("Sak"), choice.case.title), (translator.say("Sett"), chosen.name)]),
            field(
                ids.LINES,
                translator.say("Deloppgaver"),
                several(options, ticked, translator.say("Velg deloppgaver"), ids.ATTACHMENTS_PICK),
                hint=hint,
            ),
        ],
        submit=translator.say("Fortsett"),
        close=translator.say("Avbryt"),
        callback_id=ids.SETS_TICK,
        metadata={"case": choice.case.id, "mark": choice.mark, "set": number},
    )


def set_form(form: SetForm, translator: Translator) -> dict[str, Any]:
    """Draw the step in which each ticked line is seen with its proposals, and can be changed."""
    has_fields = is_roomy([one.line for one in form.lines])  # seven blocks each, or four: below Slack's 100
    deadlines = (translator.say("Frist"), deadline_hint(form.form, translator))
    return modal(
        translator.say("Vanlige deloppgaver"),
        [
            facts([(translator.say("Sak"), form.form.case_title), (translator.say("Sett"), form.name), deadlines]),
            context(_granted(form, translator)),
            *disqualified_line(form.form.disqualified, translator),
            *(block for one in form.lines for block in _line(form, one, translator, has_fields=has_fields)),
        ],
        submit=translator.say("Opprett"),
        close=translator.say("Avbryt"),
        callback_id=ids.SETS_CREATE,
        metadata={
            "case": form.form.case_id,
            "mark": form.mark,
            "set": form.chosen,
            "lines": [one.number for one in form.lines],
        },
    )


def _granted(form: SetForm, translator: Translator) -> str:
    if not form.form.attachments:
        return translator.say("Saken har ingen vedlegg å gi tilgang til.")
    return translator.say("Den ansvarlige får tilgang til vedleggene som er krysset av, og ingen andre.")


def _line(form: SetForm, one: ProposedLine, translator: Translator, *, has_fields: bool) -> list[Block]:
    """Draw the fields of one line; the labels name it, so that each is known where the others are out of sight."""
    name = clip(one_line(one.line.title), 60)
    blocks = _words(one, translator, has_fields=has_fields)
    picked = assignee_options([one.assignee], translator)[0] if one.assignee else None
    pick = external_select(ids.ASSIGNEE_PICK, translator.say("Skriv et navn"), picked)
    blocks.append(
        field(field_of(one.number, ids.ASSIGNEE), translator.say("Ansvarlig for «{title}»", title=name), pick)
    )
    due = date_input(one.proposed.deadline_on)
    blocks.append(field(field_of(one.number, ids.DEADLINE), translator.say("Frist for «{title}»", title=name), due))
    if has_fields:
        label = translator.say("Beskrivelse av «{title}»", title=name)
        text = long_text_input(one.proposed.description)
        blocks.append(field(field_of(one.number, ids.DESCRIPTION), label, text))
    if form.form.attachments:
        files = several(
            attachment_options(form.form.attachments, translator),
            [str(number) for number in one.proposed.attachment_ids],
            translator.say("Velg vedlegg"),
            ids.ATTACHMENTS_PICK,
            listed=CHOICES // len(form.lines),
        )
        label = translator.say("Gi tilgang til vedlegg i «{title}»", title=name)
        blocks.append(field(field_of(one.number, ids.ATTACHMENTS), label, files, optional=True))
    return blocks


def _words(one: ProposedLine, translator: Translator, *, has_fields: bool) -> list[Block]:
    """Draw its title and what else the set says of it; as fields where there is room, else to be read."""
    more = _more(one, translator)
    if not has_fields:
        told = [one_line(one.line.text, _SHOWN), *more]
        return [rich(line_of([bold(one_line(one.line.title, 150)), *(words_of(f"\n{text}") for text in told)]))]
    title = text_input(most=validation.TITLE, initial=one.proposed.title)
    blocks = [divider(), field(field_of(one.number, ids.TITLE), translator.say("Tittel"), title)]
    return [*blocks, *([section("\n".join(more))] if more else [])]


def _more(one: ProposedLine, translator: Translator) -> list[str]:
    """Say for which other one it waits, and what has to be answered in it."""
    waits = translator.say("Venter på «{title}»", title=one_line(one.waits_for, 150)) if one.waits_for else ""
    questions = len(one.line.answer_form)
    asked = (
        translator.count(
            "Har {n} spørsmål som besvares før den løses", "Har {n} spørsmål som besvares før den løses", questions
        )
        if questions
        else ""
    )
    return [text for text in (waits, asked) if text]
