from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums import ProgrammeRoleKind
from programmes.models.fields import language_field


class Programme(PublicModel):
    """One initiative with its own name, partners, sprints, cohorts and funds."""

    public_id = PublicIdField("prog")
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in short"), max_length=500)
    about = models.TextField(_("about"), max_length=20_000, blank=True)
    language = language_field()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="programmes")

    class Meta:
        ordering = ["name", "id"]


class ProgrammeRole(PublicModel):
    public_id = PublicIdField("prl")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="programme_roles")
    role = models.CharField(_("role"), max_length=12, choices=ProgrammeRoleKind.choices)

    class Meta:
        ordering = ["role", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "user", "role"], name="programme_role_once")]


class Category(PublicModel):
    """What challenges of a programme are grouped by, named in both languages."""

    public_id = PublicIdField("cat")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    name_de = models.CharField(_("German name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)

    class Meta:
        ordering = ["name_de", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="category_slug_once")]

    def name(self, language: str) -> str:
        return self.name_de if language == "de" else self.name_en


class Call(PublicModel):
    """Organisers ask for challenges of one category until a moment; one a category, which may be opened again."""

    public_id = PublicIdField("cal")
    category = models.OneToOneField(Category, on_delete=models.CASCADE, related_name="call")
    text = models.TextField(_("what is asked for"), max_length=5_000)
    language = language_field()
    closes_at = models.DateTimeField(_("open until"))

    class Meta:
        ordering = ["closes_at", "id"]
        indexes = [models.Index(fields=["closes_at", "id"], name="call_list")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="call_has_text")]
