"""A strict, faithful Slack workspace on loopback, for anybody who builds a bot: `python -m sandbox MANIFEST`.

It models one workspace, one app (the bot), people, each person's direct conversation with the app, and a few named
channels. In Python start with Workspace and serve; everything a person can do is a method of Person. Tests that are
not asynchronous take the fixture slack_workspace (sandbox.pytest_plugin).

What is named here is imported when it is first asked for: the plugin for pytest must cost a program nothing that only
happens to have this package installed.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
ELSEWHERE = {
    "Message": "messages",
    "Person": "person",
    "Server": "server",
    "SettableClock": "clock",
    "Workspace": "workspace",
    "serve": "server",
}
WHERE = MappingProxyType({name: f"sandbox.{ELSEWHERE.get(name, 'records')}" for name in __all__})


def __getattr__(name: str) -> Any:
    """Import what is asked for."""
    if name not in WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(WHERE[name]), name)
