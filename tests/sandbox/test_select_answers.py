"""What a bot may answer when somebody types into an external select."""

from typing import Any

import pytest

from sandbox.shapes.rules import check_options
from tests.sandbox.tiny_bot import option, plain

OPTIONS = [option("En", "1"), option("To", "2")]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [option("a", str(n)) for n in range(101)]},
        {"options": [option("a" * 76, "1")]},
        {"options": OPTIONS, "option_groups": []},
        {"choices": []},
        None,
        {"option_groups": [{"label": plain("g"), "options": []}]},
    ],
)
def test_a_broken_answer_to_an_external_select_is_refused(answer: Any) -> None:
    assert check_options(answer)


def test_up_to_a_hundred_options_or_none_are_a_good_answer() -> None:
    assert check_options({"options": [option("a", str(n)) for n in range(100)]}) == []
    assert check_options({"options": []}) == []
