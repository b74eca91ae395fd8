"""Each kind of thing that a person can put into a message, and what of it arrives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox import pasted
from sandbox.pasted import rich, section


@dataclass(frozen=True)
class Kind:
    """What is put into a message; what of it arrives, in words; what its author is told did not."""

    put: dict[str, Any]
    arrives: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    hidden: tuple[str, ...] = field(default=("preview available", "@ukjent"))


def text(what: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": what, **more}


def said(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [rich(section(*elements))]


CELLS = pasted.table(("Emne", "Poeng"), ("HIS1100", 10), ("HIS1200", rich(section(text("fem"), text(" halve")))))
MARKED = [{"type": "section", "text": {"type": "mrkdwn", "text": "Se <https://uni.example/a|emnet> &amp; svar"}}]
WORD_LIST = [
    {"type": "rich_text_list", "style": "ordered", "indent": 0, "border": 0, "elements": [section(text("Første"))]},
    {"type": "rich_text_list", "style": "bullet", "indent": 1, "border": 0, "elements": [section(text("Under"))]},
    {
        "type": "rich_text_list", "style": "ordered", "indent": 0, "offset": 1, "border": 0,
        "elements": [section(text("Andre"))],
    },
]  # fmt: skip
GIF = {"fallback": "nikk", "title": "nikk", "image_url": "https://giphy.example/nikk.gif", "id": 1}
CANVAS = pasted.file("F0CANVAS", "Vurdering", mode="quip", filetype="quip")
ELSEWHERE = pasted.external("F0DRIVE", "Emneplan", "https://disk.example/emneplan")
LATIN = pasted.forwarded("Studieadministrasjonen", "", [rich(section(text("Fra blokker")), *WORD_LIST)])
NESTED = pasted.forwarded("Ytre Person", "Ytre ord") | {"attachments": [pasted.forwarded("Indre Person", "Indre ord")]}

KINDS: dict[str, Kind] = {
    # tables
    "a table pasted from Excel below a sentence": Kind(
        {"text": "Her er emnene:", "blocks": said(text("Her er emnene:")), "attachments": [pasted.pasted(CELLS)]},
        ("Her er emnene:", "Emne | Poeng", "HIS1100 | 10", "HIS1200 | fem halve"),
    ),
    "a table alone": Kind({"attachments": [pasted.pasted(CELLS)]}, ("HIS1100 | 10",)),
    "a table as a block of its own, its sentence only in the text": Kind(
        {"text": "Her er emnene:", "blocks": [CELLS]}, ("Her er emnene:\nEmne | Poeng\nHIS1100 | 10",)
    ),
    "two tables": Kind(
        {"attachments": [pasted.pasted(CELLS), pasted.pasted(pasted.table(("Kull", "Høst")))]},
        ("HIS1100 | 10", "Kull | Høst"),
    ),
    "a table of 101 rows": Kind(
        {"blocks": [pasted.table(*((f"Rad {number}", number) for number in range(101)))]},
        ("Rad 0 | 0", "Rad 100 | 100"),
    ),
    "a table of 21 columns": Kind(
        {"blocks": [pasted.table(tuple(f"K{number}" for number in range(21)))]}, ("K0 | K1", "K19 | K20")
    ),
    "a table whose rows are not equally long, with a link and a mention in it": Kind(
        {
            "blocks": [
                pasted.table(
                    (rich(section({"type": "link", "url": "https://uni.example/e", "text": "emnet"})), "10", ""),
                    (rich(section({"type": "user", "user_id": "U0OLA"})),),
                )
            ]
        },
        ("emnet (https://uni.example/e) | 10", "@Ola Hansen"),
    ),
    # forwarded messages
    "a forwarded message alone": Kind(
        {"attachments": [pasted.forwarded("Studieadministrasjonen", "Fristen er &gt; 1. mars")]},
        ("Studieadministrasjonen:", "> Fristen er > 1. mars"),
    ),
    "a forwarded message with a comment": Kind(
        {"text": "Se her", "blocks": said(text("Se her")), "attachments": [pasted.forwarded("Nina Dahl", "Svaret")]},
        ("Se her", "Nina Dahl:", "> Svaret"),
    ),
    "a forwarded message whose words are only in its blocks": Kind(
        {"attachments": [LATIN]}, ("Studieadministrasjonen:", "> Fra blokker\n> 1. Første\n>     • Under\n> 2. Andre")
    ),
    "a forwarded message with a table": Kind(
        {"attachments": [pasted.forwarded("Nina Dahl", "", [CELLS])]}, ("Nina Dahl:", "HIS1100 | 10")
    ),
    "a forwarded message that holds one": Kind(
        {"attachments": [NESTED]}, ("Ytre Person:", "> Ytre ord", "Indre Person:", "> Indre ord")
    ),
    "a forwarded message with a file that the bot may not see": Kind(
        {"attachments": [pasted.forwarded("Nina Dahl", "Se filen", files=[pasted.denied("F0DENIED")])]},
        ("> Se filen",),
        ("en fil som Slack ikke gir fra seg",),
    ),
    "a message with the preview of a link": Kind(
        {
            "text": "Les <https://uni.example/regler>",
            "blocks": said(text("Les "), {"type": "link", "url": "https://uni.example/regler"}),
            "attachments": [pasted.preview("https://uni.example/regler", "Regelverk for innpassing")],
        },
        ("Les https://uni.example/regler",),
        hidden=("Lagt til av Slack", "Regelverk for innpassing"),
    ),
    "a quotation with a list and code in it": Kind(
        {
            "blocks": [
                rich(
                    {"type": "rich_text_quote", "border": 1, "elements": [text("Du skrev")]},
                    {
                        "type": "rich_text_list", "style": "ordered", "indent": 0, "border": 1,
                        "elements": [section(text("Et punkt"))],
                    },
                    {"type": "rich_text_preformatted", "border": 1, "elements": [text("HIS 1100")]},
                    section(text("Jeg er enig")),
                )
            ]
        },
        ("> Du skrev\n> 1. Et punkt\n> HIS 1100\nJeg er enig",),
    ),
    # on her behalf
    "posted through another app in her name": Kind(
        {"text": "Fra en annen app", "other_app": True}, ("Fra en annen app",)
    ),
    "posted through another app, in Slack's markup": Kind(
        {"text": "Se emnet", "blocks": MARKED, "other_app": True}, ("Se emnet (https://uni.example/a) & svar",)
    ),
    "dates from another app, in Slack's markup": Kind(
        {
            "attachments": [
                {
                    "text": "Møte <!date^1588744800^{date_short_pretty} from {time}|5. mai, 16:00> til "
                    "<!date^1588750200^{time}^https://uni.example/rom|17:30>"
                }
            ],
            "other_app": True,
        },
        ("Møte 5. mai, 16:00 til 17:30 (https://uni.example/rom)",),
    ),
    "plain text from another app, which Slack escapes": Kind(
        {
            "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Fag &lt;R&amp;D&gt;"}}],
            "other_app": True,
        },
        ("Fag <R&D>",),
    ),
    "a picture from another app": Kind(
        {"attachments": [GIF], "other_app": True}, ("nikk", "https://giphy.example/nikk.gif")
    ),
    "what she does, told with /me": Kind({"text": "er enig", "subtype": "me_message"}, ("er enig",)),
    # mentions
    "somebody who is in no import file": Kind(
        {
            "text": "Spør <@U0STUDADM>",
            "blocks": said(text("Spør "), {"type": "user", "user_id": "U0STUDADM"}),
        },
        ("Spør @Tone Studieadm",),
    ),
    "a group and a channel whose names Slack sends along": Kind(
        {
            "text": "<!subteam^S0OPPTAK|@opptak> i <#C0STUDIE|studie>",
            "blocks": said(
                {"type": "usergroup", "usergroup_id": "S0OPPTAK"}, text(" i "),
                {"type": "channel", "channel_id": "C0STUDIE"},
            ),
        },
        ("@opptak i #studie",),
    ),
    "a group and a channel that nobody names": Kind(
        {
            "text": "<!subteam^S0OPPTAK> i <#C0STUDIE>",
            "blocks": said(
                {"type": "usergroup", "usergroup_id": "S0OPPTAK"}, text(" i "),
                {"type": "channel", "channel_id": "C0STUDIE"},
            ),
        },
        ("@gruppe i #kanal",),
        ("navnet på en brukergruppe", "navnet på en kanal"),
    ),
    "everybody is called": Kind(
        {"text": "<!channel> hei", "blocks": said({"type": "broadcast", "range": "channel"}, text(" hei"))},
        ("@alle hei",),
    ),
    # words of all sorts
    "a labelled link": Kind(
        {
            "text": "<https://uni.example/svar|svaret>",
            "blocks": said({"type": "link", "url": "https://uni.example/svar", "text": "svaret"}),
        },
        ("svaret (https://uni.example/svar)",),
    ),
    "a link to a phone number": Kind(
        {"blocks": said({"type": "link", "url": "tel:+4755580000", "text": "ring"})}, ("ring (tel:+4755580000)",)
    ),
    "a list pasted from Word": Kind({"blocks": [rich(*WORD_LIST)]}, ("1. Første\n    • Under\n2. Andre",)),
    "a quotation and code": Kind(
        {
            "blocks": [
                rich(
                    {"type": "rich_text_quote", "elements": [text("§ 3-4")]},
                    {"type": "rich_text_preformatted", "border": 0, "elements": [text("x = 1")]},
                )
            ]
        },
        ("> § 3-4", "x = 1"),
    ),
    "an emoji of the workspace, a colour and an underlined word": Kind(
        {
            "blocks": said(
                {"type": "emoji", "name": "uib-logo"}, text(" "), {"type": "color", "value": "#ff0000"},
                text(" viktig", style={"underline": True}),
            )
        },
        (":uib-logo: #ff0000 viktig",),
    ),
    "a date, with and without words for it": Kind(
        {
            "blocks": said(
                {"type": "date", "timestamp": 1795420800, "format": "{date}", "fallback": "23. nov."}, text(" og "),
                {"type": "date", "timestamp": 1795420800, "format": "{date}"},
            )
        },
        ("23. nov. og 2026-11-23 08:00 UTC",),
    ),
    "half an emoji, cut by another app": Kind(
        {"text": "Halv \ud83d her", "blocks": said(text("Halv \ud83d her")), "other_app": True}, ("Halv \ufffd her",)
    ),  # openclaw/openclaw#96382
    "an element that nobody knows, with a text": Kind({"blocks": said({"type": "nytt", "text": "ord"})}, ("ord",)),
    "an element that nobody knows, without any": Kind(
        {"blocks": said(text("Før "), {"type": "nytt", "id": "X1"})}, ("Før",), ("noe som Saksbot ikke kan lese",)
    ),
    "a block that nobody knows, with words inside": Kind(
        {"blocks": [{"type": "card", "title": {"type": "mrkdwn", "text": "Møte"}}]}, ("Møte",)
    ),
    "a block that nobody knows, without words": Kind(
        {"text": "Se", "blocks": [*said(text("Se")), {"type": "poll", "id": "P1"}]},
        ("Se",),
        ("noe som Saksbot ikke kan lese",),
    ),
    # files
    "a file that lies elsewhere": Kind(
        {"text": "Se", "blocks": said(text("Se")), "files": [ELSEWHERE]},
        ("Emneplan (https://disk.example/emneplan)",),
    ),
    "a file that lies elsewhere, alone": Kind({"files": [ELSEWHERE]}, ("Emneplan (https://disk.example/emneplan)",)),
    "a file that Slack hides": Kind(
        {"text": "Se", "files": [pasted.file("F0OLD", "gammel.pdf", mode="hidden_by_limit")]},
        ("Se",),
        ("filen gammel.pdf, som Slack ikke gir fra seg",),
    ),
    "a file that the bot may not see": Kind(
        {"text": "Se", "files": [pasted.denied("F0DENIED")]}, ("Se",), ("en fil som Slack ikke gir fra seg",)
    ),
    "a canvas": Kind(
        {"text": "Se", "files": [CANVAS]},
        ("Vurdering (https://sandbox.slack.com/files/U0AISHA/F0CANVAS/Vurdering)",),
        ("innholdet i Vurdering, bare lenken kom fram",),
    ),
}  # fmt: skip
EMPTY: dict[str, Kind] = {
    "nothing at all": Kind({}),
    "a file that the bot may not see, alone": Kind({"files": [pasted.denied("F0DENIED")]}, told=("en fil som Slack",)),
    "an unknown block, alone": Kind({"blocks": [{"type": "poll"}]}, told=("noe som Saksbot ikke kan lese",)),
    # mozilla/addons-server#21439 saw people send it for nothing
    "a letter that shows nothing": Kind({"text": "\u2800", "blocks": said(text("\u2800"))}),
    "blanks, from another app": Kind({"text": "   ", "blocks": said(text("   ")), "other_app": True}),
    "an empty table": Kind({"attachments": [pasted.pasted(pasted.table(("", " ")))]}, told=("noe som Saksbot",)),
}
