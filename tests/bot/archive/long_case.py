"""A case as institutions have them: a long conversation, edits and deletions, tables, and names with every letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.answer_forms import Kind, Question
from domain.case_record import (
    AttachmentRecord,
    CaseRecord,
    ConclusionRecord,
    ConversationRecord,
    GrantRecord,
    HistoryRecord,
    MessageRecord,
    PlaceRecord,
    SentFileRecord,
    SubtaskRecord,
    VersionRecord,
    Who,
)
from domain.values import CaseStatus, Ending, SubtaskStatus

AT = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
OWNER = Who(1, "Áile Kárášjohka Østbø", "aile@uni.example")
EXPERT = Who(2, "Đặng Thị Wałęsa-Çelik", "dang@uni.example")
NAMES = (
    "Ŋiillas Ságat Čáhppes, Źdźbło Gżegżółka, İğdır Şahin, Nguyễn Phước Ưu, Фёдор Щукин, Ελένη Ψαρρού, "
    "محمد عبد الله, שלום כהן, 王小明, 田中さくら, ანა გელაშვილი, Արամ Խաչատրյան, ሰላም ተስፋዬ, कृष्णा, கண்ணன், สมชาย, "
    "Ö̲rjan q̃ e\u0301, 김민준 😀 👍🏽 👩‍👩‍👧 ❤️ 🇳🇴 1️⃣ ✓ ☑ → ½ №"
)
FORM = (
    Question("poeng", "Hvor mange studiepoeng kan innpasses?", Kind.NUMBER, unit="sp", least=Decimal(0)),
    Question("niva", "Hvilket nivå?", Kind.CHOICE, options=("Bachelor", "Master", "Ph.d.")),
    Question("merknad", "Noe å legge til?", Kind.TEXT, required=False),
)


def day(number: float) -> datetime:
    return AT + timedelta(days=number)


def long_case(messages: int = 200) -> CaseRecord:
    """A closed case with two subtasks, the first with so many messages."""
    return CaseRecord(
        id="2026/1234-Ø",
        title="Godkjenning av utenlandsk utdanning – «Ingeniør, bygg & anlegg» <1> #strong[x]",
        type="godkjenning",
        status=CaseStatus.CLOSED,
        place=PlaceRecord("IBA", "Institutt for bygg og anlegg", ("Universitetet i Nord", "Fakultet for teknologi")),
        applicant_name="Nguyễn Søker",
        applicant_email="soker@example.org",
        applied_on=date(2026, 8, 20),
        text="Jeg søker om godkjenning.\n\nVennlig hilsen\nNguyễn",
        deadline_on=date(2026, 11, 30),
        owner=OWNER,
        owned_from_at=day(0),
        opened_at=day(0.1),
        closed_at=day(40),
        closed_by=OWNER,
        attachments=_attachments(),
        subtasks=(_first(messages), _second()),
        history=tuple(_history()),
    )


def _attachments() -> tuple[AttachmentRecord, ...]:
    return (
        AttachmentRecord(1, "Vitnemål", "vitnemål æøå.pdf", "application/pdf", 123_456, "a" * 64, day(0)),
        AttachmentRecord(2, "", "emner-2019-2024.xlsx", "application/vnd.ms-excel", 20_000, "b" * 64, day(1), OWNER),
        AttachmentRecord(3, "", "", "image/png", 100, None, day(1), OWNER, day(2), "c" * 64),
    )


def _first(messages: int) -> SubtaskRecord:
    grants = (
        GrantRecord(1, 1, OWNER, day(1), fetched_by=EXPERT, fetched_at=day(1.2)),
        GrantRecord(2, 2, OWNER, day(1), date(2026, 9, 20), withdrawn_at=day(20)),
        GrantRecord(3, 3, OWNER, day(1), withdrawn_by=OWNER, withdrawn_at=day(2)),
    )
    conclusions = (
        ConclusionRecord(1, day(10), EXPERT, "Foreløpig: 20 sp.", {"poeng": "20"}),
        ConclusionRecord(
            2, day(30), EXPERT, f"Kan innpasses med 37,5 sp.\n\n{NAMES}", {"poeng": "37.5", "niva": "Master"}
        ),
    )
    return SubtaskRecord(
        number=1,
        id=11,
        title="Vurder om emnene fra Đà Nẵng tilsvarer «Betongkonstruksjoner 2»",
        description="Se særlig på:\n• omfang\n• nivå\n\nBruk https://example.org/emner/" + "svaert-lang-adresse/" * 12,
        status=SubtaskStatus.SOLVED,
        deadline_on=date(2026, 9, 30),
        assignee=EXPERT,
        created_by=OWNER,
        created_at=day(1),
        opened_at=day(1.1),
        answer_form=FORM,
        grants=grants,
        conversation=ConversationRecord(tuple(_messages(messages))),
        conclusions=conclusions,
        solved_at=day(31),
        solved_by=EXPERT,
        ending=Ending.ASSIGNEE,
    )


def _second() -> SubtaskRecord:
    return SubtaskRecord(
        number=2,
        id=12,
        title="Innhent uttalelse",
        description="",
        status=SubtaskStatus.SOLVED,
        deadline_on=date(2026, 10, 30),
        assignee=EXPERT,
        created_by=OWNER,
        created_at=day(3),
        after_id=11,
        declined_at=day(4),
        declined_because="no_time",
        declined_text="Ferie",
        solved_at=day(40),
        solved_by=OWNER,
        ending=Ending.NOT_NEEDED,
        ending_text="Det trengs ikke lenger.",
    )


def _messages(many: int) -> list[MessageRecord]:
    deleted = MessageRecord(1, EXPERT, day(2), (VersionRecord(1, day(2), "Feil sak, beklager."),), deleted_at=day(2.01))
    edited = MessageRecord(
        2, EXPERT, day(2.1),
        (VersionRecord(1, day(2.1), "Mangler emne 4."), VersionRecord(2, day(2.2), "Mangler emne 4 og 5.")),
        (SentFileRecord(1, "skjermbilde 😀.png", "image/png", 99_000, "d" * 64),
         SentFileRecord(2, "", "image/png", 0, None, day(2.3))),
    )  # fmt: skip
    formed = MessageRecord(3, OWNER, day(2.5), (VersionRecord(1, day(2.5), FORMED_TEXT, FORMED),))
    words = f"{NAMES} " + "Langtordutenmellomromsomaldrivilslutte" * 6
    special = MessageRecord(4, EXPERT, day(2.6), (VersionRecord(1, day(2.6), words),))
    several = [_message(number) for number in range(5, many + 1)]
    return [deleted, edited, formed, special, *several][:many]


def _message(number: int) -> MessageRecord:
    at, words = day(3 + number / 20), "emnet er beskrevet på side 4. " * (number % 7)
    return MessageRecord(number, (OWNER, EXPERT)[number % 2], at, (VersionRecord(1, at, f"Melding {number}: {words}"),))


def _section(*elements: dict[str, object]) -> dict[str, object]:
    return {"type": "rich_text_section", "elements": list(elements)}


def _list(*items: dict[str, object], **facts: object) -> dict[str, object]:
    return {"type": "rich_text_list", "elements": list(items), **facts}


def _words(said: str, **style: bool) -> dict[str, object]:
    return {"type": "text", "text": said, **({"style": style} if style else {})}


TABLE = (("Emne", "Studiepoeng", "Merknad"), ("Betong 2", "7,5", "Tilsvarer TKT4222"), ("Stål", "10", " "))
FORMED: tuple[dict[str, object], ...] = (
    {
        "type": "rich_text",
        "elements": [
            _section(_words("Her er "), _words("tre", bold=True), _words(" ting, "), _words("ikke", strike=True)),
            _list(_section(_words("Omfang")), _section(_words("Nivå")), style="ordered"),
            _list(_section(_words("Master", italic=True)), style="bullet", indent=1),
            {"type": "rich_text_quote", "elements": [_words("Slik sto det i brevet.")]},
            {"type": "rich_text_preformatted", "elements": [_words("a  b\n  c")]},
        ],
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": each} for each in row]
            for row in TABLE
        ],
    },
)  # fmt: skip
FORMED_TEXT = (
    "Her er tre ting, ikke\n1. Omfang\n2. Nivå\n    • Master\n> Slik sto det i brevet.\na  b\n  c\n"
    "Emne | Studiepoeng | Merknad\nBetong 2 | 7,5 | Tilsvarer TKT4222\nStål | 10 |"
)


def _history() -> list[HistoryRecord]:
    before = ["Vurder emnene", "Vurder om emnene fra Đà Nẵng tilsvarer «Betongkonstruksjoner 2»"]
    return [
        HistoryRecord(1, day(0), None, "case.opened", OWNER),
        HistoryRecord(2, day(1), 11, "subtask.created", OWNER, {"to": EXPERT.name, "people": {"to": 2}}),
        HistoryRecord(3, day(1), 11, "grant.given", OWNER, {"attachment": "Vitnemål", "to": EXPERT.name}),
        HistoryRecord(4, day(1.1), 11, "subtask.opened", EXPERT),
        HistoryRecord(5, day(1.5), 11, "subtask.edited", OWNER, {"changes": {"title": before}}),
        HistoryRecord(6, day(2), 11, "message.sent", EXPERT),
        HistoryRecord(7, day(2.01), 11, "message.deleted", EXPERT),
        HistoryRecord(8, day(9), 11, "subtask.of_tomorrow", EXPERT),
        HistoryRecord(9, day(10), 11, "conclusion.saved", EXPERT, {"version": 1}),
        HistoryRecord(10, day(31), 11, "subtask.solved", EXPERT, {"ending": "assignee"}),
        HistoryRecord(11, day(40), 12, "subtask.solved", OWNER, {}, erasure_id=3),
        HistoryRecord(12, day(40), None, "case.closed", OWNER, {"subtasks": 1}),
    ]
