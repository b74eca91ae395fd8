"""What a person gets when something could not be done: one sentence, where they are looking.

A refusal of an act becomes an error at the field, a line under a command, or a small modal. Anything
unexpected becomes a sentence with an error id; the log has the rest under the same id.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from domain import tracing
from domain.errors import InvalidInputError, Refused
from handlers.request import Answer, Request, kind_and_name
from handlers.services import Services
from handlers.translator import Translator
from handlers.views import alert
from handlers.views.blocks import escaped

LONGEST_LOOK = 0.3

log = logging.getLogger(__name__)


async def refuse(services: Services, request: Request, refused: Refused) -> Answer:
    """Answer a request that an act has refused."""
    translator = await _voice(services, request)
    faults = refused.faults if isinstance(refused, InvalidInputError) else [refused]
    return _answer(services, request, translator, [(fault.field, translator.refusal(fault)) for fault in faults])


async def fail(services: Services, request: Request, error: Exception) -> Answer:
    """Answer a request that met a fault of our own; the person is given the id that the log has it under."""
    error_id = tracing.request_id() or tracing.new_id()
    log.error("a fault in %s", kind_and_name(request.body), exc_info=error, extra={"error_id": error_id})
    translator = await _voice(services, request)
    return _answer(services, request, translator, [(None, alert.failure(translator, error_id))])


async def _voice(services: Services, request: Request) -> Translator:
    try:
        async with asyncio.timeout(LONGEST_LOOK):
            return await services.translators.of_person(request.actor)
    except (Refused, TimeoutError):
        return services.translators.of(None)  # the database is away: the institution's language has to do


def _answer(services: Services, request: Request, translator: Translator, said: list[tuple[str | None, str]]) -> Answer:
    kind, _ = kind_and_name(request.body)
    if kind == "view_submission":
        return _at_fields(request.view, translator, said)
    if kind == "block_suggestion":
        return {"options": []}
    sentence = said[0][1]
    if kind == "command":
        return {"response_type": "ephemeral", "text": escaped(sentence)}
    if request.trigger_id:
        services.modals.open(request, alert.trouble(translator, sentence))
    return None


def _at_fields(view: dict[str, Any], translator: Translator, said: list[tuple[str | None, str]]) -> Answer:
    """Put each sentence at its field, or at the first field, so that nothing typed is lost."""
    inputs = [str(block["block_id"]) for block in view.get("blocks") or [] if block.get("type") == "input"]
    if not inputs:
        return {"response_action": "update", "view": alert.trouble(translator, said[0][1])}
    errors: dict[str, str] = {}
    for field, sentence in said:
        errors.setdefault(field if field and field in inputs else inputs[0], sentence)
    return {"response_action": "errors", "errors": errors}
