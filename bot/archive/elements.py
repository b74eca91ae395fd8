"""Elements of an arkivmelding, each a function: what XML cannot hold and what its schema does not let stand empty."""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET  # written only; nothing is read with it
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeAlias

from bot.archive.fonts import named

OURS: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
CATALOGUE: Final = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
TYPES: Final = "http://www.w3.org/2001/XMLSchema-instance"
SYSTEM: Final = "Saksbot"

_NAMESPACE: Final = uuid.UUID("6f0a4c0e-5f5b-5d0e-9a3e-5b7c1f0d2e14")  # ours for good: another one renames everything
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element: TypeAlias = ET.Element


def written(root: Element) -> bytes:
    """A document, the same bytes for the same elements."""
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def root(name: str, children: Iterable[Element | None]) -> Element:
    """The outermost element, which says which schema it follows."""
    spaces = {"xmlns": OURS, "xmlns:n5mdk": CATALOGUE, "xmlns:xsi": TYPES}
    return _filled(ET.Element(name, spaces), children)


def parent(name: str, children: Iterable[Element | None], kind: str = "") -> Element:
    """An element with others in it; `kind` is the type that it has where its name allows several."""
    return _filled(ET.Element(name, {"xsi:type": kind} if kind else {}), children)


def leaf(name: str, value: str | int | bool) -> Element:
    """An element with a text, which is never empty."""
    element = ET.Element(name)
    element.text = str(value).lower() if isinstance(value, bool) else _clean(str(value))
    return element


def optional(name: str, value: str | int | None) -> Element | None:
    """The same; nothing where there is no value."""
    return None if value is None or not str(value).strip() else leaf(name, value)


def moment(name: str, at: datetime | None) -> Element | None:
    """An instant, with its zone."""
    return leaf(name, at.astimezone(UTC).isoformat().replace("+00:00", "Z")) if at else None


def code(name: str, value: str, said: str = "") -> Element:
    """A value of a list of codes (M800)."""
    return parent(name, [leaf("n5mdk:kode", value), optional("n5mdk:beskrivelse", said)])


def identifiers(name: str, called: str, number: str = "", email: str = "") -> Element:
    """Somebody, or a unit, by whichever names it has (M801)."""
    known = [leaf("n5mdk:navn", called), optional("n5mdk:identifikator", number)]
    return parent(name, [*known, optional("n5mdk:epostadresse", email)])


def external_key(key: str) -> Element:
    """What something is called in Saksbot (M803)."""
    return parent("referanseEksternNoekkel", [leaf("n5mdk:fagsystem", SYSTEM), leaf("n5mdk:noekkel", key)])


def system_id(*facts: str | int, name: str = "systemID") -> Element:
    """A number that is the same for the same thing whenever it is written (M001)."""
    return leaf(name, str(uuid.uuid5(_NAMESPACE, "\n".join(map(str, facts)))))


def _filled(element: Element, children: Iterable[Element | None]) -> Element:
    element.extend(child for child in children if child is not None)
    return element


def _clean(text: str) -> str:
    """A text without the characters that no XML can hold, which are named instead."""
    return _NOT_IN_XML.sub(lambda found: named(found[0]), text) if text.strip() else "–"
