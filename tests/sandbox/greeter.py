"""The manifest of an app that greets."""

from __future__ import annotations

import json

MANIFEST = json.dumps(
    {
        "display_information": {"name": "Greeter"},
        "features": {"app_home": {"home_tab_enabled": True, "messages_tab_enabled": True}},
        "oauth_config": {"scopes": {"bot": ["chat:write", "im:history", "channels:history", "channels:read"]}},
        "settings": {
            "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": ["message.im", "message.channels", "app_home_opened"]},
        },
    }
)
