"""The texts of pages and mails: collect them, compile them, see that none is missing.

Works with Babel and Django alone, so no gettext tools are needed. The sources are English; `locale/de` translates them.
"""

import re
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["backend", "programmes", "funding", "worker"]
# The payment sandbox is a program of its own with texts of its own.
LEFT_OUT = ("funding/sandbox/", "/migrations/")
PO = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
# Babel's own would bear the date of the run, and change with each.
HEADER = r"""# The texts of Gemeinwerk in German.
msgid ""
msgstr ""
"Language: de\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in {".py", ".html", ".txt"} and not any(part in f"/{name}" for part in LEFT_OUT):
                yield path


def collect() -> Catalog:
    catalog = Catalog(locale="de", domain="django", fuzzy=False)
    for path in sources():
        text = path.read_text()
        if path.suffix != ".py":
            if "{%" not in text:
                continue
            # What is left of a template is read as Python, where its indentation would mean something.
            text = "\n".join(line.strip() for line in templatize(text).splitlines())
        found = extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators"], {"encoding": "utf-8"})
        for line, message, comments, context in found:
            del line
            flags = ["python-format"] if "%(" in str(message) else []
            catalog.add(message, None, [(path.relative_to(ROOT).as_posix(), 0)], flags, comments, context=context)
    return catalog


def stored() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="de", domain="django")


def compile_messages() -> None:
    for po in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


def update() -> None:
    old = stored() if PO.exists() else Catalog(locale="de", domain="django")
    fresh = collect()
    for message in fresh:
        known = old.get(message.id, context=message.context)
        if message.id and known and known.string:
            message.string = known.string
    with PO.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, fresh, width=120, sort_output=True, omit_header=True, include_lineno=False)
    compile_messages()


def faults() -> list[str]:
    known = stored()
    wanted = [message for message in collect() if message.id]
    found = []
    for message in wanted:
        translated = known.get(message.id, context=message.context)
        if translated is None or not _complete(translated):
            found.append(f"no German text: {message.id!r} ({message.locations[0][0]})")
        elif _placeholders(translated.id) != _placeholders(translated.string):
            found.append(f"other placeholders in German: {message.id!r}")
    keys = {(str(message.id), message.context) for message in wanted}
    found += [f"no longer used: {m.id!r}" for m in known if m.id and (str(m.id), m.context) not in keys]
    return found


def _complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(texts) and all(texts) and not message.fuzzy


def _placeholders(text: object) -> set[str]:
    joined = " ".join(text) if isinstance(text, (tuple, list)) else str(text)
    named = set(re.findall(r"%\((\w+)\)[sd]", joined))
    return named | {name for _, name, _, _ in string.Formatter().parse(joined) if name} if "{" in joined else named


def main() -> int:
    settings.configure(USE_I18N=True)
    match sys.argv[1:]:
        case ["compile"]:
            compile_messages()
        case ["update"]:
            update()
        case ["check"]:
            found = faults()
            print("\n".join(found) or f"{len(stored())} texts, all in German and English")
            return bool(found)
        case _:
            print(__doc__, "\nupdate | compile | check")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
