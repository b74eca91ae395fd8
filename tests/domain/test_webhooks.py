"""Where a webhook may go: not into the machine's own net, however the address is written."""

from __future__ import annotations

import pytest

from domain.errors import Refused
from domain.webhooks import require_address


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "169.254.169.254.",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "0",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::]",
        "[fe80::1]",
        "[::]",
    ],
)
def test_an_address_of_the_machines_own_net_is_refused_in_each_way_to_write_it(host: str) -> None:
    """See https://github.com/OneUptime/oneuptime/issues/2578 and https://github.com/useplunk/plunk/pull/449 ."""
    with pytest.raises(Refused):
        require_address(f"https://{host}/hook")


@pytest.mark.parametrize("host", ["hook.uni.example", "10.0.0.5", "[fd00::1]", "192.0.2.7:8443", "[64:ff9b::a00:5]"])
def test_names_and_private_addresses_are_where_institutions_have_their_systems(host: str) -> None:
    require_address(f"https://{host}/hook?x=1")
