"""What must be true when all is at rest: Slack shows to each what the database says, once and in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases.context import Context
from cases.pages import main_page, subtask_pages
from domain.errors import NotAllowedError
from handlers.translator import Translator
from handlers.views import card as card_view
from handlers.views import home_pages
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.shapes.reading import lines_of_blocks
from store import tables
from tests.roaming import pressable
from tests.soak.words import WORD

CLOSED = ("user_disabled", "account_inactive", "user_not_found")  # what is sent to a closed account is given up
LINES_APART = 12  # of two pages that differ, so many lines are told of


@dataclass(frozen=True)
class Truth:
    """Compares what people see with what is kept."""

    context: Context
    people: dict[int, Person]
    now: datetime

    def faults(self) -> list[str]:
        """All that is not as it should be, in words."""
        return [*self._cards(), *self._homes(), *self._messages(), *self._once(), *self._given_up()]

    def _cards(self) -> Iterator[str]:
        for post in self._rows(sa.select(tables.posts).where(tables.posts.c.kind == "card")):
            person = self.people.get(post.person_id)
            if person is None or person.deleted or post.ts is None:
                continue
            card = subtask_pages.card(self.context, post.subject_id, person.id, self.now)
            shown = person.conversation.find(post.ts)
            if card is None:
                yield f"card of {post.subject_id} for {person.name}: there is none any more"
            elif shown is None or shown.deleted:
                yield f"card of {post.subject_id} for {person.name} is gone"
            elif (there := _of_card(person, shown.blocks, card)) != (
                wanted := _of_card(person, self._card(person, card), card)
            ):
                yield f"card of {post.subject_id} for {person.name} is not true: {_apart(there, wanted)}"

    def _card(self, person: Person, card: Any) -> list[dict[str, Any]]:
        return card_view.card(card, self._voice(person)).blocks

    def _onlookers(self) -> set[int]:
        """Who looks at a page that is drawn when they ask for it: another one's case, what they search, an overview."""
        homes, cases = tables.homes, tables.cases
        own = sa.or_(cases.c.owner_id == homes.c.person_id, cases.c.stand_in_id == homes.c.person_id)
        looks = sa.select(homes.c.person_id).outerjoin(cases, cases.c.id == homes.c.case_id)
        other = homes.c.case_id.is_not(None) & sa.not_(sa.func.coalesce(own, sa.false()))
        return {row.person_id for row in self._rows(looks.where(other | homes.c.page.is_not(None)))}

    def _homes(self) -> Iterator[str]:
        onlookers = self._onlookers()
        for number, person in self.people.items():
            if person.home is None or person.deleted or number in onlookers:
                continue
            try:
                page = main_page.home(self.context, number, actor=person.id, now=self.now)
            except NotAllowedError:
                continue
            if page is None:
                continue
            there = _looks(person, person.home["blocks"])
            wanted = _looks(person, home_pages.drawn(page, self._voice(person))["blocks"])
            if there != wanted:
                yield f"the page of {person.name} is not true: {_apart(there, wanted)}"

    def _messages(self) -> Iterator[str]:
        """Each message stands once in the other party's thread, while it stands at all, and in its order."""
        shown = {number: _mirrored(person) for number, person in self.people.items()}
        parties = self._parties()
        said = self._said()
        for subtask_id, messages in said.items():
            there = {person for person in parties[subtask_id] if not self.people[person].deleted}
            for author, words, is_deleted in messages:
                for person in there - {author}:
                    times = {shown[person][word] for word in words}
                    if times != ({0} if is_deleted else {1}):
                        what = "taken back" if is_deleted else "written"
                        yield f"{sorted(words)}, {what} in {subtask_id}, stands {times} times before {person}"

    def _said(self) -> dict[int, list[tuple[int, set[str], bool]]]:
        version, message = tables.message_versions, tables.messages
        other = version.alias()
        last = sa.select(sa.func.max(other.c.number)).where(other.c.message_id == message.c.id).scalar_subquery()
        statement = (
            sa.select(message.c.subtask_id, message.c.author_id, message.c.deleted_at, version.c.text)
            .join(version, version.c.message_id == message.c.id)
            .where(version.c.number == last)
            .order_by(message.c.id)
        )
        found = defaultdict(list)
        for row in self._rows(statement):
            if words := set(WORD.findall(row.text or "")):
                found[row.subtask_id].append((row.author_id, words, row.deleted_at is not None))
        return found

    def brought_in_by_an_edit(self) -> set[str]:
        """What was written where nobody may, as below a solved subtask, and edited when one might: it came then."""
        message, version = tables.messages, tables.message_versions
        first = sa.select(version.c.text).join(message, version.c.message_id == message.c.id)
        edited = first.where(version.c.number == 1, version.c.at > message.c.sent_at)
        return {word for row in self._rows(edited) for word in WORD.findall(row.text or "")}

    def _parties(self) -> dict[int, set[int]]:
        """Whose conversation shows a subtask as it is: who has a card and is a party."""
        found: dict[int, set[int]] = defaultdict(set)
        for post in self._rows(sa.select(tables.posts).where(tables.posts.c.kind == "card")):
            person = self.people.get(post.person_id)
            if person is None or post.ts is None:
                continue
            card = subtask_pages.card(self.context, post.subject_id, person.id, self.now)
            if card and card.is_party:
                found[post.subject_id].add(post.person_id)
        return found

    def _once(self) -> Iterator[str]:
        """Nothing that the bot has sent stands twice."""
        for person in self.people.values():
            keys = Counter(
                str((one.metadata or {}).get("event_payload", {}).get("key"))
                for one in person.messages
                if one.bot_id and one.metadata and not one.deleted
            )
            for key, times in keys.items():
                if times > 1:
                    texts = [person.text_of(one)[:80] for one in person.messages if key in str(one.metadata)]
                    yield f"doubled: {times} messages for one row before {person.name}: {texts}"

    def _given_up(self) -> Iterator[str]:
        is_closed = tables.outbox.c.error.in_(CLOSED)
        for row in self._rows(sa.select(tables.outbox).where(tables.outbox.c.state == "refused", ~is_closed)):
            yield f"given up: {row.kind} for {row.person_id}: {row.error}"
        for row in self._rows(sa.select(tables.inbox).where(tables.inbox.c.error.is_not(None))):
            yield f"an event was set aside, or waits: {row.error}"

    def _voice(self, person: Person) -> Translator:
        language = {row.slack_id: row.language for row in self._rows(sa.select(tables.people))}
        return Translator.of(language.get(person.id), self.context.zone)

    def _rows(self, statement: sa.Select[Any]) -> list[Any]:
        with self.context.database.read() as connection:
            return list(connection.execute(statement))


def _mirrored(person: Person) -> Counter[str]:
    """How often each word stands in what the bot has put below somebody's cards."""
    there = [one for one in person.messages if one.bot_id and one.is_reply and not one.deleted]
    return Counter(word for one in there for word in set(WORD.findall(person.text_of(one))))


def _looks(person: Person, blocks: Sequence[dict[str, Any]]) -> list[str]:
    """What can be read and pressed there."""
    said = lines_of_blocks(list(blocks), person.name_of)
    buttons = [f"[{one.name} {one.entry or ''}]" for one in pressable("", _with_ids(blocks))]
    return [*said, *buttons]


def _of_card(person: Person, blocks: Sequence[dict[str, Any]], card: Any) -> list[str]:
    """The same of a card; one that is closed says for good how that came about, and only its first sentence counts."""
    said = _looks(person, blocks)
    return said if card.is_party else [" ".join(said).partition(".")[0]]


def _with_ids(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"block_id": "", **block} for block in blocks]


def _apart(there: list[str], wanted: list[str]) -> str:
    lost, more = [one for one in wanted if one not in there], [one for one in there if one not in wanted]
    return f"lacks {lost[:LINES_APART]}, has {more[:LINES_APART]}"


def order_faults(people: dict[int, Person], late: set[str]) -> list[str]:
    """Where what one person wrote below a card stands in another order before somebody else; `late` came again."""
    written = {word: (f"{person.id}/{one.thread_ts}", float(one.ts)) for person in people.values()
               for one in person.messages if one.user == person.id and one.is_reply
               for word in WORD.findall(one.text)[:1]}  # fmt: skip
    faults = []
    for person in people.values():
        threads: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in _replies(person):
            for word in WORD.findall(person.text_of(one))[:1]:
                if word in written and word not in late:
                    threads[str(one.thread_ts), written[word][0]].append(word)
        wrong = [words for words in threads.values() if words != sorted(words, key=lambda word: written[word][1])]
        faults += [f"out of order before {person.name}: {words}" for words in wrong]
    return faults


def _replies(person: Person) -> list[Message]:
    there = [one for one in person.messages if one.bot_id and one.is_reply and not one.deleted]
    return sorted(there, key=lambda one: float(one.ts))
