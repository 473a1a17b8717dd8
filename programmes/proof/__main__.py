"""`python -m programmes.proof verify PACKAGE`: needs Python and this source, but no database and no settings."""

import sys
from collections.abc import Mapping
from typing import Final

from backend.core.evidence.telling import Verifier
from programmes.proof.verifying import Report, verify


def _facts(report: Report) -> Mapping[str, object] | None:
    if report.about is None:
        return None
    return {"sprint": report.about.sprint, "votes": report.votes, "solutions": report.solutions}


VERIFIER: Final = Verifier(
    module="programmes.proof",
    says="Check a selection / eine Auswahl prüfen",
    help="recompute a selection from its votes; ends with 1 if something is wrong",
    verify=verify,
    package={
        "de": "Paket der Auswahl im Sprint {sprint}: {votes} Stimmen, {solutions} Lösungen.",
        "en": "Package of the selection in the sprint {sprint}: {votes} votes, {solutions} solutions.",
    },
    facts=_facts,
    holds={
        "de": "Alles stimmt: Rangfolge und Auswahl folgen aus den Stimmen.",
        "en": "All is right: the ranking and the selection follow from the votes.",
    },
)
main, run = VERIFIER.main, VERIFIER.run

if __name__ == "__main__":
    sys.exit(main())
