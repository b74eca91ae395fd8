"""Everything that any workspace of the tests was given to show goes before the judges, each distinct block once."""

from __future__ import annotations

import json
from typing import Any

from sandbox.workspace import Workspace
from tests import references
from tests.handlers.views import judges

BOT = "Saksbot"


class Rendered:
    """What was shown since the judges last looked."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, str, Any]] = []
        self._known: set[str] = set()

    def look(self, ws: Workspace, surface: str, given: Any) -> None:
        """Take note of something that the sandbox found proper."""
        self.waiting.append((ws.app.name, surface, given))

    def judge(self) -> None:
        """Let the judges look at what is new; the bot's own must keep the house's rules too."""
        shown, self.waiting = self.waiting, []
        for app, surface, given in shown:
            fresh = self._fresh(surface, given)
            if fresh is not None:
                refused = self._refused(surface, fresh)
                assert refused is None, f"{surface} of {app}: {refused}\n{json.dumps(fresh, ensure_ascii=False)}"
                if app == BOT:
                    judges.keeps_the_house_rules(fresh)

    def _refused(self, surface: str, given: Any) -> str | None:
        if surface == "options":
            return references.options_refused(given)
        return references.message_refused(given) if surface == "message" else references.view_refused(given)

    def _fresh(self, surface: str, given: Any) -> Any:
        """Give what has not been judged yet: the shell, its fields for input, and the blocks never seen there."""
        if surface == "options":
            return given if self._is_new(surface, given) else None
        blocks = given if surface == "message" else given["blocks"]
        new = [block for block in blocks if self._is_new(surface, block) or block["type"] == "input"]
        if surface == "message":
            return new or None
        shell = {name: value for name, value in given.items() if name != "blocks"}
        return given | {"blocks": new or blocks[:1]} if self._is_new("shell", shell) or new else None

    def _is_new(self, surface: str, thing: Any) -> bool:
        key = surface + json.dumps(thing, sort_keys=True)
        if key in self._known:
            return False
        self._known.add(key)
        return True
