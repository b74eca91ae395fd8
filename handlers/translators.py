"""In which words each reader is spoken to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from cases.acts import people
from cases.context import Context
from cases.execution.executor import Executor
from handlers.translator import Translator

P = ParamSpec("P")
T = TypeVar("T")


class Translators:
    """Finds the words for a reader: their language, or the institution's where they have none."""

    def __init__(self, context: Context, executor: Executor, language: str) -> None:
        """`language` is that of readers who have none."""
        self._zone = context.zone
        self._executor = executor
        self._language = language
        self.contact = ""
        """Whom people are told to ask; empty where nobody has said."""

    def of(self, language: str | None) -> Translator:
        """Give the words in a reader's language."""
        return Translator.of(language or self._language, self._zone, self.contact)

    async def asked(
        self, act: Callable[Concatenate[Context, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[T, Translator]:
        """Ask something for its `actor`, and give it with their words, both in one go. Raises what the act raises."""

        def ask(context: Context) -> tuple[T, str | None]:
            return act(context, *args, **kwargs), people.language(context, str(kwargs["actor"]))

        found, language = await self._executor.query(ask)
        return found, self.of(language)

    async def of_person(self, slack_id: str) -> Translator:
        """Look up a reader's language and give them their words."""
        return self.of(await self._executor.query(people.language, slack_id))
