"""The page's own words, one row each: bokmål (which stands in the code), nynorsk, English.

The bot's words are the bot's; these are the tabs, drawers, buttons and notes around them.
"""

import json

from sandbox.page.words_behind import GUIDE, TOOLS, Row

BOOKS = ("nb", "nn", "en")

FRAME: tuple[Row, ...] = (
    (
        "Et prøvemiljø som etterligner Slack, så du kan prøve {app}. Dette er ikke Slack.",
        "Eit prøvemiljø som etterliknar Slack, så du kan prøve {app}. Dette er ikkje Slack.",
        "A place to try {app} that imitates Slack. This is not Slack.",
    ),
    ("{name} – {app} (prøvemiljø)", "{name} – {app} (prøvemiljø)", "{name} – {app} (try-out)"),
    ("Hopp til innholdet", "Hopp til innhaldet", "Skip to the content"),
    ("Hjem", "Heim", "Home"),
    ("Meldinger", "Meldingar", "Messages"),
    ("E-post", "E-post", "E-mail"),
    ("Om", "Om", "About"),
    ("Hvem er du?", "Kven er du?", "Who are you?"),
    ("Personer og verktøy", "Personar og verktøy", "People and tools"),
    ("Bak kulissene", "Bak kulissane", "Behind the scenes"),
    ("Har sluttet", "Har slutta", "Has left"),
    ("{n} uleste", "{n} ulesne", "{n} unread"),
    ("Åpne {name} i ny fane", "Opne {name} i ny fane", "Open {name} in a new tab"),
    ("Åpne i ny fane", "Opne i ny fane", "Open in a new tab"),
    ("Snarveier", "Snarvegar", "Shortcuts"),
    ("Kommandoer", "Kommandoar", "Commands"),
    ("Om dette prøvemiljøet", "Om dette prøvemiljøet", "About this place"),
    (
        "Siden etterligner de delene av Slack som appen bruker, og er ikke laget av Slack. Ingenting sendes ut herfra.",
        "Sida etterliknar dei delane av Slack som appen bruker, og er ikkje laga av Slack. Ingenting går ut herifrå.",
        "The page imitates the parts of Slack that the app uses, and is not made by Slack. Nothing is sent from here.",
    ),
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

MESSAGES: tuple[Row, ...] = (
    ("Appen har ikke vist noe her ennå.", "Appen har ikkje vist noko her enno.", "The app has shown nothing here yet."),
    (
        "Ingen meldinger ennå. Når appen skriver til deg, kommer det her.",
        "Ingen meldingar enno. Når appen skriv til deg, kjem det her.",
        "No messages yet. What the app writes to you will stand here.",
    ),
    ("Skriv til {app}", "Skriv til {app}", "Write to {app}"),
    (
        "Du kan ikke skrive til denne appen.",
        "Du kan ikkje skrive til denne appen.",
        "You cannot write to this app.",
    ),
    ("Last opp filer", "Last opp filer", "Upload files"),
    ("Send", "Send", "Send"),
    ("Tråd", "Tråd", "Thread"),
    ("Lukk tråden", "Lukk tråden", "Close the thread"),
    ("Svar i tråd", "Svar i tråd", "Reply in thread"),
    ("Svar i tråden", "Svar i tråden", "Reply in the thread"),
    ("1 svar", "1 svar", "1 reply"),
    ("{n} svar", "{n} svar", "{n} replies"),
    ("1 nytt", "1 nytt", "1 new"),
    ("{n} nye", "{n} nye", "{n} new"),
    ("Siste svar {time}", "Siste svar {time}", "Last reply {time}"),
    ("App", "App", "App"),
    ("Bare synlig for deg", "Berre synleg for deg", "Only visible to you"),
    ("(redigert)", "(redigert)", "(edited)"),
    ("Meldingen er slettet.", "Meldinga er sletta.", "This message was deleted."),
    ("slettet melding", "sletta melding", "deleted message"),
    ("Flere handlinger", "Fleire handlingar", "More actions"),
    ("Rediger melding", "Rediger melding", "Edit message"),
    ("Slett melding", "Slett melding", "Delete message"),
    ("Melding", "Melding", "Message"),
    ("Lagre endring", "Lagre endring", "Save changes"),
    ("Filer", "Filer", "Files"),
    ("fil", "fil", "file"),
    ("Fil", "Fil", "File"),
    ("Bilde", "Bilete", "Picture"),
    ("Tekst", "Tekst", "Text"),
    ("Regneark", "Rekneark", "Spreadsheet"),
    ("Dokument", "Dokument", "Document"),
    ("{n} byte", "{n} byte", "{n} bytes"),
    ("Filen er slettet.", "Fila er sletta.", "The file was deleted."),
    ("Filen finnes ikke lenger.", "Fila finst ikkje lenger.", "The file is no longer there."),
    ("Åpne", "Opne", "Open"),
    ("Åpne {name}", "Opne {name}", "Open {name}"),
    ("Last ned", "Last ned", "Download"),
    ("Last ned {name}", "Last ned {name}", "Download {name}"),
    (
        "Det finnes ingen kommando som heter {command}.",
        "Det finst ingen kommando som heiter {command}.",
        "There is no command called {command}.",
    ),
    (
        "Ingen e-post ennå. Det appen sender til {address}, kommer her og går ikke ut på nettet.",
        "Ingen e-post enno. Det appen sender til {address}, kjem her og går ikkje ut på nettet.",
        "No e-mail yet. What the app sends to {address} comes here and goes nowhere else.",
    ),
    ("fra {sender}", "frå {sender}", "from {sender}"),
    ("Uten emne", "Utan emne", "No subject"),
)

SURFACES: tuple[Row, ...] = (
    (
        "Vi fikk ikke kontakt med appen. Prøv igjen.",
        "Vi fekk ikkje kontakt med appen. Prøv igjen.",
        "We had trouble connecting. Try again.",
    ),
    ("Lukk", "Lukk", "Close"),
    ("Lukk alt", "Lukk alt", "Close all"),
    ("Tilbake", "Tilbake", "Back"),
    ("Avbryt", "Avbryt", "Cancel"),
    ("(valgfritt)", "(valfritt)", "(optional)"),
    ("Verdi", "Verdi", "Value"),
    ("Valg", "Val", "Choices"),
    ("Flere valg", "Fleire val", "More options"),
    ("Forslag", "Forslag", "Suggestions"),
    ("Velg …", "Vel …", "Choose …"),
    ("Velg fil", "Vel fil", "Choose a file"),
    ("Velg filer", "Vel filer", "Choose files"),
    ("Merk", "Merk", "Note"),
    ("Til orientering", "Til orientering", "For information"),
    ("Advarsel", "Åtvaring", "Warning"),
    ("Feil", "Feil", "Error"),
    ("Utført", "Utført", "Done"),
    ("Tabell", "Tabell", "Table"),
    ("Kakediagram", "Kakediagram", "Pie chart"),
    ("Søylediagram", "Søylediagram", "Bar chart"),
    ("Arealdiagram", "Arealdiagram", "Area chart"),
    ("Linjediagram", "Linjediagram", "Line chart"),
    (
        "{kind}: {title}. Tallene står i tabellen under.",
        "{kind}: {title}. Tala står i tabellen under.",
        "{kind}: {title}. The numbers are in the table below.",
    ),
    ("Vis tallene", "Vis tala", "Show the numbers"),
    ("Kategori", "Kategori", "Category"),
    ("Verdi", "Verdi", "Value"),
    ("Andel", "Andel", "Share"),
    ("{n} mill.", "{n} mill.", "{n} m"),
    ("{n} mrd.", "{n} mrd.", "{n} bn"),
    ("{n} bill.", "{n} bill.", "{n} tn"),
    ("Forrige side", "Førre side", "Previous page"),
    ("Neste side", "Neste side", "Next page"),
    (
        "Blokken «{kind}» vises ikke i prøvemiljøet.",
        "Blokka «{kind}» blir ikkje vist i prøvemiljøet.",
        "The block “{kind}” is not drawn here.",
    ),
    (
        "Elementet «{kind}» vises ikke i prøvemiljøet.",
        "Elementet «{kind}» blir ikkje vist i prøvemiljøet.",
        "The element “{kind}” is not drawn here.",
    ),
)

SCRIPT: tuple[Row, ...] = (  # these the scripts say, so they travel with the page
    (
        "Forbindelsen er brutt. Prøv igjen om litt.",
        "Sambandet er brote. Prøv igjen om litt.",
        "The connection is broken. Try again in a moment.",
    ),
    (
        "Kommandoer virker ikke i tråder. Skriv den i Meldinger.",
        "Kommandoar verkar ikkje i trådar. Skriv han i Meldingar.",
        "Commands do not work in threads. Write it in Messages.",
    ),
    ("Slette meldingen?", "Slette meldinga?", "Delete the message?"),
    (
        "Meldingen blir borte for alle. Det kan ikke angres.",
        "Meldinga blir borte for alle. Det kan ikkje angrast.",
        "The message goes away for everybody. This cannot be undone.",
    ),
    ("Slett melding", "Slett melding", "Delete message"),
    ("Behold", "Behald", "Keep"),
    ("Skriv minst ett tegn", "Skriv minst eitt teikn", "Type at least one character"),
    ("Skriv minst {n} tegn", "Skriv minst {n} teikn", "Type at least {n} characters"),
    ("Fikk ingen forslag", "Fekk ingen forslag", "Got no suggestions"),
    ("Ingen treff", "Ingen treff", "No matches"),
    ("Fjern {name}", "Fjern {name}", "Remove {name}"),
    ("Velg dato", "Vel dato", "Choose a date"),
    ("Velg klokkeslett", "Vel klokkeslett", "Choose a time"),
    ("kunne ikke lastes opp", "kunne ikkje lastast opp", "could not be uploaded"),
    ("{n} tegn for mye", "{n} teikn for mykje", "{n} characters too many"),
    ("{n} tegn igjen", "{n} teikn igjen", "{n} characters left"),
    ("Side {n} av {all}", "Side {n} av {all}", "Page {n} of {all}"),
)

ROWS = (*FRAME, *MESSAGES, *SURFACES, *SCRIPT, *TOOLS, *GUIDE)
TABLE = {row[0]: row for row in ROWS}


def say(language: str, words: str, **values: object) -> str:
    """The words in this language, with their places filled; raises KeyError for words that have no row."""
    return TABLE[words][BOOKS.index(language)].format(**values)


def for_script(language: str) -> str:
    """What the scripts say, as JSON from bokmål to this language."""
    return json.dumps({row[0]: row[BOOKS.index(language)] for row in SCRIPT}, ensure_ascii=False)
