"""Attachments as people see them: a list to read, and choices to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain import arriving
from domain.access import Granted
from domain.values import Attachment
from handlers.translator import Translator
from handlers.views import ids
from handlers.views.blocks import OPTIONS, Block, Element, bullets, button, context, one_line, option, section
from handlers.views.status import name_of

ON_CARD: Final = 20
ON_PAGE: Final = 30


def attachment_list(attachments: Sequence[Attachment], translator: Translator, most: int = ON_PAGE) -> list[Block]:
    """Draw at least one attachment as a list, at most `most` of them, and say how many more there are."""
    shown = [_line(each, translator) for each in attachments[:most]]
    more = len(attachments) - most
    rest = [context(translator.count("og {n} vedlegg til", "og {n} vedlegg til", more))] if more > 0 else []
    return [*([bullets(shown)] if shown else []), *rest]


def granted_list(attachments: Sequence[Attachment], translator: Translator, most: int = ON_PAGE) -> list[Block]:
    """Draw what is open to an assignee: what the reader has still to fetch comes first, each on a line with `Hent`."""
    waiting = [each for each in attachments if isinstance(each, Granted) and each.waits]
    if not waiting:
        return attachment_list(attachments, translator, most)
    lines = [section(_line(each, translator), _fetch(each, translator)) for each in waiting[:most]]
    rest = [each for each in attachments if each not in waiting] + waiting[most:]
    return [*lines, *(attachment_list(rest, translator, most - len(lines)) if rest else [])]


def waits(attachments: Sequence[Attachment]) -> bool:
    """Whether the reader has to fetch some of these."""
    return any(isinstance(each, Granted) and each.waits for each in attachments)


def _fetch(attachment: Granted, translator: Translator) -> Element:
    about = translator.say("Hent vedlegget {title}", title=one_line(title(attachment), 50))
    return button(translator.say("Hent"), ids.GRANT_FETCH, str(attachment.grant_id), about=about)


def _line(attachment: Attachment, translator: Translator) -> str:
    return " · ".join([_file(attachment, translator), *_granted(attachment, translator)])


def _granted(attachment: Attachment, translator: Translator) -> list[str]:
    if not isinstance(attachment, Granted):
        return []
    told = []
    if attachment.ends_on:
        told.append(translator.say("til {day}", day=translator.near_day(attachment.ends_on)))
    if attachment.fetched_by and attachment.fetched_at:
        name, at = name_of(attachment.fetched_by, translator), translator.near_moment(attachment.fetched_at)
        told.append(translator.say("hentet av {name} {at}", name=name, at=at))
    return told


def _file(attachment: Attachment, translator: Translator) -> str:
    values = {"title": title(attachment), "name": one_line(attachment.name, 40)}
    if not attachment.kept:
        return translator.say("{title} ({name}, hentes fra Slack)", **values)
    return translator.say("{title} ({name}, {size})", size=translator.size(attachment.size), **values)


def attachment_options(attachments: Sequence[Attachment], translator: Translator) -> list[Element]:
    """Give the choices of `Gi tilgang til vedlegg`, one for each attachment."""
    return [option(title(each), str(each.id), _described(each, translator)) for each in attachments]


def _described(attachment: Attachment, translator: Translator) -> str:
    until = _granted(attachment, translator)
    name = one_line(attachment.name, 45 if until else 60)
    file = translator.say("{name}, {size}", name=name, size=translator.size(attachment.size))
    return " · ".join([file, *until])


def found_options(attachments: Sequence[Attachment], typed: str, translator: Translator) -> list[Element]:
    """Give the answer to a search among more than 100: those whose title or file name holds what was typed."""
    sought = [" ".join(arriving.sought(typed))]  # as one: titles often differ by a number alone
    found = [each for each in attachments if arriving.is_found(sought, each.title, each.name)]
    return attachment_options(found[:OPTIONS], translator)


def title(attachment: Attachment) -> str:
    """Give what an attachment is called to people, briefly."""
    return one_line(attachment.title if attachment.title.strip() else attachment.name, 75)
