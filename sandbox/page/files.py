"""Files in messages: a card with name, kind and size, and the picture itself where it is one."""

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.reader import Json, Reader

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
READABLE = (*PICTURES, "application/pdf", "text/plain")
NAMED = {"application/pdf": "PDF", "text/csv": "CSV", "application/zip": "ZIP"}
KINDS = {
    "text/plain": "Tekst",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Regneark",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Dokument",
}


def file_card(file: Json, reader: Reader) -> Node:
    """One file of a message, with links to open and to save it."""
    if file.get("mode") == "tombstone" or file.get("is_deleted"):
        return h.span(".file.gone")[icon("file"), reader.say("Filen er slettet.")]
    name = str(file.get("title") or file.get("name") or file["id"])
    kind = str(file.get("mimetype", ""))
    address = f"/page/file/{reader.person_id}/{file['id']}"
    return h.span(".file")[
        kind in PICTURES and h.a(".preview", href=address, target="_blank")[h.img(src=address, alt=name)],
        h.span(".file-line")[
            icon("file"),
            h.span(".file-words")[
                h.strong[name], h.span(".quiet")[_kind(kind, name, reader), " · ", size(file.get("size", 0), reader)]
            ],
            h.span(".file-links")[
                kind in READABLE
                and h.a(href=address, target="_blank", aria_label=reader.say("Åpne {name}", name=name))[
                    reader.say("Åpne")
                ],
                h.a(
                    href=address + "?last=1",
                    download=str(file.get("name") or name),
                    aria_label=reader.say("Last ned {name}", name=name),
                )[reader.say("Last ned")],
            ],
        ],
    ]


def _kind(mimetype: str, name: str, reader: Reader) -> str:
    if mimetype in PICTURES:
        return reader.say("Bilde")
    if mimetype in KINDS:
        return reader.say(KINDS[mimetype])
    return NAMED.get(mimetype) or (name.rpartition(".")[2].upper() if "." in name else reader.say("Fil"))


def size(bytes_: int, reader: Reader) -> str:
    """A size as people write it: "840 byte", "1,6 kB", "3,4 MB"."""
    if bytes_ < 1000:
        return reader.say("{n} byte", n=bytes_)
    amount, unit = (bytes_ / 1000, "kB") if bytes_ < 1_000_000 else (bytes_ / 1_000_000, "MB")
    words = f"{amount:.1f}".removesuffix(".0")
    return f"{words if reader.language == 'en' else words.replace('.', ',')} {unit}"
