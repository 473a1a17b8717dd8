"""What the organisers of the coming sprint ask, at registration and of solutions, and what people answer."""

from typing import Any, Final

from programmes.domain.forms.kinds import Condition, Form, Kind, Option, Question, Section, Words
from programmes.models import Sprint
from programmes.seeds.personas import persona
from programmes.services.outlines import sections_set
from programmes.services.registration_forms import form_change

MEALS: Final = (
    Option(key="all", label=Words(de="alles", en="everything")),
    Option(key="veg", label=Words(de="vegetarisch", en="vegetarian")),
    Option(key="vegan", label=Words(de="vegan", en="vegan")),
)
FORM: Final = Form(
    sections=(
        Section(
            key="food",
            title=Words(de="Essen und Wege", en="Food and ways"),
            questions=(
                Question(
                    key="eats",
                    kind=Kind.YES_NO,
                    label=Words(de="Essen Sie mittags mit uns?", en="Do you have lunch with us?"),
                    required=True,
                ),
                Question(
                    key="meal",
                    kind=Kind.ONE_OF,
                    label=Words(de="Was essen Sie?", en="What do you eat?"),
                    required=True,
                    options=MEALS,
                    shown_if=Condition(question="eats", value="yes"),
                ),
                Question(
                    key="access",
                    kind=Kind.LONG,
                    label=Words(de="Was brauchen Sie, um gut dabei zu sein?", en="What do you need to take part well?"),
                    help=Words(de="Zum Beispiel einen Weg ohne Stufen.", en="For example a way without steps."),
                ),
            ),
        ),
        Section(
            key="rules",
            title=Words(de="Einwilligungen", en="Consents"),
            questions=(
                Question(
                    key="house",
                    kind=Kind.CONSENT,
                    label=Words(
                        de="Ich halte mich in den Heizungskellern an die Anweisungen der Stadtwerke.",
                        en="In the boiler rooms I follow the instructions of the municipal utility.",
                    ),
                    required=True,
                ),
                Question(
                    key="photos",
                    kind=Kind.CONSENT,
                    label=Words(
                        de="Fotos, auf denen ich zu sehen bin, dürfen veröffentlicht werden.",
                        en="Photos that show me may be published.",
                    ),
                ),
            ),
        ),
    )
)
NEEDS: Final = ("", "Ich komme mit dem Rollstuhl.", "", "Bitte deutlich sprechen, ich höre schlecht.")


OUTLINE: Final = (
    {
        "key": "problem",
        "title_de": "Was ist heute schwierig?",
        "title_en": "What is difficult today?",
        "hint_de": "Für wen, und wie oft?",
        "hint_en": "For whom, and how often?",
        "longest": 1_500,
    },
    {"key": "idea", "title_de": "Was wird anders?", "title_en": "What will be different?"},
    {
        "key": "costs",
        "title_de": "Was kostet es?",
        "title_en": "What does it cost?",
        "hint_de": "Einmal und im Jahr. Eine Schätzung genügt.",
        "hint_en": "Once and every year. An estimate is enough.",
        "is_required": False,
    },
)


def questions_seed(sprint: Sprint) -> None:
    form_change(actor=persona("olivia"), sprint=sprint, change=lambda _before: FORM)
    sections_set(actor=persona("olivia"), sprint=sprint, sections=OUTLINE)


def answers_of_number(number: int) -> dict[str, Any]:
    eats = number % 4 < len(MEALS)
    meal = {"meal": MEALS[number % len(MEALS)].key} if eats else {}
    needs = NEEDS[number % len(NEEDS)]
    return {"eats": eats, **meal, "access": needs, "house": True, "photos": number % 2 == 0}
