"""The command by which an outsider checks a package: what it is asked, and its answer in sentences and a number."""

import locale
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from backend.core.evidence.checking import Progress, Report
from backend.core.evidence.findings import Language, Words

Found = TypeVar("Found", bound=Report)

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


@dataclass(frozen=True, kw_only=True)
class Verifier(Generic[Found]):
    """How packages of one kind are checked on the command line; `package` says what one is about, by `facts`."""

    module: str
    says: str
    help: str
    verify: Callable[..., Found]
    package: Words
    facts: Callable[[Found], Mapping[str, object] | None]
    """None if not even that could be read."""
    holds: Words

    def main(self, arguments: Sequence[str] | None = None) -> int:
        parser = ArgumentParser(prog=f"python -m {self.module}", description=self.says)
        acts = parser.add_subparsers(dest="act", required=True)
        add_arguments(acts.add_parser("verify", help=self.help))
        options = parser.parse_args(arguments)
        return self.run(options.package, digest=options.digest, language=options.language or own_language())

    def run(self, package: Path, *, digest: str, language: Language) -> int:
        """Check `package`, say what was found and return 0 if all is right, else 1."""
        report = self.verify(package, digest=digest, progress=bar())
        facts = self.facts(report)
        about = self.package[language].format(**facts) if facts else ""
        say(lines_of(report, about, self.holds, digest, language))
        return 0 if report.holds else 1


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("package", type=Path, help="the folder or ZIP file")
    parser.add_argument("--digest", default="", help="the one that was made known")
    parser.add_argument("--language", choices=["de", "en"], help="of the answer; default: your system's")


def own_language() -> Language:
    return "de" if (locale.getlocale()[0] or "").lower().startswith(("de", "german")) else "en"


def lines_of(report: Report, about: str, holds: Words, digest: str, language: Language) -> list[str]:
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
