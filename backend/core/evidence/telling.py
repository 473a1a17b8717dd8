"""The command by which an outsider checks a package: what it is asked, and its answer in sentences and a number."""

import locale
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Final, Protocol

from backend.core.evidence.checking import Progress
from backend.core.evidence.findings import Findings, Language, Words

WORDS: Final[dict[str, Words]] = {
    "digest": {"de": "Prüfsumme des Pakets: {digest}", "en": "Digest of the package: {digest}"},
    "compare": {
        "de": "Vergleichen Sie sie mit der bekannt gemachten (oder nennen Sie jene mit --digest).",
        "en": "Compare it with the one that was made known (or name that one with --digest).",
    },
    "same": {"de": "Sie ist die, die Sie genannt haben.", "en": "It is the one that you named."},
    "wrong": {"de": "Es stimmt nicht:", "en": "Something is wrong:"},
    "more": {"de": "{file}: {count} weitere von der Art „{code}“", "en": "{file}: {count} more of the kind “{code}”"},
}


class Told(Protocol):
    """What a check has found. `digest` is empty if the package could not be read to its end."""

    findings: Findings
    digest: str

    @property
    def holds(self) -> bool: ...


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("package", type=Path, help="the folder or ZIP file")
    parser.add_argument("--digest", default="", help="the one that was made known")
    parser.add_argument("--language", choices=["de", "en"], help="of the answer; default: your system's")


def own_language() -> Language:
    return "de" if (locale.getlocale()[0] or "").lower().startswith(("de", "german")) else "en"


def lines_of(report: Told, about: str, holds: Words, digest: str, language: Language) -> list[str]:
    """Return the whole answer: what it is `about`, then that it `holds` and its digest, or what is wrong."""

    def say(word: str, **facts: object) -> str:
        return WORDS[word][language].format(**facts)

    lines = [about] if about else []
    if report.holds:
        known = say("same") if digest else say("compare")
        return [*lines, holds[language], say("digest", digest=report.digest), known]
    lines.append(say("wrong"))
    lines += [f"  {finding.sentence(language)}" for finding in report.findings.rows]
    unshown = report.findings.unshown().items()
    return lines + [f"  {say('more', file=file, code=code, count=count)}" for (file, code), count in unshown]


def say(lines: list[str]) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for line in lines:
        sys.stdout.write(line + "\n")


def bar() -> Progress:
    """Return what shows bytes read and their whole to a person, and nothing to a program."""
    said = -1

    def show(read: int, whole: int) -> None:
        nonlocal said
        percent = 100 * read // max(whole, 1)
        if percent != said:
            said = percent
            sys.stderr.write(f"\r{percent:3d} % {'█' * (percent // 4):25}")
            sys.stderr.flush()

    return show if sys.stderr.isatty() else lambda _read, _whole: None
