"""A strict, faithful Slack workspace on loopback, for the tests and for `make demo`.

It models one workspace, one app (the bot), people, and each person's direct conversation with the app. Start
with Workspace and serve; everything a person can do is a method of Person.
"""

from sandbox.clock import SettableClock
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.records import Ack, Answer, Call, Json, NotPossible, Refusal, Request, Shown, View
from sandbox.server import Server, serve
from sandbox.workspace import Workspace

__all__ = [
    "Ack",
    "Answer",
    "Call",
    "Json",
    "Message",
    "NotPossible",
    "Person",
    "Refusal",
    "Request",
    "Server",
    "SettableClock",
    "Shown",
    "View",
    "Workspace",
    "serve",
]
