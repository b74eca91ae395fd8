"""The page's own words, one row each: English (which stands in the code), bokmål, nynorsk.

The bot's words are the bot's, and Slack's own are English; these are the explanations, the mail and the drawers around
them.
"""

from typing import Final

from sandbox.page.words_behind import GUIDE, TOOLS, Row

LANGUAGES: Final = {"en": "English", "nb": "Bokmål", "nn": "Nynorsk"}
BOOKS: Final = tuple(LANGUAGES)

FRAME: tuple[Row, ...] = (
    (
        "A place to try {app} that imitates Slack. This is not Slack.",
        "Et prøvemiljø som etterligner Slack, så du kan prøve {app}. Dette er ikke Slack.",
        "Eit prøvemiljø som etterliknar Slack, så du kan prøve {app}. Dette er ikkje Slack.",
    ),
    ("{name} – {app} (try-out)", "{name} – {app} (prøvemiljø)", "{name} – {app} (prøvemiljø)"),
    ("Skip to the content", "Hopp til innholdet", "Hopp til innhaldet"),
    ("Who are you?", "Hvem er du?", "Kven er du?"),
    ("Find somebody", "Finn en person", "Finn ein person"),
    ("People and tools", "Personer og verktøy", "Personar og verktøy"),
    ("Behind the scenes", "Bak kulissene", "Bak kulissane"),
    ("Has left", "Har sluttet", "Har slutta"),
    ("Open {name} in a new tab", "Åpne {name} i ny fane", "Opne {name} i ny fane"),
    ("Open in a new tab", "Åpne i ny fane", "Opne i ny fane"),
    ("About this place", "Om dette prøvemiljøet", "Om dette prøvemiljøet"),
    (
        "The page imitates the parts of Slack that the app uses, and is not made by Slack. Nothing is sent from here.",
        "Siden etterligner de delene av Slack som appen bruker, og er ikke laget av Slack. Ingenting sendes ut herfra.",
        "Sida etterliknar dei delane av Slack som appen bruker, og er ikkje laga av Slack. Ingenting går ut herifrå.",
    ),
    (
        "What is Slack’s own stands in English, for there is no Slack in Norwegian.",
        "Det som er Slacks eget, står på engelsk, for Slack finnes ikke på norsk.",
        "Det som er Slack sitt eige, står på engelsk, for Slack finst ikkje på norsk.",
    ),
    ("The explanations on this page:", "Forklaringene på denne siden:", "Forklaringane på denne sida:"),
    (
        "The connection is broken. Trying again …",
        "Forbindelsen er brutt. Prøver igjen …",
        "Sambandet er brote. Prøver igjen …",
    ),
    (
        "The page asked for something unknown. Reload it.",
        "Siden ba om noe ukjent. Last den på nytt.",
        "Sida bad om noko ukjent. Last ho på nytt.",
    ),
    (
        "That is no longer possible. The page is up to date now.",
        "Det går ikke lenger. Siden er oppdatert.",
        "Det går ikkje lenger. Sida er oppdatert.",
    ),
    ("Something went wrong in this imitation.", "Noe gikk galt i prøvemiljøet.", "Noko gjekk gale i prøvemiljøet."),
)

MAIL: tuple[Row, ...] = (
    ("E-mail", "E-post", "E-post"),
    (
        "No e-mail yet. What the app sends to {address} arrives here and goes nowhere else.",
        "Ingen e-post ennå. Det appen sender til {address}, kommer hit og går ikke ut på nettet.",
        "Ingen e-post enno. Det appen sender til {address}, kjem hit og går ikkje ut på nettet.",
    ),
    ("from {sender}", "fra {sender}", "frå {sender}"),
    ("No subject", "Uten emne", "Utan emne"),
)

ROWS = (*FRAME, *MAIL, *TOOLS, *GUIDE)
TABLE = {row[0]: row for row in ROWS}


def say(language: str, words: str, **values: object) -> str:
    """The words in this language, with their places filled; raises KeyError for words that have no row."""
    return TABLE[words][BOOKS.index(language)].format(**values)
