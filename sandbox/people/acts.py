"""Acts by id: what a Slack client lets a person do with the app, and nothing it would not.

The page and the label-addressed hands both go through here. Every act waits for the bot's acknowledgement.
"""

from typing import Any

from sandbox.messages import Message
from sandbox.people import composer
from sandbox.people.answers import after_command, after_submission, options_in, words_in_ack
from sandbox.people.client import Client, Surface, key_of
from sandbox.people.form_checks import complaints
from sandbox.records import Ack, Answer, Json, NotPossible, View
from sandbox.shapes import elements
from sandbox.state import events, payloads, posting

TROUBLE = Answer(trouble=True)


class Acts(Client):
    """What a person can do, addressed by ids."""

    # ---- looking

    async def open_home(self) -> None:
        """Open the app's Home tab."""
        self._must_be_active()
        if not self.ws.app.home_tab:
            raise NotPossible("the app has no Home tab")
        events.home_opened(self.ws, self, "home")
        self.ws.changed()

    async def open_messages(self) -> None:
        """Open the app's Messages tab."""
        self._must_be_active()
        events.home_opened(self.ws, self, "messages")

    # ---- pressing and choosing

    async def press(
        self,
        surface: Surface,
        block_id: str,
        action_id: str,
        value: Any = None,
        state: dict[str, dict[str, Any]] | None = None,
        confirmed: bool = True,
    ) -> Answer:
        """Press or choose in an element, with what else is filled in on the surface (state).

        The surface is a Message, "home", a modal's id, or an older snapshot of either (a late click). A confirm
        dialog that is not confirmed sends nothing; nor does an input without dispatch_action.
        """
        self._must_be_active()
        where = self._surface(surface)
        blocks = where.blocks if isinstance(where, Message) else where["blocks"]
        block, element = elements.find(blocks, block_id, action_id)
        if "confirm" in element and not confirmed:
            return Answer()
        entered = self._filled(where, state or {})
        if element["type"] not in elements.STATELESS:
            chooser = self._chooser(key_of(where))
            entered[block_id][action_id] = elements.chosen(block, element, value, chooser)
        self._remember(where, entered)
        if block["type"] == "input" and not block.get("dispatch_action", False):
            return Answer()
        own = entered.get(block_id, {}).get(action_id)
        action = elements.action_of(block, element, value, own, self.ws.ids.ts(), self._chooser(key_of(where)))
        ack = await self.ws.delivery.ask("block_actions", "interactive", self._action_payload(where, action), self.id)
        if ack is None:
            return TROUBLE
        words_in_ack(self.ws, "block_actions", ack)
        return Answer()

    async def suggest(self, surface: Surface, block_id: str, action_id: str, query: str) -> list[Json]:
        """Type into an external select and return the options it then shows."""
        self._must_be_active()
        where = self._surface(surface)
        blocks = where.blocks if isinstance(where, Message) else where["blocks"]
        _, element = elements.find(blocks, block_id, action_id)
        if element["type"] not in elements.EXTERNAL:
            raise NotPossible(f"{action_id} is no external select")
        if len(query) < element.get("min_query_length", 3):
            return []
        present = where if isinstance(where, Message) else self.ws.view_desk.with_state(where)
        payload = payloads.block_suggestion(self.ws, self, present, block_id, action_id, query)
        ack = await self.ws.delivery.ask("block_suggestion", "interactive", payload, self.id)
        options = options_in(self.ws, ack) if ack is not None else []
        self._suggested.setdefault((key_of(where), block_id, action_id), []).extend(options)
        self.ws.show(self.id, "suggestion", [option["text"]["text"] for option in options])
        return options

    # ---- modals

    async def submit(self, view_id: str, values: dict[str, dict[str, Any]] | None = None) -> Answer:
        """Send a modal in with these values and, for the fields not named, what stands in them."""
        self._must_be_active()
        view = self._modal(view_id)
        if view["submit"] is None:
            raise NotPossible("this modal has no submit button")
        entered = self._filled(view, values or {})
        self._remember(view, entered)
        if errors := complaints(view["blocks"], entered):
            return Answer(errors=errors)
        payload = payloads.view_submission(self.ws, self, self.ws.view_desk.with_state(view))
        ack = await self.ws.delivery.ask("view_submission", "interactive", payload, self.id)
        return TROUBLE if ack is None else after_submission(self.ws, self, view_id, ack)

    async def close(self, view_id: str, all: bool = False) -> None:  # noqa: A002
        """Close the topmost modal without sending it in; all closes the whole stack, as the cross does."""
        view = self._modal(view_id)
        cleared = all or view["clear_on_close"]
        gone = list(reversed(self.modals)) if cleared else [view]
        for closed in gone:
            self.modals.remove(closed)
        self.ws.changed()
        for closed in gone:
            await self._tell_closed(closed, cleared=cleared)

    async def _tell_closed(self, view: View, *, cleared: bool) -> None:
        if view["notify_on_close"]:
            payload = payloads.view_closed(self.ws, self, self.ws.view_desk.without_inputs(view), is_cleared=cleared)
            await self.ws.delivery.ask("view_closed", "interactive", payload, self.id)

    # ---- writing

    async def say(
        self,
        text: str,
        thread_ts: str | None = None,
        files: list[tuple[str, bytes]] | None = None,
        picked: list[Json] | None = None,
        *,
        broadcast: bool = False,
        channel: str | None = None,
    ) -> Message:
        """Write to the app, or in a channel; picked are further rich_text elements (mentions) after the text.

        A reply can be broadcast: it then stands in the conversation as well as in the thread.
        """
        place = self._place(channel)
        self._must_be_able_to_write(place)
        if thread_ts is not None and ((root := place.conversation.find(thread_ts)) is None or root.is_reply):
            raise NotPossible(f"there is no root message {thread_ts} to answer")
        ids = self.ws.ids
        parts = composer.elements_of(text) + (picked or [])
        stored = [self.ws.files.hand_in(name, content, self.id) for name, content in files or []]
        message = Message(
            place.conversation.id,
            ids.ts(),
            self.id,
            composer.text_of(parts),
            [composer.rich_text(parts, ids.short())] if parts else [],
            thread_ts,
            subtype="file_share" if stored else "thread_broadcast" if broadcast and thread_ts else None,
            client_msg_id=ids.uuid(),
        )
        self.ws.files.attach(message, stored)
        message.files.extend(self.ws.files.json(file) for file in stored)
        return posting.post(self.ws, place, message)

    async def put(
        self,
        text: str = "",
        thread_ts: str | None = None,
        *,
        blocks: list[Json] | None = None,
        attachments: list[Json] | None = None,
        files: list[Json] | None = None,
        subtype: str | None = None,
        other_app: bool = False,
    ) -> Message:
        """Put something into the conversation that is more than typing (sandbox/pasted.py), as it is given.

        `other_app` lets another app post it in one's name: the event then has `user` and that app's `bot_id` and
        `app_id` (anneschuth/claude-threads#526).
        """
        self._must_be_able_to_write(self)
        ids = self.ws.ids
        app: dict[str, Any] = (
            {"bot_id": "B0OTHERAPP", "app_id": "A0OTHERAPP"} if other_app else {"client_msg_id": ids.uuid()}
        )
        message = Message(
            self.conversation.id,
            ids.ts(),
            self.id,
            text,
            blocks or [],
            thread_ts,
            subtype=subtype or ("file_share" if files else None),
            files=files or [],
            attachments=attachments or [],
            **app,
        )
        return posting.post(self.ws, self, message)

    async def edit(self, ts: str, text: str | None = None, **parts: list[Json]) -> Message:
        """Rewrite one of one's own messages: its text, or `blocks`, `attachments` and `files` as they are given."""
        changed: dict[str, Any] = dict(parts)
        if text is not None:
            elements = composer.elements_of(text)
            said = {"text": composer.text_of(elements), "blocks": [composer.rich_text(elements, self.ws.ids.short())]}
            changed = said | changed
        edited = {"user": self.id, "ts": self.ws.ids.ts()}
        message = self._own(ts)
        return posting.change(self.ws, self._place_of(message), message, **changed, edited=edited)

    async def take_out_file(self, ts: str, name: str) -> Message:
        """Take one file out of one of one's own messages, which stays: the file in it is a tombstone then.

        Slack deletes the file with it, and tells of both: superfaceai/station#229, ltworf/localslackirc#87. That the
        message is told of first, is a guess.
        """
        message = self._own(ts)
        (gone,) = [file["id"] for file in message.files if file["name"] == name]
        left = [{"id": gone, "mode": "tombstone"} if file["id"] == gone else file for file in message.files]
        changed = posting.change(self.ws, self._place_of(message), message, files=left)
        if gone in self.ws.files:
            self.ws.files.delete(self.ws.files[gone])
        return changed

    async def delete_file(self, file_id: str) -> None:
        """Delete one of one's own files from Slack altogether, as `Files` in the client lets one do."""
        self._must_be_active()
        self.ws.files.delete(self.ws.files[file_id])

    async def delete(self, ts: str) -> None:
        """Delete one of one's own messages."""
        message = self._own(ts)
        posting.remove(self.ws, self._place_of(message), message)

    # ---- commands and shortcuts

    async def command(self, command: str, text: str = "", *, channel: str | None = None) -> Answer:
        """Send a slash command, to the app or in a channel; raises NotPossible when the app has registered no such."""
        place = self._place(channel)
        self._must_be_able_to_write(place)
        if command not in self.ws.app.commands:
            raise NotPossible(f"{command} is not a valid command")
        typed = composer.escape(text) if self.ws.app.commands[command].get("should_escape") else text
        payload = payloads.slash_command(self.ws, self, place, command, typed)
        ack = await self.ws.delivery.ask("slash_command", "slash_commands", payload, self.id)
        return TROUBLE if ack is None else after_command(self.ws, self, place, ack)

    async def shortcut(self, callback_id: str) -> Answer:
        """Use a global shortcut of the app."""
        self._registered(callback_id, "global")
        return await self._ask("shortcut", payloads.shortcut(self.ws, self, callback_id))

    async def message_shortcut(self, callback_id: str, ts: str) -> Answer:
        """Use a message shortcut of the app on a message."""
        self._registered(callback_id, "message")
        message = self.message(ts)
        if message.ephemeral or message.deleted:
            raise NotPossible("message shortcuts work on lasting messages only")
        return await self._ask("message_action", payloads.message_action(self.ws, self, callback_id, message))

    async def _ask(self, kind: str, payload: Json) -> Answer:
        ack: Ack | None = await self.ws.delivery.ask(kind, "interactive", payload, self.id)
        if ack is None:
            return TROUBLE
        words_in_ack(self.ws, kind, ack)
        return Answer()
