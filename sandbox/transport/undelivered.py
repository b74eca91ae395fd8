"""The one way in which sending something to the bot fails."""


class Undelivered(Exception):
    """The bot did not get it or gave no proper answer.

    reason is Slack's word, as the retry header carries it; code is what goes among the refusals, or None where
    the bot is not to blame.
    """

    def __init__(self, reason: str, detail: str, code: str | None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.code = code
