"""What systems are told, as the description names it: here nothing comes in (bot/delivery/senders/webhook.py sends)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header

from domain.doors import ToldEvent

router = APIRouter()


@router.post(
    "event",
    status_code=204,
    responses={
        204: {"description": "It is taken: any 2xx"},
        410: {"description": "Nothing more is wanted"},
        "default": {"description": "It is not taken: it comes again, under the same webhook-id, for three days"},
    },
    operation_id="event",
    tags=["webhooks"],
)
async def event(
    told: ToldEvent,
    webhook_id: Annotated[str, Header(description="The same whenever it comes again.")],
    webhook_timestamp: Annotated[int, Header(description="When it was sent: seconds since 1970.")],
    webhook_signature: Annotated[str, Header(description="`v1,…`; two of them while the secret is being changed.")],
) -> None:
    """Something has happened in a case that the system sees. Signed as Standard Webhooks 1.0.0 say."""
