"""The shape of rich_text: sections, lists, quotes, preformatted text, and what can stand in a line."""

from sandbox.shapes.limits import LIMITS
from sandbox.shapes.schema import Check, flag, many, shape, string, typed, whole

text_style = shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink"), flag),
)
mention_style = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "underline", "highlight", "client_highlight", "unlink"), flag)
)


def _mention(field: str, *, style: Check = mention_style) -> Check:
    return shape({field: string(least=1)}, {"style": style})


IN_LINE: dict[str, Check] = {
    "text": shape({"text": string(least=1)}, {"style": text_style}),
    "link": shape({"url": string(least=1)}, {"text": string(), "unsafe": flag, "style": text_style}),
    "emoji": shape({"name": string(least=1)}, {"unicode": string(), "skin_tone": whole(1, 6), "style": text_style}),
    "user": _mention("user_id"),
    "usergroup": _mention("usergroup_id"),
    "channel": _mention("channel_id"),
    "broadcast": shape({"range": string(one_of=frozenset({"here", "channel", "everyone"}))}, {"style": text_style}),
    "date": shape(
        {"timestamp": whole(0), "format": string(least=1)},
        {"url": string(least=1), "fallback": string(), "style": text_style},
    ),
    "color": shape({"value": string(least=1)}),
}
line = many(typed(IN_LINE))
section = shape({"elements": many(typed(IN_LINE), least=1)})


def _border(kind: str) -> Check:
    return whole(LIMITS[f"{kind}.border.min"], LIMITS[f"{kind}.border.max"])


preformatted_line = many(typed({"text": IN_LINE["text"], "link": IN_LINE["link"]}))
RICH_PARTS: dict[str, Check] = {
    "rich_text_section": section,
    "rich_text_list": shape(
        {
            "style": string(one_of=frozenset({"bullet", "ordered"})),
            "elements": many(typed({"rich_text_section": section}), least=1),
        },
        {
            "indent": whole(LIMITS["rich_text_list.indent.min"], LIMITS["rich_text_list.indent.max"]),
            "offset": whole(LIMITS["rich_text_list.offset.min"]),
            "border": _border("rich_text_list"),
        },
    ),
    "rich_text_quote": shape({"elements": line}, {"border": _border("rich_text_quote")}),
    "rich_text_preformatted": shape(
        {"elements": preformatted_line},
        {"border": _border("rich_text_preformatted"), "language": string()},
    ),
}
rich_parts = many(typed(RICH_PARTS), least=1)
rich_text = shape({"elements": rich_parts})
