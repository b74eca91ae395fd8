"""What somebody looks for on their Home: looking, and giving a search a name by which they find it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from cases import effects, transaction
from cases.acts import indexing
from cases.context import Context
from cases.pages import search_page
from cases.transaction import Transaction
from domain import arriving, search_pages
from domain.errors import N_, InvalidInputError, NotFoundError, Refused
from domain.home_pages import HomePage
from domain.permissions import Actor
from domain.search import Sought
from domain.search_pages import MOST_SAVED, NAME, WORDS, Naming, SavedSearch
from domain.validation import text_fault
from store import posts as post_rows
from store import saved_searches as saved_rows
from store import search_index

GONE = N_("Det lagrede søket finnes ikke lenger. De søkene du har, står i fanen Home.")


def show(context: Context, sought: Sought, view_id: int | None = None, *, actor: str, now: datetime) -> None:
    """Turn the actor's Home to what is found; `view_id` is the named search from which it was made.

    Raises InvalidInputError for what cannot be looked for.
    """
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        search_index.take_in(act.connection, indexing.MOST)
        _turn(act, who, _checked(act.connection, who, sought), view_id)


def show_saved(context: Context, number: int, *, actor: str, now: datetime) -> None:
    """Turn the actor's Home to one of their named searches. Raises NotFoundError when it is there no more."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        saved = [one for one in search_page.saved_by(act.connection, who.person.id) if one.id == number]
        if not saved:
            raise NotFoundError(GONE)
        search_index.take_in(act.connection, indexing.MOST)
        _turn(act, who, saved[0].sought, number)


def save(context: Context, naming: Naming, *, actor: str, key: str, now: datetime) -> None:
    """Keep a search under a name, and turn Home to it.

    Raises InvalidInputError for an empty name, for one that another of theirs has, and for one more than five.
    """
    with transaction.once(context, key, digest=repr(naming), now=now) as act:
        if act is None:
            return
        who = act.actor(actor)
        sought = _checked(act.connection, who, naming.sought)
        _turn(act, who, sought, None)  # first, since it lets the actor's own acts come one after the other
        name = arriving.line(naming.name)
        _require_room(search_page.saved_by(act.connection, who.person.id), name, naming.replaces)
        number = saved_rows.save(act.connection, who.person.id, name, search_pages.kept(sought), naming.replaces)
        _turn(act, who, sought, number)


def remove(context: Context, number: int, *, actor: str, now: datetime) -> None:
    """Forget one of the actor's named searches; what it finds stays in front of them, without a name."""
    with transaction.begin(context, now=now) as act:
        who = act.actor(actor)
        if not saved_rows.remove(act.connection, who.person.id, number):
            raise NotFoundError(GONE)
        act.show(effects.homes(who.person.id))


def _turn(act: Transaction, who: Actor, sought: Sought, view_id: int | None) -> None:
    state = search_pages.kept(sought, view_id)
    post_rows.turn_home(
        act.connection, who.person.id, act.now, case_id=None, page=HomePage.SEARCH.value, page_state=state
    )
    act.show(effects.homes(who.person.id))


def _checked(connection: Connection, who: Actor, sought: Sought) -> Sought:
    """The search with its words as they are compared; a place or person that the actor does not know is refused."""
    words = arriving.line(sought.words)
    place, assignee = search_page.narrowed_to(connection, who, sought)
    faults = [
        text_fault("words", words, WORDS, "") if words else None,
        Refused(N_("Velg et sted du kan søke i."), field="place") if sought.place_id and not place else None,
        Refused(N_("Velg en person du kan søke etter."), field="assignee")
        if sought.assignee_id and not assignee
        else None,
    ]
    if found := [fault for fault in faults if fault]:
        raise InvalidInputError(found)
    return replace(sought, words=words)


def _require_room(saved: tuple[SavedSearch, ...], name: str, replaces: int | None) -> None:
    taken = [one for one in saved if one.name.casefold() == name.casefold() and one.id != replaces]
    if fault := text_fault("name", name, NAME, N_("Skriv et navn.")):
        raise InvalidInputError([fault])
    if taken:
        words = N_(
            "Du har allerede lagret et søk med dette navnet. Velg det under «Erstatter», eller skriv et annet navn."
        )
        raise InvalidInputError([Refused(words, field="name")])
    if replaces is not None and replaces not in {one.id for one in saved}:
        raise InvalidInputError([Refused(N_("Det lagrede søket finnes ikke lenger. Velg et annet."), field="replaces")])
    if replaces is None and len(saved) >= MOST_SAVED:
        words = N_("Du har {n} lagrede søk, og flere er det ikke plass til. Velg hvilket det nye skal erstatte.")
        raise InvalidInputError([Refused(words, field="replaces", n=MOST_SAVED)])
