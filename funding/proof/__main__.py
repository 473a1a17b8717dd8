"""`python -m funding.proof verify PACKAGE`: needs Python and this source, but no database and no settings."""

import sys
from collections.abc import Mapping
from typing import Final

from backend.core.evidence.telling import Verifier
from funding.proof.verifying import Report, verify


def _facts(report: Report) -> Mapping[str, object] | None:
    if report.about is None:
        return None
    return {"fund": report.about.fund, "events": report.events, "matches": report.matches}


VERIFIER: Final = Verifier(
    module="funding.proof",
    says="Check a fund / einen Fonds prüfen",
    help="recompute every match of a package; ends with 1 if something is wrong",
    verify=verify,
    package={
        "de": "Paket des Fonds {fund}: {events} Ereignisse, {matches} Aufstockungen.",
        "en": "Package of the fund {fund}: {events} events, {matches} matches.",
    },
    facts=_facts,
    holds={
        "de": "Alles stimmt: Jeder Betrag folgt aus den Ereignissen.",
        "en": "All is right: every amount follows from the events.",
    },
)
main, run = VERIFIER.main, VERIFIER.run

if __name__ == "__main__":
    sys.exit(main())
