"""What a person's Slack client holds and checks: what is on the screen, what is filled in, what is allowed.

Acts and hands stand on it; nothing here sends anything to the bot.
"""

from typing import Any

from sandbox.locales import possible
from sandbox.messages import Conversation, Message
from sandbox.records import Json, NotPossible, View
from sandbox.shapes import elements
from sandbox.shapes.elements import Chooser, State
from sandbox.state import payloads
from sandbox.state.core import Core
from sandbox.state.partner import Channel, Partner, User

Surface = Message | View | str


class Client(User):
    """One person's client."""

    ws: Core

    def __init__(
        self,
        ws: Core,
        id: str,
        name: str,
        email: str,
        *,
        locale: str,
        tz: str,
        title: str,
        guest: bool,
        stranger: bool,
    ) -> None:
        conversation = Conversation(ws.ids.new("D"), id, int(ws.clock.now().timestamp()))
        super().__init__(
            ws.identity,
            conversation,
            id,
            name,
            email,
            locale=possible(locale),
            tz=tz,
            title=title,
            guest=guest,
            stranger=stranger,
        )
        self.ws = ws
        self._in_messages: dict[str, State] = {}
        self.errors: dict[str, str] = {}
        self._suggested: dict[tuple[str, str, str], list[Json]] = {}

    @property
    def messages(self) -> list[Message]:
        """Return the direct conversation with the app, oldest first, roots and replies."""
        return self.conversation.messages

    def thread(self, ts: str) -> list[Message]:
        """Return the replies under a root message."""
        return [reply for place in self.places for reply in place.conversation.replies(ts) if self._sees(reply)]

    def message(self, ts: str) -> Message:
        """Return the message with this timestamp; raises NotPossible when it is not there."""
        found = self._find(ts)
        if found is None:
            raise NotPossible(f"{self.name} sees no message {ts}")
        return found

    @property
    def places(self) -> list[Partner]:
        """Return the conversations: the direct one with the app first, then the channels the person is in."""
        return self.ws.partners_of(self.id)

    def in_channel(self, name: str) -> list[Message]:
        """Return what this person sees of a channel, oldest first."""
        return self.seen_in(self._place(name))

    def seen_in(self, place: Partner) -> list[Message]:
        """Return what this person sees of a conversation, oldest first."""
        return [message for message in place.conversation.messages if self._sees(message)]

    def seen(self) -> list[Message]:
        """Return what this person sees anywhere, conversation by conversation."""
        return [message for place in self.places for message in self.seen_in(place)]

    def _place(self, channel: str | None) -> Partner:
        """Return the channel of this name or id; None is the direct conversation with the app."""
        if channel is None:
            return self
        wanted = channel.removeprefix("#")
        for place in self.ws.channels.values():
            if wanted in (place.name, place.id) and self.id in place.members:
                return place
        raise NotPossible(f"{self.name} is in no channel {channel!r}")

    def _place_of(self, message: Message) -> Partner:
        return next(place for place in self.places if place.conversation.id == message.channel)

    def _find(self, ts: str) -> Message | None:
        found = (place.conversation.find(ts) for place in self.places)
        return next((one for one in found if one is not None and self._sees(one)), None)

    def _sees(self, message: Message) -> bool:
        return message.only_for in (None, self.id)

    def _must_be_active(self) -> None:
        if self.deleted:
            raise NotPossible(f"{self.name} is deactivated")

    def _must_be_able_to_write(self, place: Partner) -> None:
        self._must_be_active()
        if isinstance(place, Channel):
            return
        if not self.ws.app.messages_tab or self.ws.app.messages_read_only:
            raise NotPossible("the app's Messages tab has no field to write in")

    def _registered(self, callback_id: str, kind: str) -> None:
        self._must_be_active()
        if self.ws.app.shortcuts.get(callback_id, {}).get("type") != kind:
            raise NotPossible(f"the app has no {kind} shortcut {callback_id!r}")

    def _own(self, ts: str) -> Message:
        message = self.message(ts)
        self._must_be_able_to_write(self._place_of(message))
        if message.user != self.id:
            raise NotPossible("one can change one's own messages only")
        return message

    def _modal(self, view_id: str) -> View:
        if not self.modals or self.modals[-1]["id"] != view_id:
            raise NotPossible(f"the modal {view_id} is not on top")
        return self.modals[-1]

    def _surface(self, surface: Surface) -> Message | View:
        if isinstance(surface, Message):
            if surface.deleted or self._find(surface.ts) is None:
                raise NotPossible("the message is gone")
            return surface
        if isinstance(surface, dict):
            return surface
        if surface == "home":
            if self.home is None:
                raise NotPossible("no Home has been published")
            return self.home
        return self._modal(surface)

    def _filled(self, where: Message | View, given: dict[str, dict[str, Any]]) -> State:
        blocks = where.blocks if isinstance(where, Message) else where["blocks"]
        before = self._in_messages.get(where.ts, {}) if isinstance(where, Message) else self._in_view(where)
        entered = elements.kept_state(blocks, before)
        for block_id, actions in given.items():
            for action_id, value in actions.items():
                block, element = elements.find(blocks, block_id, action_id)
                chosen = elements.chosen(block, element, value, self._chooser(key_of(where)))
                entered[block_id][action_id] = chosen
        return entered

    def _in_view(self, view: View) -> State:
        return self.ws.view_desk.entered.get(view["id"], {})

    def _remember(self, where: Message | View, entered: State) -> None:
        if isinstance(where, Message):
            self._in_messages[where.ts] = entered
        else:
            self.ws.view_desk.remember(where, entered)

    def _action_payload(self, where: Message | View, action: Json) -> Json:
        if isinstance(where, Message):
            present = self.message(where.ts)
            state = self._in_messages.get(where.ts, {})
            return payloads.block_actions_in_message(self.ws, self, present, [action], state)
        _, present_view = self.ws.view_desk.open_view(where["id"], None)
        whole = self.ws.view_desk.with_state(present_view)
        return payloads.block_actions_in_view(self.ws, self, whole, [action])

    def _chooser(self, key: str) -> Chooser:
        return Chooser(
            suggested=lambda block_id, action_id: self._suggested.get((key, block_id, action_id), []),
            directory=self.ws.directory(self.id),
            take_files=self._hand_in,
        )

    def _hand_in(self, given: Any) -> list[Json]:
        files = []
        for item in given or []:
            file = self.ws.files[item] if isinstance(item, str) else self.ws.files.hand_in(item[0], item[1], self.id)
            file.handed_to_bot = True
            files.append(self.ws.files.json(file))
        return files


def key_of(where: Message | View) -> str:
    """Return the key under which what is filled in there is kept."""
    return where.ts if isinstance(where, Message) else str(where["id"])
