"""Parts of forms: `{% load gemeinwerk_forms %}`."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backend.web.forms.rendering import KernBoundField

register = template.Library()


@register.inclusion_tag("web/forms/summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """Everything that is wrong, on top, each with a link to its field; part of `{{ form }}`."""
    linked = [
        {
            "anchor": field.anchor if isinstance(field, KernBoundField) else field.auto_id,
            "label": field.label,
            "text": error,
        }
        for field in form.visible_fields()
        for error in field.errors
    ]
    general = list(form.non_field_errors())
    hidden = [error for field in form.hidden_fields() for error in field.errors]
    return {"general": general + hidden, "linked": linked}


def _anchor(field: BoundField) -> str:
    return field.anchor if isinstance(field, KernBoundField) else field.auto_id


@register.simple_tag
def submit(label: str, name: str = "", value: str = "", tone: str = "primary") -> SafeString:
    """A button that says what will happen."""
    pair = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="kern-btn kern-btn--{}"{}><span class="kern-label">{}</span></button>', tone, pair, label
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> str:
    """Fields that belong together."""
    return render_to_string("web/forms/fieldset.html", {"legend": legend, "hint": hint, "body": SafeString(content)})
