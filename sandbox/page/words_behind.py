"""The words of the drawers behind the scenes and of the guide, one row each: bokmål, nynorsk, English.

The guide names each button as it is shown: the app's in bokmål, Slack's own in English.
"""

Row = tuple[str, str, str]

TOOLS: tuple[Row, ...] = (
    ("Trafikk", "Trafikk", "Traffic"),
    ("Klokke", "Klokke", "Clock"),
    ("Feil med vilje", "Feil med vilje", "Faults on purpose"),
    ("Lukk skuffen", "Lukk skuffa", "Close the drawer"),
    ("Ingen trafikk ennå.", "Ingen trafikk enno.", "No traffic yet."),
    ("boten → miljøet", "boten → miljøet", "bot → workspace"),
    ("miljøet → boten", "miljøet → boten", "workspace → bot"),
    ("avvist", "avvist", "refused"),
    ("venter", "ventar", "waiting"),
    ("feil: {what}", "feil: {what}", "fault: {what}"),
    ("ingen svar", "ikkje noko svar", "no answer"),
    ("argumenter", "argument", "arguments"),
    ("innhold", "innhald", "content"),
    ("svar", "svar", "answer"),
    ("forklaring", "forklaring", "explanation"),
    ("Klokken i prøvemiljøet er", "Klokka i prøvemiljøet er", "The clock here says"),
    ("{day} kl. {time}", "{day} kl. {time}", "{day}, {time}"),
    ("+1 time", "+1 time", "+1 hour"),
    ("Neste arbeidsdag {time}", "Neste arbeidsdag {time}", "Next working day {time}"),
    (
        "Dagen før fristen for «{what}» ({when})",
        "Dagen før fristen for «{what}» ({when})",
        "The day before “{what}” is due ({when})",
    ),
    ("Gå til", "Gå til", "Go to"),
    ("Velg dato", "Vel dato", "Choose a date"),
    ("Still klokken", "Still klokka", "Set the clock"),
    (
        "Klokken kan bare stilles fram, ikke tilbake.",
        "Klokka kan berre stillast fram, ikkje tilbake.",
        "The clock can only be set forward, not back.",
    ),
    ("Tregt", "Tregt", "Slow"),
    ("Neste kall tar to sekunder.", "Neste kall tek to sekund.", "The next call takes two seconds."),
    ("For mange kall", "For mange kall", "Too many calls"),
    (
        "Neste kall får 429 og må vente ett sekund.",
        "Neste kall får 429 og må vente eitt sekund.",
        "The next call gets 429 and must wait one second.",
    ),
    ("Intern feil", "Intern feil", "Internal error"),
    (
        "Neste kall får 500; ingenting skjedde.",
        "Neste kall får 500; ingenting skjedde.",
        "The next call gets 500; nothing happened.",
    ),
    ("Intern feil etterpå", "Intern feil etterpå", "Internal error afterwards"),
    (
        "Neste kall får 500, men virkningen ble stående.",
        "Neste kall får 500, men verknaden vart ståande.",
        "The next call gets 500, but what it did stands.",
    ),
    ("Kallet går tapt", "Kallet går tapt", "Call lost"),
    ("Neste kall kommer ikke fram.", "Neste kall kjem ikkje fram.", "The next call does not arrive."),
    ("Svaret går tapt", "Svaret går tapt", "Answer lost"),
    (
        "Neste kall virker, men svaret kommer aldri fram.",
        "Neste kall verkar, men svaret kjem aldri fram.",
        "The next call works, but its answer never arrives.",
    ),
    ("Venter på {n} kall.", "Ventar på {n} kall.", "Waiting for {n} call(s)."),
    ("Bryt Socket Mode-linjen", "Bryt Socket Mode-linja", "Cut the Socket Mode line"),
    (
        "Forbindelsen til boten brytes uten varsel; den skal komme tilbake av seg selv.",
        "Sambandet til boten blir brote utan varsel; det skal kome tilbake av seg sjølv.",
        "The connection to the bot is cut without warning; it should come back by itself.",
    ),
    ("Slett gamle meldinger", "Slett gamle meldingar", "Delete old messages"),
    (
        "En regel for lagringstid sletter alle meldinger i samtalene med boten, som ikke får vite det.",
        "Ein regel for lagringstid slettar alle meldingar i samtalane med boten, som ikkje får vite det.",
        "A retention rule deletes every message in the conversations with the bot, which does not hear of it.",
    ),
)

GUIDE: tuple[Row, ...] = (
    ("Veiledning", "Rettleiing", "Guide"),
    ("Vis veiledningen", "Vis rettleiinga", "Show the guide"),
    ("Skjul veiledningen", "Skjul rettleiinga", "Hide the guide"),
    ("Kom i gang:", "Kom i gang:", "Get started:"),
    ("Ferdig!", "Ferdig!", "Done!"),
    ("(gjort)", "(gjort)", "(done)"),
    (
        "Du har fulgt en deloppgave hele veien. Nå kan du utforske på egen hånd.",
        "Du har følgt ei deloppgåve heile vegen. No kan du utforske på eiga hand.",
        "You have followed a subtask all the way. Now you can explore on your own.",
    ),
    ("Bli Kari", "Bli Kari", "Be Kari"),
    (
        "Åpne en sak, trykk «Ny deloppgave» og gi den til Ola (ola@uni.example)",
        "Opne ei sak, trykk «Ny deloppgave» og gi ho til Ola (ola@uni.example)",
        "Open a case, press «Ny deloppgave» and give it to Ola (ola@uni.example)",
    ),
    ("Bytt til Ola", "Byt til Ola", "Switch to Ola"),
    (
        "Trykk «Åpne» i meldingen om deloppgaven, i fanen Messages",
        "Trykk «Åpne» i meldinga om deloppgåva, i fana Messages",
        "Press «Åpne» in the message about the subtask, in the Messages tab",
    ),
    (
        "Pek på meldingen, trykk «Reply in thread» og skriv til Kari",
        "Peik på meldinga, trykk «Reply in thread» og skriv til Kari",
        "Point at the message, press «Reply in thread» and write to Kari",
    ),
    ("Trykk «Løs deloppgave»", "Trykk «Løs deloppgave»", "Press «Løs deloppgave»"),
)
