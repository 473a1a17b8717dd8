from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.models.participation import Registration

CODE_LENGTH = 16


class Certificate(PublicModel):
    """That somebody took part, under the name that they had printed; whoever holds the code may check it."""

    public_id = PublicIdField("crt")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, editable=False)
    name = models.CharField(_("name on the certificate"), max_length=120)

    class Meta:
        ordering = ["-created_at", "-id"]
