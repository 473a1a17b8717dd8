"""Forms as KERN marks them up: label, hint, field, error, in an order that a screen reader can follow."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CHECKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple)
SELECTS = (forms.Select, forms.SelectMultiple)


def css_class(widget: forms.Widget) -> str:
    """The KERN class of the element itself."""
    # The checkbox group is a subclass of the radio group, so it is asked for first.
    if isinstance(widget, CHECKS):
        return "kern-form-check__checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "kern-form-check__radio"
    if isinstance(widget, SELECTS):
        return "kern-form-input__select"
    return "kern-form-input__input"


class KernBoundField(BoundField):
    """Adds KERN's classes, and says in one word how the field is laid out."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        element = widget or self.field.widget
        if not element.is_hidden:
            name = css_class(element)
            own = str(element.attrs.get("class", ""))
            built["class"] = " ".join(filter(None, [name, f"{name}--error" if self.errors else "", own]))
        return built

    @property
    def layout(self) -> str:
        """The template that surrounds the field: group, check, select or input."""
        widget = self.field.widget
        if self.use_fieldset:
            return "group"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple):
            return "select"
        return "input"

    @property
    def anchor(self) -> str:
        """The id that a link in the error summary leads to: the first option of a group."""
        suffix = "_0" if self.use_fieldset else ""
        return f"{self.auto_id}{suffix}"


class KernRenderer(TemplatesSetting):
    """FORM_RENDERER of the platform; `{{ form }}` and `{{ field.as_field_group }}` use it."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = KernBoundField
