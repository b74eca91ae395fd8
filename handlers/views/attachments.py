"""Attachments as people see them: a list to read, and choices to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain import arriving
from domain.values import Attachment
from handlers.translator import Translator
from handlers.views.blocks import OPTIONS, Block, Element, bullets, context, one_line, option

ON_CARD: Final = 20
ON_PAGE: Final = 30


def attachment_list(attachments: Sequence[Attachment], translator: Translator, most: int = ON_PAGE) -> list[Block]:
    """Draw at least one attachment as a list, at most `most` of them, and say how many more there are."""
    shown = [_line(each, translator) for each in attachments[:most]]
    more = len(attachments) - most
    rest = [context(translator.count("og {n} vedlegg til", "og {n} vedlegg til", more))] if more > 0 else []
    return [bullets(shown), *rest]


def _line(attachment: Attachment, translator: Translator) -> str:
    values = {"title": title(attachment), "name": one_line(attachment.name, 40)}
    if not attachment.kept:
        return translator.say("{title} ({name}, hentes fra Slack)", **values)
    return translator.say("{title} ({name}, {size})", size=translator.size(attachment.size), **values)


def attachment_options(attachments: Sequence[Attachment], translator: Translator) -> list[Element]:
    """Give the choices of `Gi tilgang til vedlegg`, one for each attachment."""
    return [
        option(
            title(each),
            str(each.id),
            translator.say("{name}, {size}", name=one_line(each.name, 60), size=translator.size(each.size)),
        )
        for each in attachments
    ]


def found_options(attachments: Sequence[Attachment], typed: str, translator: Translator) -> list[Element]:
    """Give the answer to a search among more than 100: those whose title or file name holds what was typed."""
    sought = [" ".join(arriving.sought(typed))]  # as one: titles often differ by a number alone
    found = [each for each in attachments if arriving.is_found(sought, each.title, each.name)]
    return attachment_options(found[:OPTIONS], translator)


def title(attachment: Attachment) -> str:
    """Give what an attachment is called to people, briefly."""
    return one_line(attachment.title if attachment.title.strip() else attachment.name, 75)
