"""Modals and Homes as Slack keeps them: stacks of three, hashes, external ids, and what stands in the fields.

A view is a dict in Slack's shape and is replaced, never changed, so that an old one stays as it was drawn.
"""

from typing import Any

from sandbox.records import Json, View
from sandbox.shapes.elements import State, initial_state, kept_state
from sandbox.shapes.named import current
from sandbox.shapes.reading import lines_of_view
from sandbox.state.ground import Ground
from sandbox.state.partner import User
from sandbox.state.refusing import ApiError, Trigger

DEEPEST = 3


class ViewDesk:
    """Opens, stacks, updates and publishes the views of all people."""

    def __init__(self, ws: Ground) -> None:
        self._ws = ws
        self.entered: dict[str, State] = {}
        self.forgets_initial = False
        """Whether an updated view does not tell what it was drawn with in fields that are new and nobody touched.

        Reported of Slack and not of every view: slackapi/bolt-js#1073, #1258, raycharius/slack-block-builder#132.
        """
        self._untold: dict[str, State] = {}

    def open(self, person: User, given: Json, channel: str | None = None) -> View:
        """Open a modal, in the conversation where the person is; what stack was open before gives way."""
        self._check_external_id(given, None)
        _say_where(given["blocks"], channel)
        person.modals.clear()
        return self._add(person, given)

    def push(self, person: User, given: Json) -> View:
        """Put a modal on top of those that are open; raises ApiError at the fourth."""
        if not person.modals:
            raise ApiError("not_found", "no modal is open to push onto")
        if len(person.modals) >= DEEPEST:
            raise ApiError("push_limit_reached", "three views at most can be stacked")
        self._check_external_id(given, None)
        return self._add(person, given)

    def update(self, person: User, view: View, given: Json) -> View:
        """Draw an open view anew: same id, another hash, and what was typed stays where the ids stay."""
        self._check_external_id(given, view)
        before = self.entered.get(view["id"], {})
        state = kept_state(given["blocks"], before)
        if self.forgets_initial:
            self._untold[view["id"]] = {block_id: said for block_id, said in state.items() if block_id not in before}
        after = self._shape(given, view["id"], view["root_view_id"], view["previous_view_id"])
        self.entered[view["id"]] = state
        if view["type"] == "home":
            person.home = after
        else:
            person.modals[person.modals.index(view)] = after
        self._shown(person, after)
        return after

    def publish(self, person: User, given: Json, hash_: str | None) -> View:
        """Draw the person's Home; raises ApiError on another hash than the present one."""
        if hash_ is not None and (person.home is None or person.home["hash"] != hash_):
            raise ApiError("hash_conflict", "the Home has been published anew since that hash")
        if person.home is not None:
            return self.update(person, person.home, given)
        id_ = self._ws.ids.new("V")
        person.home = self._shape(given, id_, id_, None)
        self.entered[id_] = initial_state(given["blocks"])
        self._shown(person, person.home)
        return person.home

    def open_view(self, view_id: str | None, external_id: str | None) -> tuple[User, View]:
        """Return an open view and whose it is; raises ApiError when there is none such."""
        for person in self._ws.people.values():
            for view in [*person.modals, *([person.home] if person.home else [])]:
                if view_id == view["id"] or (external_id and external_id == view["external_id"]):
                    return person, view
        raise ApiError("not_found", f"no view {view_id or external_id!r} is open")

    def redeem(self, trigger_id: str) -> tuple[User, Trigger]:
        """Use up a trigger and return whose it is."""
        trigger = self._ws.triggers.redeem(trigger_id)
        return self._ws.people[trigger.person_id], trigger

    def with_state(self, view: View) -> View:
        """Return the view with what stands in its fields, as payloads carry it."""
        untold, state = self._untold.get(view["id"], {}), self.entered[view["id"]]
        return view | {"state": {"values": {name: said for name, said in state.items() if untold.get(name) != said}}}

    def without_inputs(self, view: View) -> View:
        """Return the view with its state but what stands in input blocks, as it comes when a modal was closed.

        Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload ("excluding any input blocks").
        """
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        values = {id: value for id, value in self.entered[view["id"]].items() if id not in inputs}
        return view | {"state": {"values": values}}

    def remember(self, view: View, state: State) -> None:
        """Keep what stands in the fields of the view."""
        self.entered[view["id"]] = state

    def _add(self, person: User, given: Json) -> View:
        id_ = self._ws.ids.new("V")
        below = person.modals[-1] if person.modals else None
        view = self._shape(given, id_, below["root_view_id"] if below else id_, below["id"] if below else None)
        self.entered[id_] = initial_state(given["blocks"])
        person.modals.append(view)
        self._shown(person, view)
        return view

    def _shape(self, given: Json, id_: str, root: str, previous: str | None) -> View:
        ws = self._ws
        shape: dict[str, Any] = {
            "id": id_,
            "team_id": ws.team_id,
            "type": given["type"],
            "blocks": given["blocks"],
            "private_metadata": given.get("private_metadata", ""),
            "callback_id": given.get("callback_id", ""),
            "state": {"values": {}},
            "hash": ws.ids.hash(),
            "title": given.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": given.get("clear_on_close", False),
            "notify_on_close": given.get("notify_on_close", False),
            "close": given.get("close"),
            "submit": given.get("submit"),
            "submit_disabled": given.get("submit_disabled", False),
            "previous_view_id": previous,
            "root_view_id": root,
            "app_id": ws.app_id,
            "external_id": given.get("external_id", ""),
            "app_installed_team_id": ws.team_id,
            "bot_id": ws.bot_id,
        }
        return shape

    def _check_external_id(self, given: Json, itself: View | None) -> None:
        wanted = given.get("external_id")
        for person in self._ws.people.values():
            for view in [*person.modals, *([person.home] if person.home else [])]:
                if wanted and view["external_id"] == wanted and (itself is None or view["id"] != itself["id"]):
                    raise ApiError("duplicate_external_id", f"a view with the external_id {wanted!r} is open")

    def _shown(self, person: User, view: View) -> None:
        self._ws.show(person.id, view["type"], lines_of_view(view, self._ws.name_of))
        self._ws.changed()


def _say_where(blocks: list[Json], channel: str | None) -> None:
    for block in blocks:
        for key in ("element", "accessory"):
            if key in block:
                block[key] = current(block[key], channel)
