"""Files in messages: a card with name, kind and size, and the picture itself where it is one."""

import htpy as h
from htpy import Node

from sandbox.page.icons import icon
from sandbox.page.reader import Json, Reader

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
READABLE = (*PICTURES, "application/pdf", "text/plain")
NAMED = {"application/pdf": "PDF", "text/csv": "CSV", "application/zip": "ZIP"}
KINDS = {
    "text/plain": "Text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Document",
}


def file_card(file: Json, reader: Reader) -> Node:
    """One file of a message, with links to open and to save it."""
    if file.get("mode") == "tombstone" or file.get("is_deleted"):
        return h.span(".file.gone")[icon("file"), "The file was deleted."]
    name = str(file.get("title") or file.get("name") or file["id"])
    kind = str(file.get("mimetype", ""))
    address = f"/page/file/{reader.person_id}/{file['id']}"
    return h.span(".file")[
        kind in PICTURES and h.a(".preview", href=address, target="_blank")[h.img(src=address, alt=name)],
        h.span(".file-line")[
            icon("file"),
            h.span(".file-words")[
                h.strong[name], h.span(".quiet")[_kind(kind, name), " · ", size(file.get("size", 0))]
            ],
            h.span(".file-links")[
                kind in READABLE and h.a(href=address, target="_blank", aria_label=f"Open {name}")["Open"],
                h.a(
                    href=address + "?last=1",
                    download=str(file.get("name") or name),
                    aria_label=f"Download {name}",
                )["Download"],
            ],
        ],
    ]


def _kind(mimetype: str, name: str) -> str:
    if mimetype in PICTURES:
        return "Picture"
    if mimetype in KINDS:
        return KINDS[mimetype]
    return NAMED.get(mimetype) or (name.rpartition(".")[2].upper() if "." in name else "File")


def size(bytes_: int) -> str:
    """A size as people write it: "840 bytes", "1.6 kB", "3.4 MB"."""
    if bytes_ < 1000:
        return f"{bytes_} bytes"
    amount, unit = (bytes_ / 1000, "kB") if bytes_ < 1_000_000 else (bytes_ / 1_000_000, "MB")
    words = f"{amount:.1f}".removesuffix(".0")
    return f"{words} {unit}"
