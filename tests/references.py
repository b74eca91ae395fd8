"""Two references that know Block Kit and not us: the models of slack_sdk, and the package slackblocks.

Each says why it refuses a block, a view or an answer with options; None when it takes it. Whatever a reference loses
on the way through counts as refused too. What one of them has no model for stands in a table here, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

import slackblocks as sb
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as sdk
from slack_sdk.models.views import View
from slackblocks.errors import InvalidUsageError

Json: TypeAlias = dict[str, Any]
NO = (SlackObjectFormationError, InvalidUsageError, TypeError, ValueError, LookupError, AttributeError)

# What a reference can say nothing about, as it does not know it; a test sees whether that is still so.
NO_MODEL = dict.fromkeys(
    ("data_table", "data_visualization"), "slack_sdk 3.47 has a model of `table` only, and skips these with a warning"
)
NO_FIELD = {("emoji", "unicode"): "Slack sends it with every emoji; slackblocks 3.0 has no such argument"}
NO_CELL = {"raw_number": "the plain table of slackblocks 3.0 takes none; @slack/types 3.2.0 and Slack's page have them"}
NO_CLASS = dict.fromkeys(("date", "broadcast", "color"), "slackblocks 3.0 has no class; another part stands in")
NOTHING: tuple[Any, ...] = ("", [], {}, False)  # what the references leave out, as it says no more than its absence
KINDS: dict[str, Callable[..., Any]] = {
    "section": sb.SectionBlock,
    "header": sb.HeaderBlock,
    "divider": sb.DividerBlock,
    "context": sb.ContextBlock,
    "actions": sb.ActionsBlock,
    "image": sb.ImageBlock,
    "rich_text": sb.RichTextBlock,
    "input": sb.InputBlock,
    "alert": sb.AlertBlock,
    "markdown": sb.MarkdownBlock,
    "table": sb.TableBlock,
    "data_table": sb.DataTableBlock,
    "data_visualization": sb.DataVisualizationBlock,
    "pie": sb.PieChart,
    "bar": sb.BarChart,
    "area": sb.AreaChart,
    "line": sb.LineChart,
    "button": sb.Button,
    "overflow": sb.OverflowMenu,
    "static_select": sb.StaticSelectMenu,
    "multi_static_select": sb.StaticMultiSelectMenu,
    "external_select": sb.ExternalSelectMenu,
    "multi_external_select": sb.ExternalMultiSelectMenu,
    "users_select": sb.UserSelectMenu,
    "multi_users_select": sb.UserMultiSelectMenu,
    "channels_select": sb.ChannelSelectMenu,
    "multi_channels_select": sb.ChannelMultiSelectMenu,
    "conversations_select": sb.ConversationSelectMenu,
    "multi_conversations_select": sb.ConversationMultiSelectMenu,
    "checkboxes": sb.CheckboxGroup,
    "radio_buttons": sb.RadioButtonGroup,
    "datepicker": sb.DatePicker,
    "timepicker": sb.TimePicker,
    "datetimepicker": sb.DateTimePicker,
    "plain_text_input": sb.PlainTextInput,
    "email_text_input": sb.EmailInput,
    "url_text_input": sb.URLInput,
    "number_input": sb.NumberInput,
    "rich_text_input": sb.RichTextInput,
    "file_input": sb.FileInput,
    "rich_text_section": sb.RichTextSection,
    "rich_text_list": sb.RichTextList,
    "rich_text_quote": sb.RichTextQuote,
    "rich_text_preformatted": sb.RichTextCodeBlock,
    "text": sb.RichText,
    "link": sb.RichTextLink,
    "emoji": sb.RichTextEmoji,
    "user": sb.RichTextUser,
    "usergroup": sb.RichTextUserGroup,
    "channel": sb.RichTextChannel,
    "raw_text": sb.RawText,
    "raw_number": sb.RawNumber,
}
FIELDS: dict[str, Callable[..., Any]] = {
    "options": sb.Option,
    "option_groups": sb.OptionGroup,
    "initial_option": sb.Option,
    "initial_options": sb.Option,
    "confirm": sb.ConfirmationDialogue,
    "filter": sb.ConversationFilter,
    "dispatch_action_config": sb.DispatchActionConfiguration,
    "slack_file": sb.SlackFile,
    "column_settings": sb.ColumnSettings,
    "segments": sb.ChartSegment,
    "series": sb.DataSeries,
    "data": sb.DataPoint,
    "axis_config": sb.AxisConfig,
}
NAMES = {"initial_date_time": "initial_datetime", "usergroup_id": "user_group_id"}
# Slack lets these be left out; the classes want to be told.
UNSAID: dict[Any, Json] = {
    sb.OverflowMenu: {"action_id": None},
    sb.CheckboxGroup: {"action_id": None},
    sb.RadioButtonGroup: {"action_id": None},
    sb.StaticMultiSelectMenu: {"action_id": None, "options": None},
    sb.RichTextInput: {"action_id": "made up by Slack"},
    sb.SlackFile: {"id": None, "url": None},
}
# Of these a reference says the same wherever on a surface they stand, and whatever else stands there.
ALONE = {"section", "header", "context", "actions", "image", "rich_text"}
_taken: set[str] = set()  # those that both took, by surface


class NumberCell(sb.RawText):
    """A number that a plain table takes for text."""

    def __init__(self, number: sb.RawNumber) -> None:
        """Let the reference itself have looked at the number."""
        super().__init__(number.text)
        self._number = number

    def _resolve(self) -> Json:
        return self._number._resolve()


def block_refused(block: Any) -> str | None:
    """Say why a reference refuses the block."""
    return _sdk_refuses(block, sdk.Block.parse) or _slackblocks_refuses(block, lambda: _built(block, "blocks"))


def message_refused(blocks: list[Any]) -> str | None:
    """Say why a reference refuses these blocks as a message's; slack_sdk knows blocks only one by one."""
    new = _new_ones("message", blocks)

    def build() -> Any:
        return sb.Message("C1", "x", _built(new, "blocks"))

    said = [_sdk_refuses(block, sdk.Block.parse) for block in new]
    why = next(filter(None, said), None) or _slackblocks_refuses({"blocks": new}, build)
    return why or _taken_now("message", new)


def view_refused(view: Json) -> str | None:
    """Say why a reference refuses the modal or the Home."""
    kinds: dict[Any, Callable[..., Any]] = {"modal": sb.ModalView, "home": sb.HomeTabView}
    new = view | {"blocks": _new_ones(view.get("type"), view["blocks"])} if view.get("blocks") else view
    said = _sdk_refuses(new, lambda given: View(**given))
    why = said or _slackblocks_refuses(new, lambda: kinds[new["type"]](**_fields(new)))
    return why or _taken_now(view["type"], new["blocks"])


def _new_ones(surface: Any, blocks: Any) -> Any:
    """Give as many blocks, with a divider in the place of each that both references took before."""
    if not isinstance(blocks, list):
        return blocks
    return [{"type": "divider"} if _key(surface, block) in _taken else block for block in blocks]


def _taken_now(surface: str, blocks: list[Json]) -> str | None:
    """Keep in mind what both took; there is nothing to say about it."""
    _taken.update(_key(surface, block) for block in blocks if block["type"] in ALONE)
    return None


def _key(surface: Any, block: Any) -> str:
    return f"{surface} {json.dumps(block, sort_keys=True)}"


def options_refused(answer: Json) -> str | None:
    """Say why a reference refuses the answer to an external select: they know it as a menu with these options.

    They know no answer without options; Slack's client then says that nothing was found.
    """
    if answer == {"options": []}:
        return None
    menu = {"type": "static_select", **answer}
    return _sdk_refuses(menu, sdk.BlockElement.parse) or _slackblocks_refuses(menu, lambda: _built(menu, "element"))


def _sdk_refuses(given: Any, parse: Callable[[Any], Any]) -> str | None:
    known = _modelled(given)
    try:
        parsed = parse(_modelled(given))
        lost = "all of it" if parsed is None else _lost(known, parsed.to_dict())
    except NO as error:
        return f"slack_sdk: {error}"
    return f"slack_sdk loses {lost}" if lost else None


def _modelled(thing: Any) -> Any:
    """Give a copy with a divider in the place of each block for which slack_sdk has no model."""
    if isinstance(thing, list):
        return [_modelled(one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    known = str(thing.get("type")) not in NO_MODEL
    return {name: _modelled(value) for name, value in thing.items()} if known else {"type": "divider"}


def _slackblocks_refuses(given: Any, build: Callable[[], Any]) -> str | None:
    try:
        lost = _lost(given, build()._resolve(), NO_FIELD)
    except NO as error:
        return f"slackblocks: {error}"
    return f"slackblocks loses {lost}" if lost else None


def _built(thing: Any, field: str) -> Any:
    """Build slackblocks' own object of something in Slack's shape; `field` is where it stands."""
    if isinstance(thing, list):
        return [_built(one, field) for one in thing]
    if not isinstance(thing, dict):
        return thing
    kind: Any = thing.get("type")
    if kind in ("plain_text", "mrkdwn"):
        return sb.Text(**_fields(thing), type_=sb.TextType(kind))
    if kind in NO_CLASS:
        return sb.RichText("something")
    if kind == "rich_text" and field == "cells":  # of a plain table: its class wraps the only part by itself
        return _built(thing["elements"][0], "elements")
    make = sb.Image if kind == "image" and field != "blocks" else KINDS.get(kind) or FIELDS.get(field)
    if make is None:
        raise TypeError(f"{field} of type {kind!r}")
    made = make(**UNSAID.get(make, {}) | _fields(thing))
    in_a_plain_table = field == "cells" and kind in NO_CELL
    return NumberCell(made) if in_a_plain_table and isinstance(made, sb.RawNumber) else made


def _fields(thing: Json) -> Json:
    """Give the arguments that build a thing."""
    found: Json = {}
    kind = thing.get("type")
    for name, value in thing.items():
        if name == "style" and isinstance(value, dict):
            found |= value
        elif name != "type" and (kind, name) not in NO_FIELD:
            found[NAMES.get(name, name)] = _built(value, "cells" if (kind, name) == ("table", "rows") else name)
    return found


def _lost(given: Any, kept: Any, lacks: Collection[tuple[str, str]] = (), field: str = "") -> str | None:
    """Say what of the given things is missing, or another one, in what the reference made of it."""
    losses: list[str | None] = []
    if isinstance(given, dict) and isinstance(kept, dict):
        kind = str(given.get("type", field))
        inside = [(name, value) for name, value in given.items() if (kind, name) not in lacks]
        losses = [_lost(value, kept.get(name), lacks, name) for name, value in inside if kind not in NO_CLASS]
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        losses = [_lost(one, other, lacks, field) for one, other in zip(given, kept, strict=True)]
    elif given != kept and not (kept is None and given in NOTHING):
        losses = [f"{field}: {str(given)[:60]!r}"]
    return next(filter(None, losses), None)
