"""How coverage is scored. A method is never changed: saving its form makes the next version."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import JSONField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.admin.base import Inline, ReadOnly, Table
from venues.models import GroupRule, Method, Municipality, TypeDefault
from venues.models.method_content import METHOD_FIELDS
from venues.register.methods import Draft, follow_the_others, hold_versions, make_own, put_in_use, revise

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Method]
else:
    ModelForm = forms.ModelForm


class MethodForm(ModelForm):
    """What the next version says, and why."""

    note = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=gettext_lazy("Everybody can read it on the method page."),
        error_messages={"required": gettext_lazy("Write what changed and why: a council will ask.")},
    )
    in_use = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Method
        fields = [*METHOD_FIELDS, "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The note is of the next version; that of this one stands above the form.
        self.initial["note"] = ""
        current = self.instance.family.filter(is_current=True).first()
        self.initial["in_use"] = current.pk if current else None

    def clean(self) -> dict[str, Any]:
        """Refuse to save over a version that came into use after this form was opened."""
        cleaned = super().clean() or {}
        current = hold_versions(self.instance.municipality_id)
        if current and current.pk != cleaned.get("in_use"):
            raise forms.ValidationError(
                _(
                    "Version %(version)d came into use after you opened this page: “%(note)s”. Open it and make your "
                    "change there, or it would be undone."
                )
                % {"version": current.version, "note": current.note}
            )
        return cleaned


class MethodActionForm(ActionForm):
    """Which municipality an action is for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.filter(is_scored=True), required=False, label=gettext_lazy("Municipality:")
    )


class _Part(Inline):
    """Rows of the next version, chosen from groups and types that are kept elsewhere."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose a group or a type, no more: making or deleting one here would touch every method."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class GroupRuleInline(_Part):
    """Norms and distance decay."""

    model = GroupRule
    min_num = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A method for nobody scores nothing."""
        return super().get_formset(request, obj, validate_min=True, **kwargs)


class TypeDefaultInline(_Part):
    """What is assumed where nothing is recorded."""

    model = TypeDefault
    formfield_overrides = {JSONField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 36})}}


@admin.register(Method)
class MethodAdmin(Table):
    """Methods: saving one makes the next version, and no version is ever deleted, because figures refer to it."""

    form = MethodForm
    action_form = MethodActionForm
    actions = ["put_in_use", "make_own", "follow_the_others"]
    list_display = ["__str__", "municipality", "version", "is_current", "used_at", "note"]
    list_select_related = ["municipality"]
    list_filter = ["is_current", "municipality"]
    search_fields = ["municipality__code", "municipality__name", "note"]
    readonly_fields = ["municipality", "version", "is_current", "created_at", "used_at", "said"]
    inlines = [GroupRuleInline, TypeDefaultInline]

    def get_fieldsets(self, request: HttpRequest, obj: Method | None = None) -> Any:
        """This version, and what the next one says."""
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": [*self.readonly_fields, *METHOD_FIELDS]})]
        return [
            (_("This version"), {"fields": self.readonly_fields}),
            (
                _("The next version"),
                {
                    "fields": [*METHOD_FIELDS, "note", "in_use"],
                    "description": _(
                        "Saving does not change this version: it makes a new one with your changes and puts it in use. "
                        "Figures that were made keep the version that they were made with."
                    ),
                },
            ),
        ]

    @admin.display(description=gettext_lazy("what changed in it"))
    def said(self, obj: Method) -> str:
        """The note of the version on the screen."""
        return obj.note

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never from nothing: a version is made from another."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Method | None = None) -> bool:
        """Never: figures refer to it."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the new version is made with its rules."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Make the next version of what the form says."""
        rules, defaults = (_rows(formset) for formset in formsets)
        form.instance.successor = revise(
            form.instance, Draft(form.instance, rules, defaults), form.cleaned_data["note"]
        )

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """No rows of this version were changed."""
        return []

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The log names the version that was made, and says what its note says."""
        return super().log_addition(request, obj.successor, obj.successor.note) if obj.successor else None

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Lead to the new version, and say what follows."""
        made = obj.successor
        if made is None:
            self.message_user(request, _("Nothing changed, so no new version was made."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:venues_method_change", args=[obj.pk]))
        self.message_user(
            request, _("Version %(version)d was made and is in use.") % {"version": made.version} + " " + _follows()
        )
        return HttpResponseRedirect(reverse("admin:venues_method_change", args=[made.pk]))

    @admin.action(description=gettext_lazy("Put this version in use"), permissions=["change"])
    def put_in_use(self, request: HttpRequest, queryset: QuerySet[Method]) -> None:
        """An older version counts again."""
        method = self._one(request, queryset)
        if method is None:
            return
        if put_in_use(method):
            self.message_user(request, _("%(method)s is in use.") % {"method": method} + " " + _follows())
        else:
            self.message_user(request, _("%(method)s was in use already.") % {"method": method}, messages.WARNING)

    @admin.action(description=gettext_lazy("Copy as a municipality's own method"), permissions=["change"])
    def make_own(self, request: HttpRequest, queryset: QuerySet[Method]) -> None:
        """A municipality can change its norms without changing those of others."""
        method, municipality = self._one(request, queryset), self._municipality(request)
        if method and municipality:
            made = make_own(method, municipality)
            text = _("%(method)s was made for %(name)s and is in use there.")
            self.message_user(request, text % {"method": made, "name": municipality.name} + " " + _follows())

    @admin.action(description=gettext_lazy("Let a municipality use the method for all again"), permissions=["change"])
    def follow_the_others(self, request: HttpRequest, queryset: QuerySet[Method]) -> None:
        """A municipality stops having a method of its own in use."""
        municipality = self._municipality(request)
        if municipality is None:
            return
        if follow_the_others(municipality):
            text = _("%(name)s uses the method for all again.")
            self.message_user(request, text % {"name": municipality.name} + " " + _follows())
        else:
            text = _("%(name)s had no method of its own in use.")
            self.message_user(request, text % {"name": municipality.name}, messages.WARNING)

    def _one(self, request: HttpRequest, queryset: QuerySet[Method]) -> Method | None:
        if queryset.count() == 1:
            return queryset.get()
        self.message_user(request, _("Choose one version."), messages.ERROR)
        return None

    def _municipality(self, request: HttpRequest) -> Municipality | None:
        found = Municipality.objects.filter(pk=request.POST.get("municipality", "")).first()
        if found is None:
            self.message_user(request, _("Choose the municipality beside the action."), messages.ERROR)
        return found


@admin.register(GroupRule)
class GroupRuleAdmin(ReadOnly):
    """Norms and distance decay over all methods; they are changed with their method."""

    list_display = ["group", "method", "norm_hours", "norm_source"]
    list_select_related = ["group", "method"]
    list_filter = ["group", "method"]
    search_fields = ["norm_source"]


@admin.register(TypeDefault)
class TypeDefaultAdmin(ReadOnly):
    """Defaults of venue types over all methods; they are changed with their method."""

    list_display = ["venue_type", "method", "hosted_hours", "places", "source"]
    list_select_related = ["venue_type", "method"]
    list_filter = ["venue_type", "method"]
    search_fields = ["source"]


def _rows(formset: Any) -> list[Any]:
    """The rows that a formset leaves: stored ones as changed, new ones, without those that are deleted."""
    kept = [form for form in formset.initial_forms if form not in formset.deleted_forms]
    added = [form for form in formset.extra_forms if form.has_changed() and form not in formset.deleted_forms]
    return [form.instance for form in [*kept, *added]]


def _follows() -> str:
    return _("The figures follow as soon as the worker has scored again.")
