"""The emoji short names that this workspace knows; the others stay as typed."""

import re

SHORT_NAME = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?")

EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "ok_hand": "👌", "clap": "👏", "wave": "👋",
    "raised_hands": "🙌", "pray": "🙏", "muscle": "💪", "point_right": "👉", "point_left": "👈", "point_up": "☝️",
    "point_down": "👇", "eyes": "👀", "heart": "❤️", "tada": "🎉", "sparkles": "✨", "star": "⭐", "fire": "🔥",
    "rocket": "🚀", "100": "💯", "smile": "😄", "smiley": "😃", "grinning": "😀", "slightly_smiling_face": "🙂",
    "blush": "😊", "wink": "😉", "joy": "😂", "laughing": "😆", "thinking_face": "🤔", "neutral_face": "😐",
    "confused": "😕", "disappointed": "😞", "cry": "😢", "sob": "😭", "angry": "😠", "sweat_smile": "😅",
    "sunglasses": "😎", "sleeping": "😴", "innocent": "😇", "hugging_face": "🤗", "white_check_mark": "✅",
    "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌", "negative_squared_cross_mark": "❎",
    "warning": "⚠️", "exclamation": "❗", "grey_exclamation": "❕", "question": "❓", "grey_question": "❔",
    "bangbang": "‼️", "information_source": "ℹ️", "no_entry": "⛔", "no_entry_sign": "🚫", "octagonal_sign": "🛑",
    "red_circle": "🔴", "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠", "white_circle": "⚪", "black_circle": "⚫", "large_green_square": "🟩",
    "large_yellow_square": "🟨", "large_red_square": "🟥", "white_large_square": "⬜", "black_large_square": "⬛",
    "small_blue_diamond": "🔹", "small_orange_diamond": "🔸", "arrow_right": "➡️", "arrow_left": "⬅️",
    "arrow_up": "⬆️", "arrow_down": "⬇️", "leftwards_arrow_with_hook": "↩️", "arrows_counterclockwise": "🔄",
    "repeat": "🔁", "heavy_plus_sign": "➕", "heavy_minus_sign": "➖", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "alarm_clock": "⏰", "stopwatch": "⏱️", "watch": "⌚", "calendar": "📆",
    "date": "📅", "spiral_calendar_pad": "🗓️", "bell": "🔔", "no_bell": "🔕", "mega": "📣", "loudspeaker": "📢",
    "speech_balloon": "💬", "thought_balloon": "💭", "email": "✉️", "envelope": "✉️", "incoming_envelope": "📨",
    "inbox_tray": "📥", "outbox_tray": "📤", "mailbox": "📫", "package": "📦", "memo": "📝", "pencil": "📝",
    "pencil2": "✏️", "clipboard": "📋", "pushpin": "📌", "paperclip": "📎", "link": "🔗", "file_folder": "📁",
    "open_file_folder": "📂", "card_index_dividers": "🗂️", "page_facing_up": "📄", "page_with_curl": "📃",
    "bookmark_tabs": "📑", "newspaper": "📰", "book": "📖", "books": "📚", "scroll": "📜", "bar_chart": "📊",
    "chart_with_upwards_trend": "📈", "chart_with_downwards_trend": "📉", "mag": "🔍", "mag_right": "🔎",
    "lock": "🔒", "unlock": "🔓", "key": "🔑", "gear": "⚙️", "wrench": "🔧", "hammer": "🔨", "bulb": "💡",
    "wastebasket": "🗑️", "floppy_disk": "💾", "computer": "💻", "iphone": "📱", "phone": "☎️", "house": "🏠",
    "school": "🏫", "classical_building": "🏛️", "office": "🏢", "mortar_board": "🎓", "trophy": "🏆",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "robot_face": "🤖", "coffee": "☕", "sunny": "☀️",
    "snowflake": "❄️", "new": "🆕", "ok": "🆗", "up": "🆙", "free": "🆓", "flag-no": "🇳🇴", "no": "🇳🇴",
    "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣",
}  # fmt: skip


def with_emoji(text: str) -> str:
    """The text with known short names such as `:tada:` replaced by the sign itself."""
    if ":" not in text:
        return text
    return SHORT_NAME.sub(lambda found: EMOJI.get(found.group(1), found.group(0)), text)
