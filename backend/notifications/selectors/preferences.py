from collections.abc import Iterable

from backend.notifications.enums import ALWAYS_AT_ONCE, Category, Frequency
from backend.notifications.models import Preference
from backend.notifications.people import Person


def preference_of(user: Person, category: Category) -> Frequency:
    """How often a person wants mail of this category: what was chosen, at once by default, always at once for money."""
    if category in ALWAYS_AT_ONCE:
        return Frequency.AT_ONCE
    chosen = Preference.objects.filter(user_id=user.pk, category=category).values_list("frequency", flat=True).first()
    return Frequency(chosen or Frequency.AT_ONCE)


def preferences_of(user: Person) -> dict[Category, Frequency]:
    """Every category with a person's present choice, in the order of the settings page."""
    chosen = dict(Preference.objects.filter(user_id=user.pk).values_list("category", "frequency"))
    return {
        category: Frequency.AT_ONCE
        if category in ALWAYS_AT_ONCE
        else Frequency(chosen.get(category.value, Frequency.AT_ONCE))
        for category in Category
    }


def preferences_differing(user_ids: Iterable[int], category: Category) -> dict[int, Frequency]:
    """What those of many people chose who chose anything; all others want this category at once."""
    if category in ALWAYS_AT_ONCE:
        return {}
    chosen = Preference.objects.filter(user_id__in=list(user_ids), category=category)
    return {user_id: Frequency(frequency) for user_id, frequency in chosen.values_list("user_id", "frequency")}
