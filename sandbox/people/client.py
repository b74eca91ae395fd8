"""What a person's Slack client holds and checks: what is on the screen, what is filled in, what is allowed.

Acts and hands stand on it; nothing here sends anything to the bot.
"""

from typing import TYPE_CHECKING, Any

from sandbox.messages import Conversation, Message
from sandbox.records import Json, NotPossible, View
from sandbox.shapes import elements
from sandbox.shapes.elements import Chooser, State
from sandbox.state import payloads

if TYPE_CHECKING:
    from sandbox.person import Person
    from sandbox.workspace import Workspace

Surface = Message | View | str


class Client:
    """One person's client."""

    id: str
    name: str
    locale: str
    deleted: bool
    home: View | None
    modals: list[View]
    conversation: Conversation

    def __init__(self, ws: "Workspace") -> None:
        self.ws = ws
        self._in_messages: dict[str, State] = {}
        self.errors: dict[str, str] = {}
        self._suggested: dict[tuple[str, str, str], list[Json]] = {}

    @property
    def _me(self) -> "Person":
        return self.ws.people[self.id]

    def _must_be_active(self) -> None:
        if self.deleted:
            raise NotPossible(f"{self.name} is deactivated")

    def _must_be_able_to_write(self) -> None:
        self._must_be_active()
        if not self.ws.app.messages_tab or self.ws.app.messages_read_only:
            raise NotPossible("the app's Messages tab has no field to write in")

    def _registered(self, callback_id: str, kind: str) -> None:
        self._must_be_active()
        if self.ws.app.shortcuts.get(callback_id, {}).get("type") != kind:
            raise NotPossible(f"the app has no {kind} shortcut {callback_id!r}")

    def _own(self, ts: str) -> Message:
        self._must_be_able_to_write()
        message = self._me.message(ts)
        if message.user != self.id:
            raise NotPossible("one can change one's own messages only")
        return message

    def _modal(self, view_id: str) -> View:
        if not self.modals or self.modals[-1]["id"] != view_id:
            raise NotPossible(f"the modal {view_id} is not on top")
        return self.modals[-1]

    def _surface(self, surface: Surface) -> Message | View:
        if isinstance(surface, Message):
            if surface.deleted or self.conversation.find(surface.ts) is None:
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
            present = self._me.message(where.ts)
            state = self._in_messages.get(where.ts, {})
            return payloads.block_actions_in_message(self.ws, self._me, present, [action], state)
        _, present_view = self.ws.view_desk.open_view(where["id"], None)
        whole = self.ws.view_desk.with_state(present_view)
        return payloads.block_actions_in_view(self.ws, self._me, whole, [action])

    def _chooser(self, key: str) -> Chooser:
        return Chooser(
            suggested=lambda block_id, action_id: self._suggested.get((key, block_id, action_id), []),
            user_exists=lambda user: user in self.ws.people and not self.ws.people[user].deleted,
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
