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
from domain.search import Sought, SoughtPlace
from domain.search_pages import MOST_HITS, NamingForm, SavedSearch, SearchForm, SearchPage
from domain.values import Person
from store import people as people_rows
from store import posts as post_rows
from store import saved_searches as saved_rows
from store import search as search_rows
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
        found=searching.find(context, sought, actor=actor, now=now, limit=MOST_HITS),
        saved=saved,
        view=next((one for one in saved if one.id == view_id), None),
        place=place,
        assignee=assignee,
        drawn=int(turned.seen_at.timestamp() * 1000),
    )


def narrowed_to(connection: Connection, who: Actor, sought: Sought) -> tuple[SoughtPlace | None, Person | None]:
    """The place and the person to which a search is narrowed, None where the reader knows of no such one."""
    places = places_of(connection, who) if sought.place_id else ()
    place = next((one for one in places if one.id == sought.place_id), None)
    people = people_rows.with_numbers(connection, [sought.assignee_id]) if sought.assignee_id else []
    return place, people[0] if people else None


def places_of(connection: Connection, who: Actor) -> list[SoughtPlace]:
    """The places by which somebody may narrow a search: those of their roles, and those below."""
    return search_rows.below(connection, {path for _, path in who.roles})


def places(context: Context, words: str, *, actor: str) -> list[SoughtPlace]:
    """Those in whose names these words stand."""
    with context.database.read() as connection:
        found = places_of(connection, loading.actor(connection, actor))
    wanted = arriving.sought(words)
    return [one for one in found if arriving.is_found(wanted, one.name)]


def form(context: Context, *, change: bool, actor: str) -> SearchForm:
    """What the dialog shows: empty, or with the search in it that the actor has in front of them, to `change` it."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        turned = post_rows.home_of(connection, who.person.id)
        state = (turned.page_state if turned and turned.page == HomePage.SEARCH else None) if change else None
        sought, view_id = search_pages.read(state or {}), search_pages.number((state or {}).get("view"))
        _, assignee = narrowed_to(connection, who, sought)
        return SearchForm(sought, tuple(places_of(connection, who)), assignee, view_id)


def naming_form(context: Context, *, actor: str) -> NamingForm:
    """What the dialog for giving a name shows, about the search that the actor has in front of them."""
    with context.database.read() as connection:
        who = loading.actor(connection, actor)
        turned = post_rows.home_of(connection, who.person.id)
        state = (turned.page_state if turned else None) or {}
        saved, view_id = saved_by(connection, who.person.id), search_pages.number(state.get("view"))
        known = view_id if view_id in {one.id for one in saved} else None
        return NamingForm(search_pages.read(state), saved, known)
