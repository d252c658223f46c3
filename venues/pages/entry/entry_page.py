"""The pages on which somebody adds a place or activity, changes one, or suggests a correction."""

from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from venues.models import RD, Activity, Municipality, User, Venue
from venues.pages.entry.drafts import draft_of
from venues.pages.entry.form_parts import parts_of
from venues.pages.entry.forms import Keeper
from venues.pages.entry.merge_page import ask_to_choose
from venues.pages.entry.record_form import RecordForm
from venues.pages.entry.sealed import seal, unseal
from venues.pages.entry.where import map_around
from venues.pages.place_address import Place, PlaceAddress, place_url
from venues.register.duplicates import near_duplicates
from venues.register.keep import EditConflict, add, keep
from venues.register.record import Record, RecordRefused
from venues.register.rights import Action, keeps_any, may, organisations_to_add_for
from venues.register.suggestions import suggest
from venues.register.visible import visible_record


@login_required
def add_venue(request: HttpRequest) -> HttpResponse:
    """A form for a place that the register does not have; a post adds it."""
    return _add(request, Venue, {})


@login_required
def add_activity(request: HttpRequest) -> HttpResponse:
    """The same for an activity, in the place that the address names or without a building."""
    named = _uuid(request.GET.get("venue", ""))
    venue = Venue.objects.filter(pk=named).first() if named else None
    known = {"venue": str(venue.pk), "organisation": str(venue.organisation_id or "")} if venue else {}
    return _add(request, Activity, known)


@login_required
def edit(request: HttpRequest, place: PlaceAddress) -> HttpResponse:
    """A form for a place that is there: who may change it changes it, who may not suggests."""
    user, found = cast(User, request.user), place.find()
    may_change = may(user, Action.CHANGE, found)
    if found.archived_at and not may_change:
        raise Http404(_("The register has no place with this number."))
    keeper = Keeper(user, found.municipality, suggests=not may_change)
    purpose = f"seen {found.pk}"
    if request.method != "POST":
        seen = visible_record(found, user)
        form = RecordForm(place.model, seen, keeper)
        # Who suggests mostly saw a mistake.
        form.since.initial["was_wrong"] = not may_change
    else:
        seen = unseal(purpose, request.POST.get("seen", ""))
        form = RecordForm(place.model, seen, keeper, request.POST)
        if form.is_valid():
            try:
                with transaction.atomic():
                    record = form.record()
                    if may_change:
                        keep(found, record, user, base=seen, since=form.since.day())
                    else:
                        suggest(found, seen, record, user, request.POST.get("note", "")[:1000], since=form.since.day())
                thanks = _("Thank you. Who keeps this place will look at your suggestion.")
                messages.success(
                    request, _("Saved.") if may_change else thanks, extra_tags=draft_of(user, request.get_full_path())
                )
                return redirect(place_url(found))
            except RecordRefused as error:
                form.add_problems(error.problems)
            except ValidationError as error:
                form.form.add_error(None, error)
            except EditConflict as error:
                return ask_to_choose(request, found, error)
    context = {"place": found, "may_change": may_change, "seen": seal(purpose, seen)}
    return _form_page(request, form, found.municipality, context)


def _add(request: HttpRequest, model: type[Place], known: Record) -> HttpResponse:
    user = cast(User, request.user)
    municipality = _municipality(request, user)
    if municipality is None:
        raise PermissionDenied(
            _("You have no right to add places yet. Ask an administrator of your municipality for a role.")
        )
    own = list(organisations_to_add_for(user, municipality)[:2])
    if len(own) == 1 and not known.get("organisation"):
        known = known | {"organisation": str(own[0].pk)}
    key = _uuid(request.POST.get("key", "")) or uuid4()
    form = RecordForm(model, known, Keeper(user, municipality), request.POST or None, is_new=True)
    doubles: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                record = form.record()
                key = _key_for(model, key, record)
                doubles = [] if "is_another" in request.POST else _doubles(model, record, key)
                place = None if doubles else add(model, record, user, key)
            if place:
                messages.success(
                    request, _("Added to the register."), extra_tags=draft_of(user, request.get_full_path())
                )
                return redirect(place_url(place))
        except RecordRefused as error:
            form.add_problems(error.problems)
    return _form_page(request, form, municipality, {"key": key, "doubles": doubles})


def _key_for(model: type[Place], key: UUID, record: Record) -> UUID:
    """The key that came with the form; another where a form in a second tab had the same and added something else."""
    stored = model.everything.filter(pk=key).first()
    return uuid4() if stored and stored.name != record["name"] else key


def _doubles(model: type[Place], record: Record, key: UUID) -> list[Any]:
    at = record["location"]
    return near_duplicates(model, record["name"], Point(at[0], at[1], srid=RD), key) if at else []


def _form_page(
    request: HttpRequest, form: RecordForm, municipality: Municipality, context: dict[str, Any]
) -> HttpResponse:
    context |= {
        "form": form,
        "parts": parts_of(form),
        "municipality": municipality,
        "map_data": map_around(municipality),
        "is_activity": form.model is Activity,
        "failed": request.method == "POST",
        "draft": draft_of(request.user, request.get_full_path()),
    }
    return render(request, "pages/entry/form.html", context, status=422 if request.method == "POST" else 200)


def _municipality(request: HttpRequest, user: User) -> Municipality | None:
    """Where somebody adds: what the address says, or else the first municipality with a right."""
    rows = Municipality.objects.filter(is_scored=True).order_by("code")
    if asked := request.GET.get("municipality"):
        rows = rows.filter(pk=asked)
    for municipality in rows:
        if keeps_any(user, municipality) or organisations_to_add_for(user, municipality).exists():
            return municipality
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
