"""Messages drawn: cards, what people write, answers only one person sees, files, and the line that opens a thread."""

from dataclasses import dataclass

import htpy as h
from htpy import Node

from sandbox.messages import Message
from sandbox.page.avatar import app_avatar, avatar
from sandbox.page.blocks import blocks
from sandbox.page.dates import clock_time, from_ts, moment
from sandbox.page.files import file_card
from sandbox.page.icons import icon
from sandbox.page.place import Place
from sandbox.page.reader import Json, Reader
from sandbox.page.text import decoded, mrkdwn

OWN = (("edit", "Edit message"), ("delete", "Delete message"))


@dataclass(frozen=True)
class Talk:
    """What one root message's thread amounts to."""

    replies: int = 0
    unread: int = 0
    last_ts: str = ""


@dataclass(frozen=True)
class Desk:
    """What the app offers on messages: its name, its user and its message shortcuts (id and name)."""

    app_name: str
    bot_user_id: str
    shortcuts: tuple[tuple[str, str], ...] = ()


def message(shown: Message, reader: Reader, desk: Desk, talk: Talk | None = None) -> h.Element:
    """One message in the conversation; with `talk=None` as it stands inside an open thread."""
    surface = ("reply-" if talk is None else "message-") + shown.ts
    sender = sender_of(shown, reader, desk)
    by_app = shown.user == desk.bot_user_id or shown.bot_id is not None
    return h.article(
        class_=["message", {"ephemeral": shown.ephemeral}],
        aria_label=f"{sender}: {title_of(shown, reader)}",
        data_surface=surface,
        data_ts=shown.ts,
        data_source=decoded(shown.text) if shown.user == reader.person_id and not shown.deleted else None,
    )[
        app_avatar(sender) if by_app else avatar(sender),
        h.div(".message-body")[
            h.p(".sender")[
                h.strong[sender],
                by_app and h.span(".badge")["App"],
                h.time[(moment if talk is None else clock_time)(from_ts(shown.ts), reader)],
            ],
            shown.ephemeral and h.p(".only-you")[icon("eye"), "Only visible to you"],
            _content(shown, Place(reader, surface)),
            _thread_line(shown.ts, talk, reader) if talk and talk.replies else None,
        ],
        not shown.deleted and _menu(shown, reader, desk, talk is not None),
    ]


def _content(shown: Message, place: Place) -> Node:
    if shown.deleted:
        return h.p(".quiet")["This message was deleted."]
    drawn = blocks(shown.blocks, place) if shown.blocks else h.div(".section-text")[mrkdwn(shown.text, place.reader)]
    return [
        drawn,
        [_attachment(one, place) for one in shown.attachments],
        shown.edited and h.span(".quiet.edited")["(edited)"],
        shown.files and h.ul(".files", aria_label="Files")[(h.li[file_card(f, place.reader)] for f in shown.files)],
    ]


def _attachment(attachment: Json, place: Place) -> Node:
    words = str(attachment.get("text") or attachment.get("fallback") or "")
    return h.div(".container")[blocks(attachment.get("blocks") or [], place), mrkdwn(words, place.reader)]


def sender_of(shown: Message, reader: Reader, desk: Desk) -> str:
    """The name above a message; a custom sender's own name where the bot gave one."""
    if shown.username:
        return shown.username
    return desk.app_name if shown.user == desk.bot_user_id or shown.bot_id else reader.name_of(shown.user)


def title_of(shown: Message, reader: Reader) -> str:
    """A short name that tells this message from the others: its heading or its first line."""
    if shown.deleted:
        return "deleted message"
    headings = [str(one["text"]["text"]) for one in shown.blocks if one.get("type") == "header"]
    words = (headings or [decoded(shown.text)])[0].strip().split("\n")[0]
    if not words and shown.files:
        words = str(shown.files[0].get("title") or shown.files[0].get("name") or "file")
    return words if len(words) <= 80 else words[:79] + "…"


def replies(count: int) -> str:
    """How many replies a thread has, as Slack says it."""
    return "1 reply" if count == 1 else f"{count} replies"


def _thread_line(ts: str, talk: Talk, reader: Reader) -> Node:
    words = replies(talk.replies)
    return h.p(".thread-line")[
        h.button(".link", type="button", data_do="thread", data_ts=ts)[
            words,
            talk.unread > 0 and h.span(".new")[f"{talk.unread} new"],
        ],
        h.span(".quiet")[f"Last reply {moment(from_ts(talk.last_ts), reader)}"],
    ]


def _menu(shown: Message, reader: Reader, desk: Desk, root: bool) -> Node:
    items: list[Node] = []
    if root and not shown.ephemeral:
        items.append(_item("thread", "Reply in thread", shown.ts))
    if shown.user == reader.person_id:
        items += [_item(act, words, shown.ts) for act, words in OWN]
    if not shown.ephemeral:
        items += [_item("message_shortcut", name, shown.ts, callback) for callback, name in desk.shortcuts]
    if not items:
        return None
    return h.div(".menu.message-menu")[
        root
        and not shown.ephemeral
        and h.button(
            ".btn.dots",
            type="button",
            data_do="thread",
            data_ts=shown.ts,
            aria_label="Reply in thread",
            title="Reply in thread",
        )[icon("thread")],
        h.button(
            ".btn.dots",
            type="button",
            aria_haspopup="menu",
            aria_expanded="false",
            aria_label="More actions",
            title="More actions",
        )[icon("more")],
        h.div(".popup", role="menu", hidden=True)[items],
    ]


def _item(act: str, words: str, ts: str, callback: str | None = None) -> Node:
    return h.button(".item", type="button", role="menuitem", data_do=act, data_ts=ts, data_callback=callback)[words]
