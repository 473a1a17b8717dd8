"""`python -m programmes.proof verify PACKAGE`: needs Python and this source, but no database and no settings."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from backend.core.evidence.findings import Language, Words
from backend.core.evidence.telling import add_arguments, bar, lines_of, own_language, say
from programmes.proof.verifying import verify

PACKAGE: Final[Words] = {
    "de": "Paket der Auswahl im Sprint {sprint}: {votes} Stimmen, {solutions} Lösungen.",
    "en": "Package of the selection in the sprint {sprint}: {votes} votes, {solutions} solutions.",
}
HOLDS: Final[Words] = {
    "de": "Alles stimmt: Rangfolge und Auswahl folgen aus den Stimmen.",
    "en": "All is right: the ranking and the selection follow from the votes.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m programmes.proof", description="Check a selection / eine Auswahl prüfen")
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser("verify", help="recompute a selection from its votes; ends with 1 if something is wrong")
    add_arguments(check)
    options = parser.parse_args(arguments)
    return run(options.package, digest=options.digest, language=options.language or own_language())


def run(package: Path, *, digest: str, language: Language) -> int:
    """Check `package`, say what was found and return 0 if all is right, else 1."""
    report, about = verify(package, digest=digest, progress=bar()), ""
    if report.about:
        facts = {"sprint": report.about.sprint, "votes": report.votes, "solutions": report.solutions}
        about = PACKAGE[language].format(**facts)
    say(lines_of(report, about, HOLDS, digest, language))
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
