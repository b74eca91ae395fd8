"""The locales that a person in Slack can have: those of the languages in which Slack's clients are offered.

Twelve: Slack had thirteen from June 2021 and took Russian out on 28 June 2023 (https://babel.ua/news/95053, "12 мов").
Which ones: the languages of Slack's help centre, as its pages name them (`<link rel="alternate" hreflang=…>` at
https://slack.com/help, March 2025; en-au, en-in and fr-ca are editions of the web site only). The codes are those of
https://api.slack.com/changelog/2017-09-locale-locale-locale. None is Norwegian: the locale of nearly every Norwegian
is en-US or en-GB. Not confirmed for 2026.
"""

from typing import Final

from sandbox.records import NotPossible

LOCALES: Final = (
    "en-US",
    "en-GB",
    "de-DE",
    "es-ES",
    "es-LA",
    "fr-FR",
    "it-IT",
    "pt-BR",
    "ja-JP",
    "ko-KR",
    "zh-CN",
    "zh-TW",
)


def possible(locale: str) -> str:
    """Give the locale back; raises NotPossible for one that no client of Slack's has."""
    if locale not in LOCALES:
        raise NotPossible(f"no client of Slack's has the locale {locale!r}; there are {', '.join(LOCALES)}")
    return locale
