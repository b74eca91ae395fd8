"""The page of what was found, and the dialogs round it; it is searched anew each time the page is drawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from cases import loading
from cases.context import Context
from cases.pages import searching
from domain import arriving, search_pages
from domain.home_pages import HomePage
from domain.permissions import Actor
from domain.places import Place
from domain.search import Sought
from domain.search_pages import MOST_HITS, NamingForm, SavedSearch, SearchForm, SearchPage
from domain.values import Person
from store import posts as post_rows
from store import saved_searches as saved_rows
from store.posts import HomeRow


def saved_by(connection: Connection, person_id: int) -> tuple[SavedSearch, ...]:
    """The searches to which somebody has given a name."""
    rows = saved_rows.of(connection, person_id)
    return tuple(SavedSearch(row.id, row.name, search_pages.read(row.sought)) for row in rows)


def page(context: Context, turned: HomeRow, *, actor: str, now: datetime) -> SearchPage:
    """What is found now, for whoever has turned their Home to it."""
    state = turned.page_state or {}
    sought, view_id = search_pages.read(state), search_pages.number(state.get("view"))
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        saved = saved_by(connection, who.person.id)
        place, assignee = narrowed_to(connection, who, sought)
        return SearchPage(
            reader=who.person,
            today=context.today(now),
            sought=sought,
            found=searching.find_in(connection, who, sought, context.today(now), limit=MOST_HITS),
            view=next((one for one in saved if one.id == view_id), None),
            place=place,
            assignee=assignee,
            drawn=int(turned.seen_at.timestamp() * 1000),
        )


def narrowed_to(connection: Connection, who: Actor, sought: Sought) -> tuple[Place | None, Person | None]:
    """The place and the person to which a search is narrowed, None where the actor knows of no such one."""
    places = searching.places_in(connection, who) if sought.place_id else []
    place = next((one for one in places if one.id == sought.place_id), None)
    return place, searching.assignee_in(connection, who, sought.assignee_id) if sought.assignee_id else None


def places(context: Context, words: str, *, actor: str) -> list[Place]:
    """The places within the actor's reach in whose names these words stand."""
    wanted = arriving.sought(words)
    with context.database.read() as connection:
        there = searching.places_in(connection, loading.actor(connection, actor))
    return [one for one in there if arriving.is_found(wanted, one.name)]


def form(context: Context, *, change: bool, actor: str) -> SearchForm:
    """What the dialog shows: empty, or with the search in it that the actor has in front of them, to `change` it."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        if not change:
            return SearchForm(Sought())
        sought, _, view_id = _in_front_of(connection, who)
        return SearchForm(sought, *narrowed_to(connection, who, sought), view_id)


def naming_form(context: Context, *, actor: str) -> NamingForm:
    """What the dialog for giving a name shows, about the search that the actor has in front of them."""
    with context.database.read() as connection:
        return NamingForm(*_in_front_of(connection, loading.actor(connection, actor)))


def _in_front_of(connection: Connection, who: Actor) -> tuple[Sought, tuple[SavedSearch, ...], int | None]:
    """The search to which the actor has turned Home, their named ones, and which of these it was made from."""
    turned, saved = post_rows.home_of(connection, who.person.id), saved_by(connection, who.person.id)
    state = (turned.page_state if turned and turned.page == HomePage.SEARCH else None) or {}
    view_id = search_pages.number(state.get("view"))
    return search_pages.read(state), saved, view_id if view_id in {one.id for one in saved} else None
