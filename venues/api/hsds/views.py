"""The addresses of HSDS: information, services, services at locations, organisations."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from venues.api.errors import Absent
from venues.api.hsds import HSDS_PROFILE, HSDS_VERSION
from venues.api.hsds.found import Offer, all_offers, narrowed
from venues.api.hsds.query import BodyQuery, OfferQuery, OneBodyQuery, ServiceQuery
from venues.api.hsds.resource import HsdsList, HsdsResource, uuid_of
from venues.api.hsds.rows import (
    HsdsInformationRow,
    HsdsListedServiceRow,
    HsdsOrganizationRow,
    HsdsServiceAtLocationRow,
    HsdsServiceRow,
)
from venues.api.hsds.services import organization, service, service_at_location, status_of
from venues.api.hsds.terms import Json, Terms
from venues.models import Organisation


class Hsds(HsdsResource):
    """What this API is, in the words of HSDS."""

    row = HsdsInformationRow

    def version(self, terms: Terms) -> Iterable[Any]:
        """It never changes."""
        return []

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """Version, profile and document."""
        return {
            "version": HSDS_VERSION,
            "profile": HSDS_PROFILE,
            "openapi_url": request.build_absolute_uri(reverse("api:hsds-openapi")),
        }


class HsdsRoot(Hsds):
    """The same at the address that the standard writes, with a slash at the end."""


class HsdsServices(HsdsList):
    """Services in the form of HSDS: places in their opening hours, then activities."""

    query = ServiceQuery
    row = HsdsListedServiceRow

    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The services."""
        day = timezone.localdate()
        found, total = narrowed(all_offers(day), query).page(start, query["page_size"])
        if query["minimal"]:
            return [{"id": str(each.pk), "modified_date": each.updated_at.isoformat()} for each in found], total
        return [service(each, terms, day, full=query["full"]) for each in found], total


class OneHsdsService(HsdsResource):
    """A service in the form of HSDS, with its schedules, location and organisation."""

    row = HsdsServiceRow
    path_parts = {"id": "Id of the venue or the activity."}

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The service."""
        day = timezone.localdate()
        return service(_offer(path["id"], day), terms, day, full=True)


class HsdsServiceAtLocations(HsdsList):
    """Services at their locations in the form of HSDS."""

    query = OfferQuery
    row = HsdsServiceAtLocationRow

    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The links with the service and the location."""
        day = timezone.localdate()
        found, total = narrowed(all_offers(day), query).page(start, query["page_size"])
        return [service_at_location(each, terms, day, full=query["full"]) for each in found], total


class OneHsdsServiceAtLocation(HsdsResource):
    """A service at its location in the form of HSDS."""

    row = HsdsServiceAtLocationRow
    path_parts = {"id": "Id of the venue or the activity."}

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The link with the service and the location."""
        day = timezone.localdate()
        return service_at_location(_offer(path["id"], day), terms, day, full=True)


class HsdsOrganizations(HsdsList):
    """Organisations in the form of HSDS."""

    query = BodyQuery
    row = HsdsOrganizationRow

    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The organisations, with `full` or `full_service` also their services."""
        day, rows = timezone.localdate(), Organisation.objects.select_related("municipality")
        if area := query.get("area"):
            rows = rows.filter(municipality=area.edition.municipality_id)
        if "search" in query:
            rows = rows.filter(name__icontains=query["search"])
        nested = query["full"] or query["full_service"]
        found = (_with_offers(rows, day) if nested else rows).order_by("pk")[start : start + query["page_size"]]
        made = [
            organization(each) | (_services(each, terms, day, full=query["full_service"]) if nested else {})
            for each in found
        ]
        return made, rows.count()


class OneHsdsOrganization(HsdsResource):
    """An organisation in the form of HSDS, with its services."""

    query = OneBodyQuery
    row = HsdsOrganizationRow
    path_parts = {"id": "Id of the organisation."}

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The organisation."""
        day = timezone.localdate()
        rows = _with_offers(Organisation.objects.select_related("municipality"), day)
        key = uuid_of(path["id"])
        found = rows.filter(pk=key).first() if key else None
        if found is None:
            raise Absent("id", _("No organisation has the id “%(id)s”.") % {"id": path["id"][:40]})
        return organization(found) | _services(found, terms, day, full=query["full_service"])


def _offer(text: str, day: date) -> Offer:
    key, offers = uuid_of(text), all_offers(day)
    found: Offer | None = None
    if key:
        found = offers.venues.filter(pk=key).first() or offers.activities.filter(pk=key).first()
    if found is None:
        raise Absent("id", _("No venue and no activity has the id “%(id)s”.") % {"id": text[:40]})
    return found


def _with_offers(rows: QuerySet[Organisation], day: date) -> QuerySet[Organisation]:
    offers = all_offers(day)
    return rows.prefetch_related(
        Prefetch("venues", offers.venues.order_by("pk"), to_attr="its_venues"),
        Prefetch("activities", offers.activities.order_by("pk"), to_attr="its_activities"),
    )


def _services(body: Any, terms: Terms, day: date, *, full: bool) -> Json:
    offers: Sequence[Offer] = [*body.its_venues, *body.its_activities]
    if full:
        return {"services": [service(each, terms, day, full=True) for each in offers]}
    return {"services": [{"id": str(each.pk), "name": each.name, "status": status_of(each, day)} for each in offers]}
