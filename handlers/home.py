"""What a person does on App Home: open it, turn its pages, go into a case and back."""

from __future__ import annotations

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from cases.pages import main_page, subtask_pages
from domain.errors import NotAllowedError
from domain.forms import Tab
from handlers import asking
from handlers.dispatch import Listeners
from handlers.request import Request
from handlers.services import Services
from handlers.views import button_values, ids
from handlers.views import home as views
from handlers.views.case_page import case_modal


async def opened(ack: AsyncAck, request: Request, services: Services) -> None:
    """App Home was opened: draw it afresh, or say to a stranger that nobody knows them here."""
    if request.body["event"].get("tab", "home") == "home" and request.actor:
        try:
            await services.executor.execute(main_page.opened, actor=request.actor, now=services.clock.now())
        except NotAllowedError as refused:
            translator = await services.translators.of_person(request.actor)
            services.background.later(_show_stranger(services, request.actor, translator.refusal(refused)))
    await ack()


async def _show_stranger(services: Services, slack_id: str, sentence: str) -> None:
    try:
        await services.slack.views_publish(user_id=slack_id, view=views.stranger(sentence))
    except asking.NO_ANSWER:
        return  # they can open the tab again


async def open_case(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Åpne` at a case: its page, in App Home, under a notice, or in place of the list that a command gave.

    In place, because Slack lays no more than three modals on each other, and the case's own dialogs need two.
    """
    case_id = request.value
    if request.view.get("type") == "home":
        await turn(ack, request, services, case_id=case_id, case_page=0)
        return
    page = await services.executor.execute(
        subtask_pages.enter_case, case_id, actor=request.actor, now=services.clock.now()
    )
    view = case_modal(page, services.translators.of(page.reader.language))
    if request.in_modal:
        services.modals.replace(request.view["id"], view, actor=request.actor)
    else:
        services.modals.open(request, view)
    await ack()


async def back(ack: AsyncAck, request: Request, services: Services) -> None:
    """Back from a case to the page that it was opened from."""
    await turn(ack, request, services, case_id=None)


async def leave_page(ack: AsyncAck, request: Request, services: Services) -> None:
    """Back from another page to the main page."""
    await turn(ack, request, services, case_id=None, page=None, page_state=None)


async def turn_subtasks(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn the pages of `Mine deloppgaver`."""
    await turn(ack, request, services, subtasks_page=request.number)


async def turn_tab(ack: AsyncAck, request: Request, services: Services) -> None:
    """`Å gjøre`, `Gitt til andre`, `Løst`: which subtasks are listed."""
    tab = request.value if request.value in set(Tab) else Tab.MINE
    await turn(ack, request, services, tab=str(tab), subtasks_page=0)


async def turn_cases(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn the pages of `Mine saker`."""
    await turn(ack, request, services, cases_page=request.number)


async def turn_waiting(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn the pages of `Saker til fordeling`."""
    await turn(ack, request, services, waiting_page=request.number)


async def turn_case(ack: AsyncAck, request: Request, services: Services) -> None:
    """Turn the pages of a case's subtasks, in App Home or in the modal."""
    case_id, page = button_values.read_case_page(request.value)
    if not request.in_modal:
        await turn(ack, request, services, case_id=case_id, case_page=page)
        return
    shown = await services.executor.execute(
        subtask_pages.enter_case, case_id, actor=request.actor, now=services.clock.now(), page=page
    )
    view = case_modal(shown, services.translators.of(shown.reader.language))
    services.modals.replace(request.view["id"], view, actor=request.actor)
    await ack()


async def turn(ack: AsyncAck, request: Request, services: Services, **turned: Any) -> None:
    """Turn the App Home of whoever asked for it, see `main_page.turn`."""
    await services.executor.execute(main_page.turn, actor=request.actor, now=services.clock.now(), **turned)
    await ack()


async def choose_language(ack: AsyncAck, request: Request, services: Services) -> None:
    """Take the language a person has chosen; everything of theirs is drawn again in it."""
    await services.executor.execute(
        main_page.choose_language, request.chosen, actor=request.actor, now=services.clock.now()
    )
    await ack()


def register(app: Listeners) -> None:
    """Bind these listeners."""
    app.event("app_home_opened")(opened)
    app.action(ids.CASE_OPEN)(open_case)
    app.action(ids.HOME_BACK)(back)
    app.action(ids.HOME_LEAVE)(leave_page)
    app.action(ids.HOME_SUBTASKS_PAGE)(turn_subtasks)
    for name in (ids.HOME_TAB_MINE, ids.HOME_TAB_GIVEN, ids.HOME_TAB_SOLVED):
        app.action(name)(turn_tab)
    app.action(ids.HOME_CASES_PAGE)(turn_cases)
    app.action(ids.HOME_WAITING_PAGE)(turn_waiting)
    app.action(ids.CASE_PAGE)(turn_case)
    app.action(ids.HOME_LANGUAGE)(choose_language)
