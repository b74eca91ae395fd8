"""What Slack sends, signed and ready for the wire: every one another, as in life.

A body is encoded once with a mark in it; each request gets a number in the mark's place and its own signature.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from domain.forms import SubtaskForm
from domain.values import Attachment, NewSubtask
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.subtask_form import subtask_form
from tests.bench.client import Requests
from tests.bench.institution import COLLEAGUES, NOW, SOON, case_id, slack_id

SECRET = "5ecre70f7hebench"
MARK = "0MARK0MARK0"
_FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


def create_subtask() -> Requests:
    """`Opprett` in a dialog filled in: forty case owners in turn, each giving a colleague something to do."""
    return _signed([_interaction(_submission(owner)) for owner in range(COLLEAGUES)], _FORM)


def choose_assignee() -> Requests:
    """Typing in `Ansvarlig`."""
    typed = {"type": "block_suggestion", "block_id": ids.ASSIGNEE, "action_id": ids.ASSIGNEE_PICK, "value": "berg"}
    payloads = [_who(owner) | typed | {"view": _dialog(owner)} for owner in range(COLLEAGUES)]
    return _signed([_interaction(payload) for payload in payloads], _FORM)


def open_home() -> Requests:
    """Opening App Home, forty people in turn."""
    return _signed([_event(person) for person in range(COLLEAGUES)], "application/json")


def _signed(bodies: list[bytes], content_type: str) -> Requests:
    parts = itertools.cycle([body.split(MARK.encode()) for body in bodies])

    def request() -> bytes:
        number = f"{next(_numbers):0{len(MARK)}}".encode()
        body, stamp = number.join(next(parts)), str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0\r\nAccept: */*\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
            f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
        )
        return head.encode() + body

    return request


def _interaction(payload: Mapping[str, Any]) -> bytes:
    return f"payload={quote_plus(json.dumps(payload))}".encode()


def _event(person: int) -> bytes:
    event = {"type": "app_home_opened", "user": slack_id(person), "channel": "D1", "tab": "home", "event_ts": "1.1"}
    whole = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{MARK}", "event": event}
    return json.dumps(whole).encode()


def _who(person: int) -> dict[str, Any]:
    user = {"id": slack_id(person), "username": f"person{person}", "name": f"person{person}", "team_id": "T1"}
    return {
        "team": {"id": "T1", "domain": "universitetet"},
        "user": user,
        "api_app_id": "A1",
        "trigger_id": f"1.{MARK}",
    }


def _submission(owner: int) -> dict[str, Any]:
    assignee = (owner + 7) % COLLEAGUES
    values = {
        ids.TITLE: {ids.VALUE: {"type": "plain_text_input", "value": f"Vurder emnene {MARK}"}},
        ids.DEADLINE: {ids.VALUE: {"type": "datepicker", "selected_date": SOON.isoformat()}},
        ids.ASSIGNEE: {ids.ASSIGNEE_PICK: {"type": "external_select", "selected_option": {"value": str(assignee + 1)}}},
        ids.DESCRIPTION: {ids.VALUE: {"type": "plain_text_input", "value": "Sammenlign emnene med våre egne. " * 10}},
    }
    view = _dialog(owner) | {"state": {"values": values}}
    return (
        {"type": "view_submission"} | _who(owner) | {"view": view, "response_urls": [], "is_enterprise_install": False}
    )


def _dialog(owner: int) -> dict[str, Any]:
    files = (Attachment(1, "Vitnemål", "vitnemal.pdf", "application/pdf", 120_000),)
    form = SubtaskForm(case_id(owner), "Innpassing av eksterne emner", NOW.date(), SOON, SOON, False, files)
    drawn = subtask_form(form, NewSubtask("", None, None, "", ()), Translator.of("nb"))
    blocks = [{"block_id": f"b{number}"} | block for number, block in enumerate(drawn["blocks"])]  # as Slack fills in
    return (
        drawn
        | {"blocks": blocks}
        | {"id": f"V{MARK}", "team_id": "T1", "hash": f"1.{MARK}", "app_id": "A1", "bot_id": "B1"}
    )
