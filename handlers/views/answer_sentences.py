"""The words of the history about what was answered: conclusions, and rounds of several."""

from __future__ import annotations

from typing import Any

from handlers.translator import Translator
from handlers.views.blocks import one_line


def saved(values: dict[str, Any], translator: Translator) -> str:
    """Say that a conclusion was saved, and whether answers were."""
    if values.get("answers"):
        return translator.say(
            "{at}: {actor} lagret svar og konklusjon i deloppgaven «{subtask}» (versjon {version}).", **values
        )
    return translator.say("{at}: {actor} lagret konklusjonen i deloppgaven «{subtask}» (versjon {version}).", **values)


def round_over(values: dict[str, Any], translator: Translator) -> str:
    """Say that a round was over, and by what."""
    if values.get("over") == "day":
        return translator.say("{at}: Fristen for å svare på «{title}» var ute.", **values)
    return translator.say("{at}: Ingen flere skal svare på «{title}».", **values)


def summed_up(values: dict[str, Any], translator: Translator) -> str:
    """Say that a round was summed up, and what stood there before."""
    told = translator.say("{at}: {actor} oppsummerte svarene på «{title}».", **values)
    before = "".join(values["before"])
    return translator.say("{told} Teksten var: {before}", told=told, before=one_line(before)) if before else told
