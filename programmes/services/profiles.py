from collections.abc import Sequence

from django.db import transaction

from backend.accounts.models import User
from backend.core.text import clean_for, clean_words
from programmes.models import Profile


@transaction.atomic
def profile_save(
    *,
    actor: User,
    skills: Sequence[str] = (),
    topics: Sequence[str] = (),
    roles_sought: Sequence[str] = (),
    languages: Sequence[str] = (),
    about: str = "",
    is_public: bool = False,
) -> Profile:
    """Write the person's own profile as given. Raises Invalid."""
    values = {
        "skills": clean_words("skills", skills),
        "topics": clean_words("topics", topics),
        "roles_sought": clean_words("roles_sought", roles_sought),
        "languages": clean_words("languages", languages),
        "about": clean_for(Profile, {"about": about})["about"],
        "is_public": is_public,
    }
    profile, _is_new = Profile.objects.update_or_create(user=actor, defaults=values)
    return profile
