"""The pages on which an administrator brings in other boundaries, looks at the difference, and puts them in use."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from venues.importing.base import Refusal
from venues.importing.editions.activation import ask_for
from venues.importing.editions.bring_in import bring_in_boundaries, bring_in_figures, remove
from venues.importing.editions.difference import difference
from venues.importing.editions.listed import editions_of
from venues.models import Edition, ImportRun, Municipality, User
from venues.pages.boundaries_words import level_words, persons_words
from venues.pages.waiting import PATIENCE
from venues.register.rights import Action, require

SHOWN = 20
"""Problems of a file that are listed; all are counted."""


class BoundariesForm(forms.Form):
    """A file with neighbourhoods, and from which year they hold."""

    year = forms.IntegerField(label=gettext_lazy("Year from which they hold"), min_value=1900, max_value=2200)
    boundaries = forms.FileField(
        label=gettext_lazy("File with the neighbourhoods"),
        help_text=gettext_lazy("GeoJSON or GeoPackage, at most 25 MB. Each neighbourhood has its CBS code."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.gpkg"}),
    )


class FiguresForm(forms.Form):
    """A table with the key figures of the areas, and of which day they are."""

    reference_on = forms.DateField(
        label=gettext_lazy("Day of the figures"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    figures = forms.FileField(
        label=gettext_lazy("File with the key figures"),
        help_text=gettext_lazy("CSV or XLSX of CBS, with residents and ages by the code of the area."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


@login_required
def editions(request: HttpRequest, municipality: str) -> HttpResponse:
    """The editions of a municipality; a post brings in another one."""
    kept = _kept(request, municipality)
    facts = editions_of(kept)
    active = next((each.edition.year for each in facts if each.edition.is_active), timezone.localdate().year)
    form = BoundariesForm(request.POST or None, request.FILES or None, initial={"year": active + 1})
    run: ImportRun | None = None
    if request.method == "POST" and form.is_valid():
        file, year = form.cleaned_data["boundaries"], form.cleaned_data["year"]
        try:
            run = bring_in_boundaries(cast(User, request.user), kept, year, file.name, file.chunks())
        except ValidationError as error:
            form.add_error(None, error)
        if run and run.status == ImportRun.Status.DONE:
            _tell(request, run)
            return redirect("boundaries-of", kept.pk, year)
    context = {"municipality": kept, "facts": facts, "form": form, **_problems(run)}
    return render(request, "boundaries/editions.html", context, status=_status(form, run))


@login_required
def edition(request: HttpRequest, municipality: str, year: int) -> HttpResponse:
    """One edition: how it differs from the one in use, and what can be done with it; a post brings in its figures."""
    kept = _kept(request, municipality)
    found = get_object_or_404(Edition.objects.select_related("municipality"), municipality=kept, year=year)
    form = FiguresForm(request.POST or None, request.FILES or None, initial={"reference_on": f"{year}-01-01"})
    run: ImportRun | None = None
    if request.method == "POST" and form.is_valid():
        file, day = form.cleaned_data["figures"], form.cleaned_data["reference_on"]
        try:
            run = bring_in_figures(cast(User, request.user), found, day, file.name, file.chunks())
        except ValidationError as error:
            form.add_error(None, error)
        if run and run.status == ImportRun.Status.DONE:
            _tell(request, run)
            return redirect("boundaries-of", kept.pk, year)
    context = _edition(kept, found) | {"form": form, **_problems(run)}
    return render(request, "boundaries/edition.html", context, status=_status(form, run))


@login_required
def activate(request: HttpRequest, municipality: str, year: int) -> HttpResponse:
    """Ask once more whether an edition is to be put in use; a post does it."""
    kept = _kept(request, municipality)
    found = get_object_or_404(Edition.objects.select_related("municipality"), municipality=kept, year=year)
    if request.method == "POST":
        try:
            ask_for(cast(User, request.user), found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("boundaries-of", kept.pk, year)
    return render(request, "boundaries/activate.html", _edition(kept, found))


@login_required
@require_POST
def take_away(request: HttpRequest, municipality: str, year: int) -> HttpResponse:
    """Remove an edition that never was in use."""
    kept = _kept(request, municipality)
    found = get_object_or_404(Edition.objects.select_related("municipality"), municipality=kept, year=year)
    if remove(cast(User, request.user), found):
        messages.success(request, _("The boundaries of %(year)d were removed.") % {"year": year})
    else:
        messages.error(request, _("The boundaries of %(year)d are or were in use: they stay.") % {"year": year})
    return redirect("boundaries", kept.pk)


def _kept(request: HttpRequest, code: str) -> Municipality:
    kept = get_object_or_404(Municipality, pk=code)
    require(cast(User, request.user), Action.BOUNDARIES, kept)
    return kept


def _edition(municipality: Municipality, found: Edition) -> dict[str, Any]:
    active = municipality.editions.filter(is_active=True).first()
    facts = next(each for each in editions_of(municipality) if each.edition.pk == found.pk)
    context: dict[str, Any] = {"municipality": municipality, "edition": found, "facts": facts, "active": active}
    if found.asked_at:
        context["is_stuck"] = timezone.now() - found.asked_at > PATIENCE
    elif active and not found.is_active:
        differs = difference(active, found)
        now, then = map(persons_words, differs.residents)
        context |= {"difference": differs, "levels": level_words(differs), "residents_now": now, "residents_then": then}
    return context


def _tell(request: HttpRequest, run: ImportRun) -> None:
    messages.success(
        request,
        _("%(file)s was brought in: %(count)d rows.")
        % {"file": run.file_name, "count": run.rows_created + run.rows_updated + run.rows_unchanged},
    )
    for note in run.notes[:SHOWN]:
        messages.info(request, note)


def _problems(run: ImportRun | None) -> dict[str, Any]:
    if run is None:
        return {"problems": []}
    return {
        "problems": [str(Refusal(**refusal)) for refusal in run.refusals[:SHOWN]],
        "more_problems": max(run.rows_refused - SHOWN, 0),
    }


def _status(form: forms.Form, run: ImportRun | None) -> int:
    return 422 if run or form.errors else 200
