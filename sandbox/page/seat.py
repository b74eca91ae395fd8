"""A seat before the page: who sits there, in which language, and what they look at."""

import asyncio

from sandbox.page.reader import Reader
from sandbox.page.stage import Stage


class Seat:
    """One person before one browser tab."""

    def __init__(self, stage: Stage, person_id: str, language: str) -> None:
        self.stage = stage
        self.person_id = person_id
        self.language = language
        self.view = "home"
        self.thread = ""
        self.drawer = ""
        self.visible = True
        self.wake = asyncio.Event()

    @property
    def conversation(self) -> str:
        """The id of the conversation that is looked at: the one with the app, a channel, or "" for neither."""
        if self.view == "messages":
            return self.stage.workspace.people[self.person_id].conversation.id
        kind, _, channel = self.view.partition("-")
        return channel if kind == "channel" else ""

    @property
    def reader(self) -> Reader:
        """Who reads the page's own explanations in this tab."""
        return self.stage.screen(self.person_id).reader.of_the_page(self.language)

    def say(self, words: str, **values: object) -> str:
        """The page's own words in this tab's language."""
        return self.reader.say(words, **values)
