"""The demo's tour: six steps through the first five minutes, from a new subtask to a solved one.

The words name each button as it is shown: the bot's own in bokmål, Slack's in English.
"""

from __future__ import annotations

from typing import Final

from sandbox.tour import Step, Tour

# the bot's own buttons, in whichever language it speaks to the person
CREATE: Final = ("Opprett", "Create")
OPEN: Final = ("Åpne", "Opne", "Open")
SOLVE: Final = ("Løs deloppgave", "Løys deloppgåve", "Solve subtask")

TOUR: Final = Tour(
    steps=(
        Step({"nb": "Bli Kari", "nn": "Bli Kari", "en": "Be Kari"}, "Kari", "be"),
        Step(
            {
                "nb": "Åpne en sak, trykk «Ny deloppgave» og gi den til Ola (ola@uni.example)",
                "nn": "Opne ei sak, trykk «Ny deloppgave» og gi ho til Ola (ola@uni.example)",
                "en": "Open a case, press «Ny deloppgave» and give it to Ola (ola@uni.example)",
            },
            "Kari",
            "submit",
            CREATE,
        ),
        Step({"nb": "Bytt til Ola", "nn": "Byt til Ola", "en": "Switch to Ola"}, "Ola", "be"),
        Step(
            {
                "nb": "Trykk «Åpne» i meldingen om deloppgaven, i fanen Messages",
                "nn": "Trykk «Åpne» i meldinga om deloppgåva, i fana Messages",
                "en": "Press «Åpne» in the message about the subtask, in the Messages tab",
            },
            "Ola",
            "press",
            OPEN,
        ),
        Step(
            {
                "nb": "Pek på meldingen, trykk «Reply in thread» og skriv til Kari",
                "nn": "Peik på meldinga, trykk «Reply in thread» og skriv til Kari",
                "en": "Point at the message, press «Reply in thread» and write to Kari",
            },
            "Ola",
            "reply",
        ),
        Step(
            {
                "nb": "Trykk «Løs deloppgave»",
                "nn": "Trykk «Løs deloppgave»",
                "en": "Press «Løs deloppgave»",
            },
            "Ola",
            "press",
            SOLVE,
        ),
    ),
    finished={
        "nb": "Du har fulgt en deloppgave hele veien. Nå kan du utforske på egen hånd.",
        "nn": "Du har følgt ei deloppgåve heile vegen. No kan du utforske på eiga hand.",
        "en": "You have followed a subtask all the way. Now you can explore on your own.",
    },
)
