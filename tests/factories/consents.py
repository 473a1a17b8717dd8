from factory.django import DjangoModelFactory

from backend.core import clock
from programmes.enums import ConsentState, RegistrationState
from programmes.models import GuardianConsent
from tests.factories.declarations import of_row, sequence, sub
from tests.factories.programmes import RegistrationFactory


class GuardianConsentFactory(DjangoModelFactory[GuardianConsent]):
    class Meta:
        model = GuardianConsent

    registration = sub(RegistrationFactory, state=RegistrationState.CONSENT)
    name = "Gabi Grün"
    email = sequence(lambda n: f"gabi{n}@example.org")
    answered_at = of_row(lambda row: None if row.state == ConsentState.ASKED else clock.now())
    state = ConsentState.ASKED
