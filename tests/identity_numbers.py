"""Identity numbers that nobody has, made for the tests."""

from __future__ import annotations


def number(day: int, month: int, year: int) -> str:
    """The first number with both control digits for these six digits, whether or not they are a date."""
    for individual in range(1000):
        digits = f"{day:02}{month:02}{year:02}{individual:03}"
        first = -_sum(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        second = -_sum(f"{digits}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if first < 10 and second < 10:
            return f"{digits}{first}{second}"
    raise ValueError("there is none")


def _sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False))


SYNTHETIC = number(31, 81, 90)
"""As in Skatteetaten's Tenor: no person has one in this series."""
WRITTEN = f"{SYNTHETIC[:6]} {SYNTHETIC[6:]}"
"""The same as most people write it."""
