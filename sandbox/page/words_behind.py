"""The words of the drawers behind the scenes and of the guide, one row each: English, bokmål, nynorsk."""

Row = tuple[str, str, str]

TOOLS: tuple[Row, ...] = (
    ("Traffic", "Trafikk", "Trafikk"),
    ("Clock", "Klokke", "Klokke"),
    ("Faults on purpose", "Feil med vilje", "Feil med vilje"),
    ("Close the drawer", "Lukk skuffen", "Lukk skuffa"),
    ("No traffic yet.", "Ingen trafikk ennå.", "Ingen trafikk enno."),
    ("bot → workspace", "boten → miljøet", "boten → miljøet"),
    ("workspace → bot", "miljøet → boten", "miljøet → boten"),
    ("refused", "avvist", "avvist"),
    ("waiting", "venter", "ventar"),
    ("fault: {what}", "feil: {what}", "feil: {what}"),
    ("no answer", "ingen svar", "ikkje noko svar"),
    ("arguments", "argumenter", "argument"),
    ("content", "innhold", "innhald"),
    ("answer", "svar", "svar"),
    ("explanation", "forklaring", "forklaring"),
    ("The clock here says", "Klokken i prøvemiljøet er", "Klokka i prøvemiljøet er"),
    ("{day}, {time}", "{day} kl. {time}", "{day} kl. {time}"),
    ("+1 hour", "+1 time", "+1 time"),
    ("Next working day {time}", "Neste arbeidsdag {time}", "Neste arbeidsdag {time}"),
    (
        "The day before “{what}” is due ({when})",
        "Dagen før fristen for «{what}» ({when})",
        "Dagen før fristen for «{what}» ({when})",
    ),
    ("Go to", "Gå til", "Gå til"),
    ("Choose a date", "Velg dato", "Vel dato"),
    ("Set the clock", "Still klokken", "Still klokka"),
    (
        "The clock can only be set forward, not back.",
        "Klokken kan bare stilles fram, ikke tilbake.",
        "Klokka kan berre stillast fram, ikkje tilbake.",
    ),
    ("Slow", "Tregt", "Tregt"),
    ("The next call takes two seconds.", "Neste kall tar to sekunder.", "Neste kall tek to sekund."),
    ("Too many calls", "For mange kall", "For mange kall"),
    (
        "The next call gets 429 and must wait one second.",
        "Neste kall får 429 og må vente ett sekund.",
        "Neste kall får 429 og må vente eitt sekund.",
    ),
    ("Internal error", "Intern feil", "Intern feil"),
    (
        "The next call gets 500; nothing happened.",
        "Neste kall får 500; ingenting skjedde.",
        "Neste kall får 500; ingenting skjedde.",
    ),
    ("Internal error afterwards", "Intern feil etterpå", "Intern feil etterpå"),
    (
        "The next call gets 500, but what it did stands.",
        "Neste kall får 500, men virkningen ble stående.",
        "Neste kall får 500, men verknaden vart ståande.",
    ),
    ("Call lost", "Kallet går tapt", "Kallet går tapt"),
    ("The next call does not arrive.", "Neste kall kommer ikke fram.", "Neste kall kjem ikkje fram."),
    ("Answer lost", "Svaret går tapt", "Svaret går tapt"),
    (
        "The next call works, but its answer never arrives.",
        "Neste kall virker, men svaret kommer aldri fram.",
        "Neste kall verkar, men svaret kjem aldri fram.",
    ),
    ("Waiting for {n} call(s).", "Venter på {n} kall.", "Ventar på {n} kall."),
    ("Cut the Socket Mode line", "Bryt Socket Mode-linjen", "Bryt Socket Mode-linja"),
    (
        "The connection to the bot is cut without warning; it should come back by itself.",
        "Forbindelsen til boten brytes uten varsel; den skal komme tilbake av seg selv.",
        "Sambandet til boten blir brote utan varsel; det skal kome tilbake av seg sjølv.",
    ),
    ("Delete old messages", "Slett gamle meldinger", "Slett gamle meldingar"),
    (
        "A retention rule deletes every message in the conversations with the bot, which does not hear of it.",
        "En regel for lagringstid sletter alle meldinger i samtalene med boten, som ikke får vite det.",
        "Ein regel for lagringstid slettar alle meldingar i samtalane med boten, som ikkje får vite det.",
    ),
)

GUIDE: tuple[Row, ...] = (
    ("Guide", "Veiledning", "Rettleiing"),
    ("Show the guide", "Vis veiledningen", "Vis rettleiinga"),
    ("Hide the guide", "Skjul veiledningen", "Skjul rettleiinga"),
    ("Get started:", "Kom i gang:", "Kom i gang:"),
    ("Done!", "Ferdig!", "Ferdig!"),
    ("(done)", "(gjort)", "(gjort)"),
)
