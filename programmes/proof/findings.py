"""What can be wrong with a selection's package beyond its files, and the sentences for it in German and English."""

from typing import Final

from backend.core.evidence.findings import SENTENCES as OF_ANY
from backend.core.evidence.findings import Findings, Sentences

SENTENCES: Final[Sentences] = {
    **OF_ANY,
    "not_recomputed": {
        "de": "Ab hier lässt sich nichts mehr nachrechnen.",
        "en": "From here on nothing can be recomputed.",
    },
    "unexplained": {
        "de": "Über {solution} wurde anders entschieden als nach dem Verfahren, ohne zu sagen, warum.",
        "en": "{solution} was decided otherwise than by the method without saying why.",
    },
    "nothing_named": {
        "de": "Das erste Ereignis müsste die Regeln nennen.",
        "en": "The first event should name the rules.",
    },
}


def no_findings() -> Findings:
    return Findings(SENTENCES)
