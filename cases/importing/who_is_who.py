"""Which entry of the files is which person here: the account in Slack says it, then the entry, then the address.

A new address or surname is a change of one person, who keeps all that is theirs. Who was entered a second time under
their new address, and has never had an account as that, is taken in again by the one they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.importing.faults import Faults
from cases.importing.records import PersonRecord, Records
from domain.errors import N_


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with their roles, as pairs of a place's code and a role; `former` are addresses that they had."""

    id: int
    email: str
    name: str
    slack_id: str | None
    active: bool
    roles: frozenset[tuple[str, str]]
    former: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """Everybody who is known, by the address that they have after the import.

    `absorbed` are the second entries of people, by number, with the one whom each is taken in by.
    """

    people: Mapping[str, KnownPerson]
    absorbed: Mapping[int, KnownPerson]

    @property
    def emails(self) -> dict[int, str]:
        """The address after the import, by number."""
        emails = {person.id: email for email, person in self.people.items()}
        return emails | {number: emails[person.id] for number, person in self.absorbed.items()}

    @property
    def former(self) -> dict[str, str]:
        """The address now of whoever had these addresses, as far as nobody else has them by now."""
        old = {former: email for email, person in self.people.items() for former in (*person.former, person.email)}
        return {former: email for former, email in old.items() if former not in self.people}


def who_is_who(records: Records, known: Mapping[str, KnownPerson], faults: Faults) -> WhoIsWho:
    """Find each entry's person, noting entries that would be one account, and two accounts that would be one person."""
    found = _Finding(records, known, faults)
    for record in records.people.values():
        found.by_account_or_word(record)
    for record in records.people.values():
        found.by_address(record)
    named = {person.id: record.email for record, person in found.persons.values()}
    left = [person for person in known.values() if person.id not in found.absorbed]
    people = {person.email: person for person in left if person.id not in named}
    return WhoIsWho(people | {named[one.id]: one for one in left if one.id in named}, found.absorbed)


class _Finding:
    """The search, and what it has found: for each number the entry and the person."""

    def __init__(self, records: Records, known: Mapping[str, KnownPerson], faults: Faults) -> None:
        self._named, self._known, self._faults = records.people, known, faults
        self._by_account = {person.slack_id: person for person in known.values() if person.slack_id}
        self._entries: dict[str, PersonRecord] = {}
        self._settled: set[str] = set()
        new = [record for record in records.people.values() if record.email not in known]
        self._moving = {person.id for record in new if (person := self._meant(record))}
        self.persons: dict[int, tuple[PersonRecord, KnownPerson]] = {}
        self.absorbed: dict[int, KnownPerson] = {}

    def _meant(self, record: PersonRecord) -> KnownPerson | None:
        return self._by_account.get(record.slack_id or "") or self._known.get(record.was or "")

    def by_account_or_word(self, record: PersonRecord) -> None:
        """Whoever has another address here: their account in Slack, or `was`, says who they are."""
        here, was = self._known.get(record.email), self._known.get(record.was or "")
        account = self._by_account.get(record.slack_id or "")
        if record.slack_id and self._is_second(record.slack_id, record):
            return
        if record.was and not (here or was or account):
            words = N_("Ingen person har e-postadressen «{email}».")
            self._faults.at(record.source, "was", words, email=record.was)
        person = self._meant(record)
        if person is None or person is here or (here and self._is_elsewhere(person)):
            return
        if here and here.slack_id and here.id not in self._moving:
            if was and not account:
                self._two_accounts(record, here, was)
            return  # the id of somebody else, which is told as that
        if was and was is not person and not self._is_elsewhere(was):
            self._two_accounts(record, person, was)
            return
        if here and here.id not in self._moving:
            self.absorbed[here.id] = person
        self._settle(record, person)

    def by_address(self, record: PersonRecord) -> None:
        """Everybody else: who has this address; a new one when they have been found under another one already."""
        here = self._known.get(record.email)
        if here is None or record.email in self._settled or here.id in self.absorbed:
            return
        taken = self.persons.get(here.id)
        if taken and record.slack_id and record.slack_id != here.slack_id:
            return  # somebody new has got the address that another one had
        self._settle(record, here)

    def _is_elsewhere(self, person: KnownPerson) -> bool:
        """Whether the files speak of them under the address that they have here."""
        return person.email in self._named

    def _settle(self, record: PersonRecord, person: KnownPerson) -> None:
        self._settled.add(record.email)
        if earlier := self.persons.get(person.id):
            self._one_account(record, "email", earlier[0])
        else:
            self.persons[person.id] = record, person

    def _is_second(self, slack_id: str, record: PersonRecord) -> bool:
        earlier = self._entries.setdefault(slack_id, record)
        if earlier is record:
            return False
        self._settled.add(record.email)
        self._one_account(record, "slack_id", earlier)
        return True

    def _one_account(self, record: PersonRecord, key: str, earlier: PersonRecord) -> None:
        words = N_("{email} og {other} ville blitt samme person. Den andre står i {file} på linje {line}.")
        where = {"file": earlier.source.file.name, "line": str(earlier.source.line_of(key))}
        self._faults.at(record.source, key, words, email=record.email, other=earlier.email, **where)

    def _two_accounts(self, record: PersonRecord, one: KnownPerson, other: KnownPerson) -> None:
        words = N_("{email} og {other} er to personer her, og kan ikke bli én.")
        self._faults.at(record.source, "was", words, email=one.email, other=other.email)
