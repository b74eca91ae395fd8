"""The main page on App Home (S23-S25), the lists of the slash commands and their help."""

from __future__ import annotations

from typing import Any, Final

from domain import page_sizes
from domain.errors import N_
from domain.forms import Home, Tab
from domain.languages import LANGUAGES
from domain.lists import ListKind
from domain.values import WORKED_ON, CaseLine, Ending, SubtaskFacts
from handlers.translator import Translator
from handlers.views import ids, introduction
from handlers.views.absence_form import away_line, to_absence
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    header,
    home_tab,
    menu,
    modal,
    one_line,
    option,
    section,
)
from handlers.views.bulk_told import to_takeable
from handlers.views.button_values import wanted_list_value
from handlers.views.calendar_form import to_calendar
from handlers.views.delivery_line import delivery_line
from handlers.views.list_form import to_list
from handlers.views.notification_settings_form import wishes_line
from handlers.views.pagination import subtask_turns, turning_by_number
from handlers.views.rounds import counted
from handlers.views.search_page import search_row
from handlers.views.standing import due, needed
from handlers.views.status import (
    behalf,
    case_status,
    is_own,
    is_owner,
    name_of,
    owner_name,
    status_and_hold,
    unsolved_in_case,
    with_stand_in,
)
from handlers.views.waiting import ownerless, waiting
from handlers.views.ways import to_case, to_subtask

TABS: Final = {
    Tab.MINE: (ids.HOME_TAB_MINE, N_("Å gjøre")),
    Tab.GIVEN: (ids.HOME_TAB_GIVEN, N_("Gitt til andre")),
    Tab.SOLVED: (ids.HOME_TAB_SOLVED, N_("Løst")),
}
SHOWN: Final = {
    Tab.MINE: N_("Viser deloppgavene du skal løse, den med nærmeste frist først."),
    Tab.GIVEN: N_("Viser uløste deloppgaver som andre har i sakene dine. Det som trenger deg, står først."),
    Tab.SOLVED: N_("Viser løste deloppgaver, både dine egne og andres i sakene dine, sist løste først."),
}
NONE: Final = {
    Tab.MINE: N_("Du har ingen deloppgaver. Når du får en, kommer den hit, og du får en melding fra Saksbot."),
    Tab.GIVEN: N_("Ingen andre har uløste deloppgaver i sakene dine. Du oppretter en ny fra sakssiden."),
    Tab.SOLVED: N_("Ingen deloppgaver er løst ennå, verken dine egne eller andres i sakene dine."),
}


def home(home: Home, translator: Translator) -> dict[str, Any]:
    """Draw the main page, one page of each list."""
    return home_tab(
        [
            *_asked_for_language(home, translator),
            *away_line(home.absence, translator),
            *search_row(home, translator),
            *ownerless(home, translator),
            *waiting(home, translator),
            *_needing(home, translator),
            header(translator.say("Mine deloppgaver")),
            *_tabs(home, translator),
            *_subtasks(home, translator),
            *turning_by_number(
                ids.HOME_SUBTASKS_PAGE, subtask_turns(translator), home.subtask_page, has_more=home.more_subtasks
            ),
            divider(),
            header(translator.say("Mine saker")),
            *_cases(home, translator),
            *turning_by_number(ids.HOME_CASES_PAGE, _case_turns(translator), home.case_page, has_more=home.more_cases),
            divider(),
            wishes_line(home.preferences, translator),
            *_language(home, translator),
            delivery_line(home, translator),
        ]
    )


def stranger(sentence: str) -> dict[str, Any]:
    """Draw the main page of somebody whom the institution does not know: one sentence in their language."""
    return home_tab([section(sentence)])


def my_subtasks(home: Home, translator: Translator) -> dict[str, Any]:
    """Draw the answer to `/deloppgave`: the first of the reader's own subtasks."""
    rest = [context(translator.say("Flere deloppgaver finner du i fanen Home.")) for _ in [1] if home.more_subtasks]
    return modal(
        translator.say("Mine deloppgaver"), [*_subtasks(home, translator), *rest], close=translator.say("Lukk")
    )


def my_cases(home: Home, translator: Translator) -> dict[str, Any]:
    """Draw the answer to `/sak`: the first of the reader's own cases."""
    rest = [context(translator.say("Flere saker finner du i fanen Home.")) for _ in [1] if home.more_cases]
    return modal(translator.say("Mine saker"), [*_cases(home, translator), *rest], close=translator.say("Lukk"))


def help_text(translator: Translator, command: str) -> str:
    """Explain a slash command, as mrkdwn; it holds nothing that people wrote."""
    if command == "/sak":
        return translator.say(
            "`/sak` viser sakene dine.\n`/sak 2026-101` åpner saken med det nummeret.\n"
            "`/sak vitnemål Uppsala` søker etter ordene i det du kan åpne: titler, tekster, meldinger og navn.\n"
            "`/sak inhabil 2026-101` melder deg inhabil i saken.\n`/sak hjelp` viser denne teksten."
        )
    return translator.say(
        "`/deloppgave` viser deloppgavene dine.\n`/deloppgave ny 2026-101` oppretter en ny deloppgave i saken med "
        "det nummeret.\n`/deloppgave hjelp` viser denne teksten."
    )


# ---- lists ---------------------------------------------------------------------------------------


def _tabs(home: Home, translator: Translator) -> list[Block]:
    """Draw the three lists' buttons, the chosen one marked, and in words which list it is."""
    buttons = [_tab(tab, home, translator) for tab in TABS]
    told = translator.say(SHOWN[home.tab])
    below = section(told, to_takeable(home.takeable, translator)) if home.takeable else context(told)
    files = to_list(wanted_list_value(ListKind(home.tab)), translator)
    return [actions(*buttons, *to_absence(home, translator), files, *to_calendar(home, translator)), below]


def _tab(tab: Tab, home: Home, translator: Translator) -> Element:
    action_id, label = TABS[tab]
    if tab is not home.tab:
        return button(translator.say(label), action_id, tab.value)
    about = translator.say("{list}, valgt", list=translator.say(label))
    return button(translator.say(label), action_id, tab.value, style="primary", about=about)


def _subtasks(home: Home, translator: Translator) -> list[Block]:
    if not home.subtasks:
        return [section(translator.say(NONE[home.tab]))]
    return [block for each in home.subtasks[: page_sizes.SUBTASKS] for block in _subtask(each, home, translator)]


def _subtask(subtask: SubtaskFacts, home: Home, translator: Translator) -> list[Block]:
    """Draw the case's title above the subtask's own, as the seed does (S24)."""
    return [
        context(one_line(subtask.case_title, 255)),
        section(one_line(subtask.title, 150), to_subtask(subtask, translator)),
        context(_standing_for(subtask, home, translator)),
    ]


def _standing_for(subtask: SubtaskFacts, home: Home, translator: Translator) -> str:
    standing, absent = _standing(subtask, home, translator), behalf(subtask, home.reader)
    if subtask.round:
        standing = f"{standing} · {counted(subtask.round, translator)}"
    if absent is None:
        return standing
    return translator.say("{standing} · på vegne av {name}", standing=standing, name=name_of(absent, translator))


def _standing(subtask: SubtaskFacts, home: Home, translator: Translator) -> str:
    values = {
        "status": status_and_hold(subtask, translator),
        "due": due(subtask.deadline_on, home.today, translator),
        "owner": owner_name(subtask, translator),
    }
    if subtask.ending is Ending.ASSIGNEE and is_owner(subtask, home.reader):
        return values["status"]
    if subtask.is_solved and is_owner(subtask, home.reader) and not is_own(subtask):
        return translator.say(
            "{status} · ansvarlig: {assignee}", assignee=name_of(subtask.assignee, translator), **values
        )
    if subtask.is_solved:
        return translator.say("{status} · sakseier: {owner}", **values)
    if home.tab is Tab.GIVEN:
        return _given_standing(subtask, home, translator)
    return translator.say("{status} · {due} · sakseier: {owner}", **values)


def _given_standing(subtask: SubtaskFacts, home: Home, translator: Translator) -> str:
    if subtask.need:
        return needed(subtask, home.today, translator)
    return translator.say(
        "{status} · {due} · ansvarlig: {assignee}",
        status=status_and_hold(subtask, translator),
        due=due(subtask.deadline_on, home.today, translator),
        assignee=with_stand_in(subtask.assignee, subtask.stand_in, translator),
    )


def _needing(home: Home, translator: Translator) -> list[Block]:
    """Draw what others have and what waits for the reader, the most urgent first; the list of all that has it, too."""
    if not home.needing or home.tab is Tab.GIVEN:
        return []
    shown = home.needing[: page_sizes.NEEDING]
    lines = [
        block
        for each in shown
        for block in (
            section(one_line(each.title, 150), to_subtask(each, translator)),
            context(f"{needed(each, home.today, translator)} · {each.case_id}"),
        )
    ]
    rest = home.count_needing - len(shown)
    more = translator.say("Og {n} til under «Gitt til andre».", n=rest)
    return [header(translator.say("Trenger deg")), *lines, *([context(more)] if rest > 0 else [])]


def _cases(home: Home, translator: Translator) -> list[Block]:
    if not home.cases:
        none = translator.say("Du er ikke sakseier for noen saker. Når du får en sak, kommer den hit.")
        return [section(none)]
    return [block for each in home.cases[: page_sizes.CASES] for block in _case(each, home, translator)]


def _case(line: CaseLine, home: Home, translator: Translator) -> list[Block]:
    opening = to_case(line.id, line.title, translator)
    standing = _case_standing(line, home, translator)
    if line.owner and line.owner.id != home.reader.id:
        name = name_of(line.owner, translator)
        standing = translator.say("{standing} · på vegne av {name}", standing=standing, name=name)
    return [section(one_line(line.title, 255), opening), context(standing)]


def _case_standing(line: CaseLine, home: Home, translator: Translator) -> str:
    values = {
        "id": line.id,
        "status": case_status(line.status, translator),
        "unsolved": unsolved_in_case(line.open_subtasks, translator),
    }
    if line.deadline_on is None:
        return translator.say("{id} · {status} · ingen frist · {unsolved}", **values)
    if line.status not in WORKED_ON:
        return translator.say("{id} · {status} · frist {deadline} · {unsolved}", deadline=line.deadline_on, **values)
    return translator.say(
        "{id} · {status} · {due} · {unsolved}", due=due(line.deadline_on, home.today, translator), **values
    )


# ---- the rest ------------------------------------------------------------------------------------


def _case_turns(translator: Translator) -> tuple[str, str]:
    return translator.say("Flere saker"), translator.say("Forrige side med saker")


def _asked_for_language(home: Home, translator: Translator) -> list[Block]:
    """Ask one whose language nobody knows, above everything else; in English too, for who reads nothing else here."""
    if home.reader.language is not None:
        return []
    other = Translator.of("nb" if translator.language == "en" else "en")
    asked = _languages(" · ".join(one.say("Språk") for one in (translator, other)), "", translator)
    return [asked, *introduction.lines(translator)]


def _language(home: Home, translator: Translator) -> list[Block]:
    """Show which language is spoken, to be changed; below everything else."""
    return (
        [_languages(translator.say("Språk"), translator.language, translator)]
        if home.reader.language is not None
        else []
    )


def _languages(said: str, chosen: str, translator: Translator) -> Block:
    options: list[Element] = [option(name, code) for code, name in LANGUAGES.items()]
    choice = menu(ids.HOME_LANGUAGE, options, chosen, translator.say("Velg språk"))
    return section(said, choice) | {"block_id": ids.LANGUAGE}
