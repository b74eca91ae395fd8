r"""Takes cases out of a case system's GraphQL and puts them into Saksbot, by the door for machines (docs/api.md).

AN EXAMPLE, NEVER TRIED AGAINST THE REAL ONE. It is shaped after FS GraphQL of Sikt. From programs that others have
published it is known: the address, Basic authentication, `Accept` with a version, `filter: {eierOrganisasjonskode}`,
`first`/`after` with `nodes` and `pageInfo`, and `personProfil` with `navn` and `institusjonsEpost`. How applications
for recognition are called there is NOT known: everything under `soknader` is invented. Ask Sikt's own description
(`__schema`) with your institution's access, and change `QUERY` and `as_case`; the rest can stay.

It needs Python 3.11 and nothing else. Each hour, say from cron:

    GRAPHQL_URL=https://api.fellesstudentsystem.no/graphql/ GRAPHQL_LOGIN=user:password OWNER_CODE=184 \
    SAKSBOT_URL=https://saksbot.uni.no SAKSBOT_KEY=sbk_… python from_graphql.py

The key is made by `python -m bot keys new fs --place 184 --role fordeler`. A case that is there and has not changed is
left alone, so it may be run as often as one likes. It ends with 1 when a case could not be taken in.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

QUERY = """
query Soknader($owner: String!, $after: String) {
  soknader(filter: {eierOrganisasjonskode: $owner, status: "TIL_BEHANDLING"}, first: 100, after: $after) {
    nodes {
      saksnummer
      tittel
      mottattDato
      frist
      begrunnelse
      organisasjonsenhet { kode }
      saksbehandler { epost }
      personProfil { navn { fornavn etternavn } institusjonsEpost }
    }
    pageInfo { endCursor hasNextPage }
  }
}
"""
TRIES = 5
COME_AGAIN = (409, 429, 503)  # with Retry-After, which says when
SECONDS = 60


def as_case(node: Mapping[str, Any]) -> dict[str, Any]:
    """An application as Saksbot wants it: what an import file says of a case. What is empty is left out."""
    person = node["personProfil"]
    name = person["navn"]
    said = {
        "title": node["tittel"],
        "place": node["organisasjonsenhet"]["kode"],
        "applicant": {"name": f"{name['fornavn']} {name['etternavn']}", "email": person["institusjonsEpost"]},
        "applied_on": node["mottattDato"],
        "deadline": node["frist"],
        "text": node["begrunnelse"],
        "owner": (node["saksbehandler"] or {}).get("epost"),
    }
    return {key: value for key, value in said.items() if value}


def nodes(environment: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """All applications, page by page. Raises RuntimeError for what GraphQL calls an error, though it says 200."""
    login = base64.b64encode(environment["GRAPHQL_LOGIN"].encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Accept": "application/json;version=1"}
    after: str | None = None
    while True:
        asked = {"query": QUERY, "variables": {"owner": environment["OWNER_CODE"], "after": after}}
        answer = send("POST", environment["GRAPHQL_URL"], asked, headers)
        if answer.get("errors"):
            raise RuntimeError(f"GraphQL: {[error['message'] for error in answer['errors']]}")
        page = answer["data"]["soknader"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def put(environment: Mapping[str, str], number: str, case: Mapping[str, Any]) -> str:
    """Hand one case in, and say what came of it: created, changed or unchanged. Raises HTTPError."""
    headers = {
        "Authorization": f"Bearer {environment['SAKSBOT_KEY']}",
        "Idempotency-Key": str(uuid.uuid4()),  # of this write: the same when it is tried again, never for another one
    }
    address = f"{environment['SAKSBOT_URL'].rstrip('/')}/v1/cases/{quote(number, safe='')}"
    return str(send("PUT", address, case, headers)["result"])


def send(method: str, address: str, said: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """Send JSON and read the answer; come again where that is asked for. Raises HTTPError for any other refusal."""
    told = {"Content-Type": "application/json", **headers}
    request = Request(address, json.dumps(said).encode(), told, method=method)  # noqa: S310 - the operator's address
    for left in reversed(range(TRIES)):
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return dict(json.load(answer))
        except HTTPError as error:
            if error.code not in COME_AGAIN or not left:
                raise
            time.sleep(float(error.headers.get("Retry-After") or 1))
    raise AssertionError("the last try returns or raises")


def why(error: HTTPError) -> str:
    """What Saksbot says is wrong, each fault with its place; else no more than the status."""
    try:
        problem = json.load(error)
        return "; ".join(
            [problem["detail"], *(f"{one['pointer']}: {one['detail']}" for one in problem.get("errors", ()))]
        )
    except (ValueError, KeyError):
        return f"status {error.code}"


def main(environment: Mapping[str, str]) -> int:
    """Hand in every case; one that cannot be is told, and the next has its turn. Returns the exit status."""
    status = 0
    for node in nodes(environment):
        number = node["saksnummer"]
        try:
            sys.stdout.write(f"{number}: {put(environment, number, as_case(node))}\n")
        except HTTPError as error:
            sys.stderr.write(f"{number}: {why(error)}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(os.environ))
