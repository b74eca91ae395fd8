"""What people call their files is never a path, a device or a second file of the same name in a package."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.names import numbered, package_name, safe


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Vitnemål – Åse Ærø.pdf", "01-Vitnemål – Åse Ærø.pdf"),
        ("../../etc/passwd", "01-etc_passwd"),
        ("..\\..\\boot.INI", "01-boot.ini"),
        ("CON", "01-CON"),
        (".htaccess", "01-htaccess"),
        ("🎓🎓.pdf", "01-uten navn.pdf"),
        ("", "01-uten navn"),
        ("a\nb\t\u202egpj.exe", "01-a_b_gpj.exe"),
        ("Bjørn A\u030ase.docx", "01-Bjørn Åse.docx"),
        ("Чеховъ 北京 ελλάδα.txt", "01-Чеховъ 北京 ελλάδα.txt"),
        ("arkiv.tar.gz", "01-arkiv_tar.gz"),
        ("z" * 300 + ".pdf", "01-" + "z" * 77 + ".pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_tricks(called: str, name: str) -> None:
    assert numbered(1, called) == name


@given(st.text(max_size=400))
def test_no_name_is_too_long_or_leads_anywhere(called: str) -> None:
    name = numbered(100, called, before="12-")

    assert name == unicodedata.normalize("NFC", name)
    assert 0 < len(name.encode("utf-8", "surrogatepass")) <= 255
    assert not {*name} & {*'/\\:*?"<>|\x00\n\r'}
    assert name.startswith("12-100-")
    assert name == name.strip(" .")
    assert safe(safe(called)) == safe(called)


def test_two_cases_never_have_the_same_package() -> None:
    numbers = ["2026/101", "2026-101", "2026_101", "2026\\101", "SAK-1", "sak-1", "../../2026-101", "", "å", "a" * 500]

    names = [package_name(number).casefold() for number in numbers]

    assert len({*names}) == len(numbers)
    assert package_name("2026-101") == "sak-2026-101.zip"
    assert all("/" not in name and len(name.encode()) < 255 for name in names)
