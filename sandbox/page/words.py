"""The page's own words, one row each: bokmål (which stands in the code), nynorsk, English.

The bot's words are the bot's, and Slack's own are English; these are the explanations, the mail and the drawers around
them.
"""

from typing import Final

from sandbox.page.words_behind import GUIDE, TOOLS, Row

LANGUAGES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
BOOKS: Final = tuple(LANGUAGES)

FRAME: tuple[Row, ...] = (
    (
        "Et prøvemiljø som etterligner Slack, så du kan prøve {app}. Dette er ikke Slack.",
        "Eit prøvemiljø som etterliknar Slack, så du kan prøve {app}. Dette er ikkje Slack.",
        "A place to try {app} that imitates Slack. This is not Slack.",
    ),
    ("{name} – {app} (prøvemiljø)", "{name} – {app} (prøvemiljø)", "{name} – {app} (try-out)"),
    ("Hopp til innholdet", "Hopp til innhaldet", "Skip to the content"),
    ("Hvem er du?", "Kven er du?", "Who are you?"),
    ("Personer og verktøy", "Personar og verktøy", "People and tools"),
    ("Bak kulissene", "Bak kulissane", "Behind the scenes"),
    ("Har sluttet", "Har slutta", "Has left"),
    ("Åpne {name} i ny fane", "Opne {name} i ny fane", "Open {name} in a new tab"),
    ("Åpne i ny fane", "Opne i ny fane", "Open in a new tab"),
    ("Om dette prøvemiljøet", "Om dette prøvemiljøet", "About this place"),
    (
        "Siden etterligner de delene av Slack som appen bruker, og er ikke laget av Slack. Ingenting sendes ut herfra.",
        "Sida etterliknar dei delane av Slack som appen bruker, og er ikkje laga av Slack. Ingenting går ut herifrå.",
        "The page imitates the parts of Slack that the app uses, and is not made by Slack. Nothing is sent from here.",
    ),
    (
        "Det som er Slacks eget, står på engelsk, for Slack finnes ikke på norsk.",
        "Det som er Slack sitt eige, står på engelsk, for Slack finst ikkje på norsk.",
        "What is Slack’s own stands in English, for there is no Slack in Norwegian.",
    ),
    ("Forklaringene på denne siden:", "Forklaringane på denne sida:", "The explanations on this page:"),
    (
        "Forbindelsen er brutt. Prøver igjen …",
        "Sambandet er brote. Prøver igjen …",
        "The connection is broken. Trying again …",
    ),
    (
        "Siden ba om noe ukjent. Last den på nytt.",
        "Sida bad om noko ukjent. Last ho på nytt.",
        "The page asked for something unknown. Reload it.",
    ),
    (
        "Det går ikke lenger. Siden er oppdatert.",
        "Det går ikkje lenger. Sida er oppdatert.",
        "That is no longer possible. The page is up to date now.",
    ),
    ("Noe gikk galt i prøvemiljøet.", "Noko gjekk gale i prøvemiljøet.", "Something went wrong in this imitation."),
)

MAIL: tuple[Row, ...] = (
    ("E-post", "E-post", "E-mail"),
    (
        "Ingen e-post ennå. Det appen sender til {address}, kommer hit og går ikke ut på nettet.",
        "Ingen e-post enno. Det appen sender til {address}, kjem hit og går ikkje ut på nettet.",
        "No e-mail yet. What the app sends to {address} arrives here and goes nowhere else.",
    ),
    ("fra {sender}", "frå {sender}", "from {sender}"),
    ("Uten emne", "Utan emne", "No subject"),
)

ROWS = (*FRAME, *MAIL, *TOOLS, *GUIDE)
TABLE = {row[0]: row for row in ROWS}


def say(language: str, words: str, **values: object) -> str:
    """The words in this language, with their places filled; raises KeyError for words that have no row."""
    return TABLE[words][BOOKS.index(language)].format(**values)
