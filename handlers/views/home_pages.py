"""Everything that App Home can show: which page is drawn by what, and the way back from each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from domain.errors import N_
from domain.forms import Home
from domain.home_pages import CaseOnHome, HomePage
from domain.overview import Overview
from domain.search_pages import SearchPage
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import actions, button, home_tab
from handlers.views.case_page import case_blocks
from handlers.views.home import home
from handlers.views.overview import overview
from handlers.views.search_page import search_page

TO_MAIN_PAGE: Final = N_("Tilbake til Home")
BACK_TO: Final[Mapping[HomePage, str]] = {
    HomePage.SEARCH: N_("Tilbake til søket"),
    HomePage.MORNING: N_("Tilbake til oversikten"),
}
"""What the way back from a case is called where it does not lead to the main page."""


def drawn(page: object, translator: Translator) -> dict[str, Any]:
    """Draw what `main_page.home` gave."""
    return _DRAWN[type(page)](page, translator)


def _case(shown: CaseOnHome, translator: Translator) -> dict[str, Any]:
    """Draw a case's page, with the way back to the page from which it was opened."""
    label = BACK_TO.get(shown.behind, TO_MAIN_PAGE) if shown.behind else TO_MAIN_PAGE
    back = button(translator.say(label), ids.HOME_BACK, shown.page.case.id)
    return home_tab([actions(back), *case_blocks(shown.page, translator)])


_DRAWN: Final[Mapping[type, Callable[[Any, Translator], dict[str, Any]]]] = {
    Home: home,
    CaseOnHome: _case,
    SearchPage: search_page,
    Overview: overview,
}
