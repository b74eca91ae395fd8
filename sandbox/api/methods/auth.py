"""auth.test, api.test and apps.connections.open."""

from sandbox.api.desk import Ask, method
from sandbox.records import Json


@method("api.test", args={"foo": "text", "error": "text"}, token="none")  # noqa: S106
def api_test(ask: Ask) -> Json:
    """Answer that the API answers."""
    return {"args": ask.args}


@method("auth.test", args={})
def auth_test(ask: Ask) -> Json:
    """Say whose token this is."""
    ws = ask.ws
    return {
        "url": f"https://{ws.team_domain}.slack.com/",
        "team": ws.team_domain,
        "user": ws.app.name.lower(),
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", args={}, token="app")  # noqa: S106
def connections_open(ask: Ask) -> Json:
    """Give a fresh address for one Socket Mode line."""
    return {"url": ask.ws.socket_address()}


METHODS = (
    api_test,
    auth_test,
    connections_open,
)
