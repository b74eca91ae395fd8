"""What is learnt about people from the chat, and told to them outside any subtask."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases import effects, transaction
from cases.context import Context
from cases.transaction import Transaction
from domain.administration import LogLine, Measure
from domain.errors import NotAllowedError
from domain.notices import Notice
from domain.values import SubtaskStatus
from store import accounts, importing
from store import cases as case_rows
from store import people as people_rows
from store import subtasks as subtask_rows

NORWEGIAN: Final = {"nb": "nb", "no": "nb", "nn": "nn"}


def language_of(locale: str | None) -> str | None:
    """What the locale of somebody's chat says about the language that they want to read: nb or nn, otherwise None.

    Slack's clients have no Norwegian, so that nearly every Norwegian's locale is en-US or en-GB: no other locale
    says anything. Somebody with None reads what they choose themselves, and until then the institution's language.
    """
    return NORWEGIAN.get((locale or "").replace("_", "-").partition("-")[0].lower())


def language(context: Context, slack_id: str) -> str | None:
    """The language this person reads: their own choice, else that of their chat, else None: the institution's."""
    with context.database.read() as connection:
        return people_rows.language_of(connection, slack_id)


def names(context: Context, slack_ids: list[str]) -> dict[str, str]:
    """The names of those of these people who are known here."""
    with context.database.read() as connection:
        known = people_rows.with_slack_ids(connection, slack_ids)
        return {one.slack_id: one.name for one in known if one.slack_id}


def changed(
    context: Context, slack_id: str, *, locale: str | None, zone: str | None, active: bool, now: datetime
) -> bool:
    """Take over what the chat says of a person (None: nothing). While the account is closed there they cannot act.

    True when the account was open before and is closed now, or the other way: then the chat is to be asked once more,
    for what it has told may be older than what is known (it tells again after minutes what nobody acknowledged).
    An account that is open in the chat does not bring back somebody whom the institution has let go. Most that the chat
    tells of (a status, a huddle, a picture: grafana-cold-storage/oncall#1938) is nothing that is kept here.
    """
    norwegian = language_of(locale)
    with transaction.begin(context, now=now) as act:
        known = accounts.of(act.connection, [slack_id])
        if not any(one.is_other_than(language=norwegian, zone=zone, closed=not active) for one in known):
            return False
        differs = accounts.update_from_slack(
            act.connection, slack_id, language=norwegian, zone=zone, account_closed=not active
        )
        is_other = any(one.account_closed is active for one in known)
        for person in people_rows.with_slack_ids(act.connection, [slack_id]):
            if active:  # a closed account has no main page any more
                act.show(effects.homes(person.id))
            hers = subtask_rows.parties_of_unsolved(act.connection, person.id)
            act.show(effects.card(one.id, person.id) for one in hers)
            if is_other:
                act.log(LogLine(Measure.ACCOUNT_OPENED if active else Measure.ACCOUNT_CLOSED, person_id=person.id))
            if differs:
                _changed(act, person.id)
        return is_other


def unreachable(context: Context, person_id: int, *, now: datetime) -> None:
    """Take over that the chat refuses whatever is for this person, as if their account had been closed there.

    It lasts until the chat says that their account is open, or an import gives them another one.
    """
    with transaction.begin(context, now=now) as act:
        if accounts.close(act.connection, person_id):
            act.log(LogLine(Measure.ACCOUNT_CLOSED, person_id=person_id))
            _changed(act, person_id)


def _changed(act: Transaction, person_id: int) -> None:
    """After a person can act here no more, or again: who waits for them, and who must choose somebody else, sees it."""
    act.changed_people([person_id])
    theirs = importing.subtasks_of_people(act.connection, [person_id])
    for one in theirs:
        if one.status is not SubtaskStatus.SOLVED:
            owners = [person for person in (one.owner_id, one.owner_stand_in_id) if person]
            act.show(effects.redraw(one.id, owners))
            act.show(effects.card(one.id, person) for person in one.people if person not in owners)
    act.show(effects.cards_again(act.connection, [one.id for one in theirs]))
    act.show(effects.homes(*case_rows.distributors_over_cases_of(act.connection, [person_id])))


def tell(context: Context, said: Notice, *, actor: str, now: datetime) -> None:
    """Put a notice into the actor's own conversation with the bot; nothing for one who is unknown."""
    with transaction.begin(context, now=now) as act:
        try:
            who = act.actor(actor)
        except NotAllowedError:
            return
        act.show([effects.notice(said, who.person.id)])
