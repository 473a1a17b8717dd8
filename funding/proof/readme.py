"""What stands in a package for whoever opens it, in German and English."""

from typing import Final

from backend.core.evidence.layout import columns_told
from funding.proof.layout import LAYOUT, About

TEXT: Final = """\
# {title}: Prüfpaket / package for checking

Deutsch zuerst; English below.

## Was das ist

Alles, was mit dem Geld dieses Matching-Fonds geschehen ist, Ereignis für Ereignis, und was daraus wurde. Die Namen
von Unterstützungen (p…) und Menschen (b…) sind Decknamen, die nur in diesem Fonds gelten. Beträge stehen in ganzen
Cent ({currency}), Zeiten in UTC. Lizenz: CC0, Sie dürfen alles damit tun.

| Datei | Inhalt |
| --- | --- |
| `events.jsonl` | die Ereignisse in ihrer Reihenfolge, verkettet: jede Zeile nennt die Prüfsumme der vorigen |
| `rules.json` | jede Fassung der Regel, mit dem Ereignis, ab dem sie gilt |
| `causes.csv` | jeder Rechenschritt: was zählte, was fällig war, welche Grenze griff, was vorher und nachher frei war |
| `matches.csv`, `splits.csv` | jede Aufstockung, und welcher Topf wie viel davon trägt |
| `pledges.csv`, `campaigns.csv`, `pots.csv` | Unterstützungen, Kampagnen und Töpfe, wie sie jetzt stehen |
| `summary.json` | die Summen |
| `datapackage.json` | Spalten, Typen, Prüfsummen (Frictionless Data Package) |

## Prüfen mit unserer Software

Sie brauchen Python ab 3.11 mit NumPy und den Quelltext von Gemeinwerk, aber keine Datenbank und keine Einstellungen:

    python -m funding.proof verify DIESES-PAKET --digest PRÜFSUMME --language de

Die Prüfsumme macht der Fonds selbst bekannt, getrennt vom Paket{address}. Ohne sie findet die Prüfung jeden
Widerspruch im Paket; nur mit ihr zeigt sich, ob jemand eine ganz andere, in sich stimmige Geschichte erfunden hat.
Der Befehl rechnet jede Aufstockung aus den Ereignissen nach. Er endet mit 0, wenn alles stimmt, und sonst mit 1;
dann nennt er Datei, Zeile und was abweicht.

## Prüfen ohne unsere Software

- Summen: Die Beträge in `matches.csv` ergeben `given_minor` aus `summary.json`, zusammen mit `free_minor` dann
  `paid_in_minor`. Die Teile in `splits.csv` ergeben jede Aufstockung.
- Kette: Nehmen Sie aus einer Zeile von `events.jsonl` das Feld `hash` heraus. SHA-256 über den Rest (JSON, Schlüssel
  sortiert, ohne Leerzeichen, ASCII) ist dieser `hash`, und die nächste Zeile nennt ihn unter `previous`.
- Rechnung: `causes.csv` zeigt für jeden Schritt, was zählte (`base_minor`), was danach insgesamt fällig war
  (`due_after_minor`) und was deshalb dazukam. Die Regel steht in `rules.json`.

## What this is

All that happened to the money of this matching fund, event by event, and what came of it. Names of pledges (p…) and
people (b…) are pseudonyms of this fund alone. Amounts are whole cents ({currency}), times are UTC. Licence: CC0.

## Checking with our software

You need Python 3.11 or later with NumPy and the source of Gemeinwerk, but no database and no settings:

    python -m funding.proof verify THIS-PACKAGE --digest DIGEST

The fund itself makes the digest known, apart from the package{address}. Without it every contradiction within the
package is found; only it shows whether somebody has made up another history that agrees with itself.
The command recomputes every match from the events. It ends with 0 if all is right and with 1 if not; then it names
the file, the row and what differs.

## Checking without our software

- Sums: the amounts of `matches.csv` add up to `given_minor` of `summary.json`, and with `free_minor` to
  `paid_in_minor`. The parts in `splits.csv` add up to each match.
- Chain: take the field `hash` out of a line of `events.jsonl`. The SHA-256 of the rest (JSON, sorted keys, no
  spaces, ASCII) is that `hash`, and the next line repeats it as `previous`.
- Arithmetic: each row of `causes.csv` says what counted (`base_minor`), what was due in total after it
  (`due_after_minor`) and what was added because of that. The rule stands in `rules.json`.

## Columns

{columns}"""


def readme(about: About) -> str:
    address = f" ({about.address})" if about.address else ""
    title = about.name or about.fund
    return TEXT.format(title=title, currency=about.currency, address=address, columns=columns_told(LAYOUT))
