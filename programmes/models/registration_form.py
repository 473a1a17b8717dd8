"""What organisers ask at registration, and what people have answered."""

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.domain.forms.codec import form_read
from programmes.domain.forms.kinds import Form
from programmes.models.participation import Registration
from programmes.models.sprint import Sprint


class RegistrationForm(PublicModel):
    """One version of a sprint's form.

    From the first answer on it stays as it is, and the next change makes another version: so every answer is read
    with the question, and every consent with the sentence, that was on the page.
    """

    public_id = PublicIdField("frm")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="forms")
    number = models.PositiveSmallIntegerField(_("version"))
    definition = models.JSONField()

    class Meta:
        ordering = ["sprint", "number"]
        constraints = [models.UniqueConstraint(fields=["sprint", "number"], name="registration_form_number_once")]

    @cached_property
    def form(self) -> Form:
        return form_read(self.definition)


class RegistrationAnswers(PublicModel):
    """`consents` are the sentences agreed to, each with the moment; they stand here again to be shown as they were."""

    public_id = PublicIdField("ans")
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="answers")
    form = models.ForeignKey(RegistrationForm, on_delete=models.PROTECT, related_name="answers")
    values = models.JSONField(default=dict)
    consents = models.JSONField(default=list)

    class Meta:
        ordering = ["registration", "id"]
