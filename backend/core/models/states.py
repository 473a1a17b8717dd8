from django.db import models


def state_known(name: str, states: type[models.TextChoices]) -> models.CheckConstraint:
    """PostgreSQL knows the states, too; which may follow which is `core.transitions`' to say."""
    return models.CheckConstraint(condition=models.Q(state__in=states.values), name=name)
