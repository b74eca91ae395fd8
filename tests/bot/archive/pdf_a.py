"""A judge of PDF/A that did not write it: pikepdf (qpdf) reads what ISO 19005-2 and ISO 14289-1 ask for.

It judges what a reader can see from outside: metadata, fonts, output intent, structure, and what is forbidden. It is no
veraPDF, which no registry of ours has (docs/archive.md).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

FORBIDDEN = {
    "/JavaScript", "/JS", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/EmbeddedFiles", "/XFA",
    "/Movie", "/Sound", "/RichMedia", "/Rendition", "/AA", "/OpenAction", "/F", "/PS", "/OPI",
}  # fmt: skip


def faults(content: bytes) -> list[str]:
    """What is wrong with a PDF that says that it is PDF/A-2a and PDF/UA-1."""
    with pikepdf.open(io.BytesIO(content)) as document:
        checks = (_file, _metadata, _structure, _output_intent, _fonts, _forbidden)
        return [fault for check in checks for fault in check(document, content)]


def words(content: bytes) -> str:
    """Everything that stands on the pages, from the codes of the glyphs by each font's ToUnicode."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return "".join(said for page in document.pages for said in _said(page))


def _file(document: pikepdf.Pdf, content: bytes) -> Iterator[str]:
    if not content.startswith(b"%PDF-1.7"):
        yield "no PDF 1.7"
    if any(octet < 128 for octet in content.split(b"\n", 2)[1][1:5]):
        yield "no binary comment"
    if document.is_encrypted:
        yield "encrypted"
    if len(document.trailer.get("/ID", [])) != 2:
        yield "no ID"
    if document.get_warnings():
        yield f"damaged: {document.get_warnings()}"


def _metadata(document: pikepdf.Pdf, _: bytes) -> Iterator[str]:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        said = {name: xmp.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        title, created = xmp.get("dc:title"), xmp.get("xmp:CreateDate")
    if said != {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
        yield f"says it is {said}"
    if not title or str(document.docinfo.get("/Title")) != title:
        yield f"title {title!r}"
    if not created:
        yield "no date"


def _structure(document: pikepdf.Pdf, _: bytes) -> Iterator[str]:
    catalogue: Any = document.Root
    if not catalogue.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked"
    if "/StructTreeRoot" not in catalogue:
        yield "no structure"
    if not str(catalogue.get("/Lang", "")):
        yield "no language"
    if not catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "shows no title"
    if any(page.get("/Tabs") not in (None, "/S") for page in document.pages):
        yield "not in the order of the structure"


def _output_intent(document: pikepdf.Pdf, _: bytes) -> Iterator[str]:
    intents: Any = document.Root.get("/OutputIntents", [])
    if not any(
        one.get("/S") == "/GTS_PDFA1" and one.DestOutputProfile.read_bytes()[36:40] == b"acsp" for one in intents
    ):
        yield "no output intent with a profile"


def _fonts(document: pikepdf.Pdf, _: bytes) -> Iterator[str]:
    fonts = {str(font.BaseFont): font for page in document.pages for font in _fonts_of(page).values()}
    if not fonts:
        yield "no font"
    for name, font in fonts.items():
        (inner,) = font.DescendantFonts
        if not {"/FontFile2", "/FontFile3"} & {*inner.FontDescriptor.keys()}:
            yield f"{name} is not embedded"
        if not font.ToUnicode.read_bytes():
            yield f"{name} does not say which letters it shows"


def _forbidden(document: pikepdf.Pdf, _: bytes) -> Iterator[str]:
    for thing in document.objects:
        for name in _names(thing):
            if name in FORBIDDEN:
                yield f"{name} in it"


def _names(thing: Any) -> Iterator[str]:
    """The keys in an object and in what is directly in it, and what its actions are."""
    if isinstance(thing, pikepdf.Array):
        inside: list[Any] = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from thing.keys()
        yield str(thing.get("/S", ""))
        inside = [value for _, value in thing.items()]
    else:
        return
    for one in inside:
        if not getattr(one, "is_indirect", True):
            yield from _names(one)


def _fonts_of(page: pikepdf.Page) -> dict[str, Any]:
    return {name: font for name, font in page.resources.get("/Font", {}).items()}  # noqa: C416  pikepdf's own mapping


def _said(page: pikepdf.Page) -> Iterator[str]:
    """Its words in order; where a glyph is only a part of a letter, the page says itself what is meant (ActualText)."""
    letters = {name: _letters(font.ToUnicode.read_bytes()) for name, font in _fonts_of(page).items()}
    known: dict[int, str] = {}
    marked: list[bool] = []
    stream: Any = pikepdf.parse_content_stream(page)
    for operands, operator in stream:
        match str(operator):
            case "BDC" | "BMC":
                meant = operands[1].get("/ActualText") if isinstance(operands[-1], pikepdf.Dictionary) else None
                if meant is not None and not any(marked):
                    yield str(meant)
                marked.append(meant is not None)
            case "EMC":
                marked.pop()
            case "Tf":
                known = letters[str(operands[0])]
            case "Tj" | "TJ" if not any(marked):
                yield _shown(operands if str(operator) == "Tj" else operands[0], known)


def _shown(parts: Any, known: dict[int, str]) -> str:
    codes = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String))
    return "".join(known.get(int.from_bytes(codes[at : at + 2]), "") for at in range(0, len(codes), 2))


def _letters(to_unicode: bytes) -> dict[int, str]:
    """What each code of a font stands for: its ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for line in to_unicode.decode().splitlines():
        parts = [part.strip("<>") for part in line.split()]
        if len(parts) == 2 and line.startswith("<"):
            found[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
        elif len(parts) == 3 and line.startswith("<"):
            first, last, begins = (int(part, 16) for part in parts)
            found |= {code: chr(begins + code - first) for code in range(first, last + 1)}
    return found
