"""What stands in a package for whoever opens it, in German and English."""

from typing import Final

from backend.core.evidence.layout import columns_told
from programmes.proof.layout import LAYOUT, About

TEXT: Final = """\
# {title}: Prüfpaket der Auswahl / package of the selection for checking

Deutsch zuerst; English below.

## Was das ist

Wie aus den Bewertungen einer Jury eine Auswahl wurde: das Verfahren, jede Stimme in ihrer Reihenfolge, und was
entschieden wurde. Die Namen der Jury (j…) sind Decknamen, die nur in diesem Paket gelten. Wer selbst bewertet hat,
findet die eigene Bewertung an ihrer Kennung (rev_…) wieder. Zeiten stehen in UTC, Punktzahlen als Brüche von 0 bis 1.
Lizenz: CC0, Sie dürfen alles damit tun.

| Datei | Inhalt |
| --- | --- |
| `events.jsonl` | zuerst die Regeln, dann was eingereicht wurde, jede Stimme und die Entscheidung; verkettet |
| `rules.json` | die Kriterien (auch: wo man sich enthalten darf) und das Verfahren: Maßstab, Mindestzahl der \
Bewertungen, Plätze, Regel bei Gleichstand |
| `reviews.csv` | jede Bewertung, wie sie jetzt steht, und wo sich jemand enthalten hat |
| `comparisons.csv` | jeder Vergleich zweier Lösungen, wie er jetzt steht |
| `solutions.csv` | jede Lösung: Punkte, Rang, was das Verfahren sagt, was entschieden wurde und warum |
| `summary.json` | die Zahlen |
| `datapackage.json` | Spalten, Typen, Prüfsummen (Frictionless Data Package) |

## Prüfen mit unserer Software

Sie brauchen Python ab 3.11 und den Quelltext von Gemeinwerk, aber keine Datenbank und keine Einstellungen. Geht die
Rangfolge nach Vergleichen, brauchen Sie auch die Bibliothek `evalica` (`pip install evalica`):

    python -m programmes.proof verify DIESES-PAKET --digest PRÜFSUMME --language de

Die Prüfsumme wird getrennt vom Paket bekannt gemacht{address}. Ohne sie findet die Prüfung jeden Widerspruch im
Paket; nur mit ihr zeigt sich, ob jemand eine ganz andere, in sich stimmige Geschichte erfunden hat. Der Befehl rechnet
Punkte, Ränge und Auswahl aus den Stimmen nach. Er endet mit 0, wenn alles stimmt, und sonst mit 1; dann nennt er
Datei, Zeile und was abweicht.

## Prüfen ohne unsere Software

- Bewertung: Summe aus Gewicht · Punkte ÷ Höchstpunkte, geteilt durch die Summe der Gewichte.
- Enthaltung: steht in `events.jsonl` als `null` anstelle der Punkte. Das Kriterium fehlt dann in beiden Summen; eine
  Enthaltung zählt also nie als 0 Punkte. Erlaubt ist sie nur, wo `may_abstain` wahr ist, und nicht bei allen Kriterien
  einer Bewertung zugleich.
- Rang: je nach Verfahren nach dem Mittel, dem Median oder den Standardwerten (z-Werte je Jurymitglied).
- Rang nach Vergleichen: die Stärken des Bradley-Terry-Modells mit der größten Wahrscheinlichkeit, auf sechs Stellen
  gerundet. Ein Gleichstand zählt für beide einen halben Sieg, Übersprungenes nicht. Jede Lösung, die verglichen wurde,
  hat dazu einen gedachten Gleichstand gegen eine gedachte durchschnittliche mit der Stärke 0. Die Punktzahl ist dann
  1 ÷ (1 + e^−Stärke).
- Los: Der Startwert ist SHA-256 über die Punkte aller zählenden Bewertungen und die Wahl in allen Vergleichen, die
  nicht zurückgenommen sind (JSON, Schlüssel sortiert, ohne Leerzeichen, ASCII). Das Los einer Lösung ist SHA-256 über
  Startwert, Leerzeichen und Kennung; das kleinste gewinnt.
- Kette: Nehmen Sie aus einer Zeile von `events.jsonl` das Feld `hash` heraus. SHA-256 über den Rest ist dieser `hash`,
  und die nächste Zeile nennt ihn unter `previous`.

## What this is

How a jury's reviews became a selection: the method, every vote in its order, and what was decided. Names of jurors (j…)
are pseudonyms of this package alone. Whoever has judged finds the own review by its id (rev_…). Times are UTC, scores
are fractions from 0 to 1. Licence: CC0.

## Checking with our software

You need Python 3.11 or later and the source of Gemeinwerk, but no database and no settings. Where the ranking goes by
comparisons you also need the library `evalica` (`pip install evalica`):

    python -m programmes.proof verify THIS-PACKAGE --digest DIGEST

The digest is made known apart from the package{address}. Without it every contradiction within the package is found;
only it shows whether somebody has made up another history that agrees with itself. The command recomputes scores, ranks
and the selection from the votes. It ends with 0 if all is right and with 1 if not; then it names the file, the row and
what differs.

## Checking without our software

- Review: the sum of weight · points ÷ most points, divided by the sum of the weights.
- Abstention: in `events.jsonl` it is `null` in place of the points. The criterion is then missing in both sums, so an
  abstention never counts as 0 points. It is allowed only where `may_abstain` is true, and not for all criteria of a
  review at once.
- Rank: by the mean, the median or the standard scores (z-scores by juror) of the reviews, as the method says.
- Rank by comparisons: the most likely strengths in the Bradley–Terry model, rounded to six digits. A tie counts as half
  a win for both, what was skipped counts nothing. Each solution that was compared also has one imagined tie against an
  imagined average one with the strength 0. The score is then 1 ÷ (1 + e^−strength).
- Lot: the seed is the SHA-256 of the points of all reviews that count and of the choice in all comparisons that were
  not taken back (JSON, sorted keys, no spaces, ASCII). The lot of a solution is the SHA-256 of the seed, a space and
  its id; the smallest wins.
- Chain: take the field `hash` out of a line of `events.jsonl`. The SHA-256 of the rest is that `hash`, and the next
  line repeats it as `previous`.

## Columns

{columns}"""


def readme(about: About) -> str:
    address = f" ({about.address})" if about.address else ""
    return TEXT.format(title=about.name or about.sprint, address=address, columns=columns_told(LAYOUT))
