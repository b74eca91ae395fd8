"""Files: kept bytes, Slack's file objects, external upload with its late share, and deletion.

A file is seen by those in whose conversation it is shared; the bot also sees what a person handed it in a form.
"""

import asyncio
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sandbox.messages import Message
from sandbox.records import Json
from sandbox.state import events, posting
from sandbox.state.ground import Ground
from sandbox.state.partner import Partner
from sandbox.state.refusing import ApiError

LARGEST = 1_000_000_000
PRETTY = {"pdf": "PDF", "png": "PNG", "jpg": "JPEG", "docx": "Word Document", "xlsx": "Excel Spreadsheet"}


@dataclass
class StoredFile:
    """One file, whole or still being uploaded."""

    id: str
    name: str
    title: str
    user: str
    created: int
    length: int
    ticket: str = ""
    content: bytes | None = None
    complete: bool = False
    deleted: bool = False
    handed_to_bot: bool = False
    alt_text: str = ""
    shares: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def mimetype(self) -> str:
        """Return the type that its name tells."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class FileStore:
    """All files of the workspace."""

    def __init__(self, ws: Ground) -> None:
        self._ws = ws
        self._all: dict[str, StoredFile] = {}

    def __getitem__(self, file_id: str) -> StoredFile:
        return self._all[file_id]

    def __contains__(self, file_id: object) -> bool:
        return file_id in self._all

    def __len__(self) -> int:
        return sum(not file.deleted for file in self._all.values())

    def all(self) -> list[StoredFile]:
        """Return every file that is there, oldest first."""
        return [file for file in self._all.values() if file.complete and not file.deleted]

    def announce(self, name: str, length: int, alt_text: str = "") -> StoredFile:
        """Make room for a file that the bot is about to upload."""
        file = self._new(name, self._ws.bot_user_id, length)
        file.ticket, file.alt_text = self._ws.ids.new("U"), alt_text
        return file

    def by_ticket(self, ticket: str) -> StoredFile | None:
        """Return the file whose bytes this upload address awaits."""
        return next((file for file in self._all.values() if file.ticket == ticket), None)

    def hand_in(self, name: str, content: bytes, user: str) -> StoredFile:
        """Keep a file that a person uploaded; nobody else sees it before it is shared or handed in."""
        file = self._new(name, user, len(content))
        file.content, file.complete = content, True
        return file

    def visible_to_bot(self, file_id: str) -> StoredFile:
        """Return the file; raises ApiError when it is gone or the bot may not see it."""
        file = self._all.get(file_id)
        if file is None or not file.complete:
            raise ApiError("file_not_found", f"no file {file_id!r}")
        if file.deleted:
            raise ApiError("file_deleted", f"the file {file_id!r} was deleted")
        heard = any(id not in self._ws.channels or self._ws.channels[id].has_bot for id in file.shares)
        if not (heard or file.handed_to_bot or file.user == self._ws.bot_user_id):
            raise ApiError("file_not_found", f"the bot may not see the file {file_id!r}")
        return file

    def completable(self, file_id: str) -> StoredFile:
        """Return a file of the bot's whose bytes have come; raises ApiError otherwise."""
        file = self._all.get(file_id)
        if file is None or file.user != self._ws.bot_user_id or file.complete:
            raise ApiError("file_not_found", f"no upload {file_id!r} is under way")
        if file.content is None:
            raise ApiError("file_not_found", f"the bytes of {file_id!r} have not been sent")
        return file

    def share_later(
        self, files: Sequence[StoredFile], place: Partner, thread_ts: str | None, text: str, blocks: list[Json]
    ) -> None:
        """Let the files appear in the conversation a moment from now, as Slack does."""
        self._ws.spawn(self._share(files, place, thread_ts, text, blocks))

    async def _share(
        self, files: Sequence[StoredFile], place: Partner, thread_ts: str | None, text: str, blocks: list[Json]
    ) -> None:
        await asyncio.sleep(self._ws.share_delay)
        present = [file for file in files if not file.deleted]
        if not present:
            return
        message = Message(
            place.conversation.id,
            self._ws.ids.ts(),
            self._ws.bot_user_id,
            text,
            blocks,
            posting.root_of(place, thread_ts),
            bot_id=self._ws.bot_id,
            subtype="file_share",
        )
        self.attach(message, present)
        posting.post(self._ws, place, replace(message, files=[self.json(file) for file in present]))

    def attach(self, message: Message, files: Sequence[StoredFile]) -> None:
        """Note in the files that this message shares them."""
        for file in files:
            share: Json = {
                "ts": message.ts,
                "reply_users": [],
                "reply_users_count": 0,
                "reply_count": 0,
                "share_user_id": message.user,
                "team_id": self._ws.team_id,
                "source": "UNKNOWN",
            }
            if message.is_reply:
                share["thread_ts"] = message.thread_ts
            file.shares.setdefault(message.channel, []).append(share)

    def delete(self, file: StoredFile) -> None:
        """Delete the file; the messages that showed it keep an empty frame."""
        file.deleted, file.content = True, None
        for place in self._ws.partners():
            for message in place.conversation.messages:
                if any(shown["id"] == file.id for shown in message.files):
                    left = [self._tombstone(s) if s["id"] == file.id else s for s in message.files]
                    place.conversation.put(replace(message, files=left))
            if place.conversation.id in file.shares:
                events.file_event(self._ws, "file_deleted", file.id, place, file.user)
        self._ws.changed()

    def json(self, file: StoredFile) -> Json:
        """Return Slack's file object."""
        kind = file.name.rpartition(".")[2].lower() or "binary"
        base = f"{self._ws.base_url}/files-pri/{self._ws.team_id}-{file.id}"
        public = {id: shares for id, shares in file.shares.items() if id in self._ws.channels}
        private = {id: shares for id, shares in file.shares.items() if id not in public}
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype if file.complete else "",
            "filetype": kind if file.complete else "",
            "pretty_type": PRETTY.get(kind, kind.upper()) if file.complete else "",
            "user": file.user,
            "user_team": self._ws.team_id,
            "editable": False,
            "size": len(file.content or b""),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(public),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{base}/{file.name}",
            "url_private_download": f"{base}/download/{file.name}",
            "permalink": f"https://{self._ws.team_domain}.slack.com/files/{file.user}/{file.id}/{file.name}",
            "permalink_public": f"https://slack-files.com/{self._ws.team_id}-{file.id}",
            "comments_count": 0,
            "is_starred": False,
            "shares": {kind: shares for kind, shares in (("public", public), ("private", private)) if shares},
            "channels": list(public),
            "groups": [],
            "ims": list(private),
            "has_more_shares": False,
            "has_rich_preview": False,
            "file_access": "visible",
            "alt_txt": file.alt_text,
        }

    def _new(self, name: str, user: str, length: int) -> StoredFile:
        created = int(self._ws.clock.now().timestamp())
        file = StoredFile(self._ws.ids.new("F"), name, name, user, created, length)
        self._all[file.id] = file
        return file

    @staticmethod
    def _tombstone(shown: Json) -> Json:
        return {"id": shown["id"], "mode": "tombstone"}
