"""Hands: the same acts addressed by what is visible: a button's words, a field's label, an option's text.

Everything that is not there exactly once is refused loudly, with what is there instead.
"""

from typing import Any

from sandbox.messages import Message
from sandbox.people.acts import Acts
from sandbox.people.client import Surface
from sandbox.records import Answer, Json, NotPossible, View
from sandbox.shapes import named
from sandbox.shapes.elements import EXTERNAL, MANY_OPTIONS, options_of, placed
from sandbox.shapes.named import NAMED, SEVERAL
from sandbox.shapes.reading import lines_of_blocks, lines_of_view, readable

Found = tuple[Json, Json]


class Hands(Acts):
    """What a person can do, addressed by what they see."""

    # ---- eyes

    def text_of(self, surface: Surface) -> str:
        """Return everything readable on the surface, in order, one line per text."""
        where = self._look(surface)
        if isinstance(where, Message):
            names = [str(file.get("title") or file.get("name", "")) for file in where.files]
            body = lines_of_blocks(where.blocks, self.name_of) or [readable(where.text, self.name_of)]
            return "\n".join(body + lines_of_blocks(where.attachments, self.name_of) + names)
        return "\n".join(lines_of_view(where, self.name_of))

    def card(self, title: str) -> Message:
        """Return the root message that shows this text; a message with it as a whole line goes first."""
        roots = [m for m in self.conversation.lasting() if not m.is_reply and not m.deleted]
        whole = [m for m in roots if title in (line.strip("*_ ") for line in self.text_of(m).splitlines())]
        found = whole or [m for m in roots if title in self.text_of(m)]
        if len(found) != 1:
            there = [self.text_of(message).partition("\n")[0] for message in roots]
            raise NotPossible(f"{len(found)} messages show {title!r} to {self.name}; there are {there}")
        return found[0]

    def labels(self, at: Surface | None = None) -> list[str]:
        """Return the words of every button and the labels of every field, in order."""
        blocks = self._blocks(self._where(at))
        return [self._label(block, element) for block, element in placed(blocks)]

    def value_of(self, label: str, at: Surface | None = None) -> Any:
        """Return what stands in the field, e.g. its text, or the texts of what is chosen."""
        surface = self._where(at)
        block, element = self._field(label, surface)
        state = self._filled(self._look(surface), {})[block["block_id"]][element["action_id"]]
        value = next(part for key, part in state.items() if key != "type")
        if isinstance(value, dict) and "text" in value:
            return value["text"]["text"]
        if element["type"] in MANY_OPTIONS:
            return [option["text"]["text"] for option in value]
        return value

    # ---- hands

    async def click(
        self, label: str, at: Surface | None = None, near: str | None = None, *, confirmed: bool = True
    ) -> Answer:
        """Press the button (or the entry of an overflow menu) with these words.

        Without `at` it is looked for in the topmost modal, else in the Home. near picks one of several by a text
        in the same block, in the section above it or in the block below.
        """
        surface = self._where(at)
        blocks = self._blocks(surface)
        found = [(block, element, value) for block, element, value in _pressable(blocks, label)]
        if near is not None:
            found = [one for one in found if near in self._around(blocks, one[0])]
        if len(found) != 1:
            where = f" near {near!r}" if near else ""
            raise NotPossible(
                f"{self.name} sees {len(found)} buttons {label!r}{where}; there are {self.labels(surface)}"
            )
        block, element, value = found[0]
        return await self.press(surface, block["block_id"], element["action_id"], value, confirmed=confirmed)

    async def fill(self, label: str, value: Any, at: Surface | None = None) -> Answer:
        """Write a text, date, time or number into the field (or put files into a file field)."""
        surface = self._where(at)
        block, element = self._field(label, surface)
        return await self.press(surface, block["block_id"], element["action_id"], value)

    async def choose(self, label: str, option: str, at: Surface | None = None) -> Answer:
        """Choose the option that shows this text; an external select is typed into, and must then show one."""
        surface = self._where(at)
        block, element = self._field(label, surface)
        picked = await self._pick(surface, block, element, option)
        value = [*self._chosen_values(surface, block, element), picked] if _many(element) else picked
        return await self.press(surface, block["block_id"], element["action_id"], value)

    async def tick(self, label: str, *options: str, at: Surface | None = None) -> Answer:
        """Tick these boxes, leaving those that are ticked already."""
        surface = self._where(at)
        block, element = self._field(label, surface)
        values = self._chosen_values(surface, block, element)
        for option in options:
            picked = await self._pick(surface, block, element, option)
            values += [picked] if picked not in values else []
        return await self.press(surface, block["block_id"], element["action_id"], values)

    async def untick(self, label: str, *options: str, at: Surface | None = None) -> Answer:
        """Take the tick away from these boxes."""
        surface = self._where(at)
        block, element = self._field(label, surface)
        gone = [await self._pick(surface, block, element, option) for option in options]
        values = [value for value in self._chosen_values(surface, block, element) if value not in gone]
        return await self.press(surface, block["block_id"], element["action_id"], values)

    async def send(self) -> Answer:
        """Press the modal's submit button; what it complains of is afterwards in `errors`, by label."""
        view = self._top()
        answer = await self.submit(view["id"])
        labels = {block["block_id"]: block["label"]["text"] for block in view["blocks"] if "label" in block}
        self.errors = {labels[block_id]: words for block_id, words in answer.errors.items()}
        return answer

    async def dismiss(self) -> None:
        """Press the modal's close button."""
        await self.close(self._top()["id"])

    # ---- finding

    def name_of(self, user_id: str) -> str:
        """Return how Slack shows a mention of this user."""
        return self.ws.name_of(user_id)

    def _top(self) -> View:
        if not self.modals:
            raise NotPossible(f"{self.name} has no modal open")
        return self.modals[-1]

    def _where(self, at: Surface | None) -> Surface:
        if at is not None:
            return self._find(at) or at if isinstance(at, str) else at
        return str(self.modals[-1]["id"]) if self.modals else "home"

    def _look(self, surface: Surface) -> Message | View:
        return surface if isinstance(surface, Message) else self._surface(surface)

    def _blocks(self, surface: Surface) -> list[Json]:
        where = self._look(surface)
        return where.blocks if isinstance(where, Message) else where["blocks"]

    def _field(self, label: str, surface: Surface) -> Found:
        fields = [one for one in placed(self._blocks(surface)) if one[1]["type"] not in {"button", "overflow"}]
        found = [one for one in fields if self._label(*one) == label]
        if len(found) != 1:
            there = [self._label(*one) for one in fields]
            raise NotPossible(f"{self.name} sees {len(found)} fields {label!r}; there are {there}")
        return found[0]

    def _label(self, block: Json, element: Json) -> str:
        if element["type"] == "button":
            return str(element["text"]["text"])
        if "label" in block:
            return str(block["label"]["text"])
        if block["type"] == "section" and "text" in block:
            return readable(block["text"]["text"], self.name_of).strip("*")
        return str(element.get("placeholder", {}).get("text", element["action_id"]))

    def _around(self, blocks: list[Json], block: Json) -> str:
        place = next(i for i, one in enumerate(blocks) if one is block)
        near = [block]
        if block["type"] == "actions":
            above = [one for one in blocks[:place] if one["type"] not in {"context", "actions", "divider"}]
            near = above[-1:] + [one for one in blocks[max(0, place - 2) : place + 1] if one["type"] != "divider"]
        near += [one for one in blocks[place + 1 : place + 2] if one["type"] == "context"]
        return "\n".join(lines_of_blocks(near, self.name_of))

    async def _pick(self, surface: Surface, block: Json, element: Json, text: str) -> Any:
        if element["type"] in NAMED:
            offered = named.offered(element, self.ws.directory(self.id))
        elif element["type"] in EXTERNAL:
            given = await self.suggest(surface, block["block_id"], element["action_id"], text)
            offered = {option["value"]: option["text"]["text"] for option in given}
        else:
            offered = {option["value"]: option["text"]["text"] for option in options_of(element)}
        whole = [value for value, shown in offered.items() if shown == text]
        found = whole or [value for value, shown in offered.items() if text in shown]
        if len(found) != 1:
            raise NotPossible(f"{len(found)} options show {text!r}; there are {list(offered.values())}")
        return found[0]

    def _chosen_values(self, surface: Surface, block: Json, element: Json) -> list[Any]:
        state = self._filled(self._look(surface), {})[block["block_id"]][element["action_id"]]
        if element["type"] in NAMED:
            return list(state[NAMED[element["type"]][0]])
        return [option["value"] for option in state.get("selected_options", [])]


def _many(element: Json) -> bool:
    return element["type"] in MANY_OPTIONS or element["type"] in SEVERAL


def _pressable(blocks: list[Json], label: str) -> list[tuple[Json, Json, Any]]:
    found: list[tuple[Json, Json, Any]] = []
    for block, element in placed(blocks):
        if element["type"] == "button" and element["text"]["text"] == label:
            found.append((block, element, None))
        elif element["type"] == "overflow":
            found += [(block, element, o["value"]) for o in element["options"] if o["text"]["text"] == label]
    return found
