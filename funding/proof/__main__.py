"""`python -m funding.proof verify PACKAGE`: needs Python and this source, but no database and no settings."""

import locale
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from funding.proof.findings import Language
from funding.proof.verifying import Progress, Report, verify

WORDS: Final[dict[str, dict[Language, str]]] = {
    "package": {
        "de": "Paket des Fonds {fund}: {events} Ereignisse, {matches} Aufstockungen.",
        "en": "Package of the fund {fund}: {events} events, {matches} matches.",
    },
    "digest": {"de": "Prüfsumme des Pakets: {digest}", "en": "Digest of the package: {digest}"},
    "compare": {
        "de": "Vergleichen Sie sie mit der, die der Fonds bekannt gemacht hat (oder nennen Sie jene mit --digest).",
        "en": "Compare it with the one that the fund has made known (or name that one with --digest).",
    },
    "same": {"de": "Sie ist die, die Sie genannt haben.", "en": "It is the one that you named."},
    "holds": {
        "de": "Alles stimmt: Jeder Betrag folgt aus den Ereignissen.",
        "en": "All is right: every amount follows from the events.",
    },
    "wrong": {"de": "Es stimmt nicht:", "en": "Something is wrong:"},
    "more": {"de": "{file}: {count} weitere von der Art „{code}“", "en": "{file}: {count} more of the kind “{code}”"},
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m funding.proof", description="Check a fund / einen Fonds prüfen")
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser("verify", help="recompute every match of a package; ends with 1 if something is wrong")
    add_arguments(check)
    options = parser.parse_args(arguments)
    return run(options.package, digest=options.digest, language=options.language or own_language())


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("package", type=Path, help="the folder or ZIP file")
    parser.add_argument("--digest", default="", help="the one that the fund has made known")
    parser.add_argument("--language", choices=["de", "en"], help="of the answer; default: your system's")


def own_language() -> Language:
    return "de" if (locale.getlocale()[0] or "").lower().startswith(("de", "german")) else "en"


def run(package: Path, *, digest: str, language: Language) -> int:
    """Check `package`, say what was found and return 0 if all is right, else 1."""
    report = verify(package, digest=digest, progress=_bar() if sys.stderr.isatty() else lambda _read, _whole: None)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for line in lines_of(report, digest, language):
        sys.stdout.write(line + "\n")
    return 0 if report.holds else 1


def lines_of(report: Report, digest: str, language: Language) -> list[str]:
    def say(word: str, **facts: object) -> str:
        return WORDS[word][language].format(**facts)

    lines = []
    if report.about:
        lines.append(say("package", fund=report.about.fund, events=report.events, matches=report.matches))
    if report.holds:
        known = say("same") if digest else say("compare")
        return [*lines, say("holds"), say("digest", digest=report.digest), known]
    lines.append(say("wrong"))
    lines += [f"  {finding.sentence(language)}" for finding in report.findings.rows]
    unshown = report.findings.unshown().items()
    return lines + [f"  {say('more', file=file, code=code, count=count)}" for (file, code), count in unshown]


def _bar() -> Progress:
    said = -1

    def show(read: int, whole: int) -> None:
        nonlocal said
        percent = 100 * read // max(whole, 1)
        if percent != said:
            said = percent
            sys.stderr.write(f"\r{percent:3d} % {'█' * (percent // 4):25}")
            sys.stderr.flush()

    return show


if __name__ == "__main__":
    sys.exit(main())
