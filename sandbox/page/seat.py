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
    def reader(self) -> Reader:
        """Who reads the page's own explanations in this tab."""
        return self.stage.screen(self.person_id).reader.of_the_page(self.language)

    def say(self, words: str, **values: object) -> str:
        """The page's own words in this tab's language."""
        return self.reader.say(words, **values)
