"""What can be wrong with a fund's package beyond its files, and the sentences for it in German and English."""

from typing import Final

from backend.core.evidence.findings import SENTENCES as OF_ANY
from backend.core.evidence.findings import Findings, Sentences

SENTENCES: Final[Sentences] = {
    **OF_ANY,
    "share_differs": {
        "de": "Ereignis {sequence}: In der Verteilung erhält {campaign} (Fassung {version}) „{found}“, nachgerechnet"
        " „{expected}“.",
        "en": "Event {sequence}: in the division {campaign} (version {version}) gets “{found}”, recomputed"
        " “{expected}”.",
    },
    "not_recomputed": {
        "de": "Ab hier lässt sich nichts mehr nachrechnen; verglichen ist nur noch, was einmal zugesagt wurde.",
        "en": "From here on nothing can be recomputed; only what pledges once said has been compared.",
    },
    "rule_differs": {
        "de": "Fassung {version} der Regel: {column} ist „{found}“, in den Ereignissen „{expected}“.",
        "en": "Version {version} of the rule: {column} is “{found}”, in the events “{expected}”.",
    },
    "invariant_broken": {"de": "Eine Grundregel ist verletzt: {what}", "en": "An invariant does not hold: {what}"},
}


def no_findings() -> Findings:
    return Findings(SENTENCES)
