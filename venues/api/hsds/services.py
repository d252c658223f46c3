"""An offer of the register as a service, and as a service at its location."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from venues.api.hsds.found import Offer
from venues.api.hsds.locations import location
from venues.api.hsds.schedules import schedules
from venues.api.hsds.terms import Json, Terms
from venues.models import Closure, Organisation, Venue
from venues.register.vocabulary import Taxonomy


def service(offer: Offer, terms: Terms, day: date, *, full: bool) -> Json:
    """A service; `full` nests schedules, location and attributes."""
    made = _plain(offer, terms, day)
    if full:
        link = {"id": str(offer.pk), "service_id": str(offer.pk), "location_id": str(_location_id(offer))}
        made["schedules"] = _schedules(offer, terms, day)
        made["service_at_locations"] = [{**link, "location": location(offer, terms, full=True)}]
        made["attributes"] = _attributes(offer, terms)
    return made


def service_at_location(offer: Offer, terms: Terms, day: date, *, full: bool) -> Json:
    """The link between a service and where it is given; `full` nests schedules and attributes."""
    made: Json = {
        "id": str(offer.pk),
        "service_id": str(offer.pk),
        "location_id": str(_location_id(offer)),
        "location": location(offer, terms, full=full),
        "service": _plain(offer, terms, day),
    }
    if full:
        made["schedules"] = [each | {"service_at_location_id": str(offer.pk)} for each in _schedules(offer, terms, day)]
        made["service"]["attributes"] = _attributes(offer, terms)
    return made


def organization(body: Organisation) -> Json:
    """Who gives services. The standard demands a description; the register keeps none but where it works."""
    made: Json = {
        "id": str(body.pk),
        "name": body.name,
        "description": _("Runs places or activities in %(municipality)s.") % {"municipality": body.municipality.name},
    }
    return made | ({"website": body.website} if body.website else {})


def status_of(offer: Offer, day: date) -> str:
    """One of the words of the standard, from the dates and the whole closures that hold on the day."""
    starts, ends = _span(offer)
    if starts and starts > day:
        return "inactive"
    if ends and ends <= day:
        return "defunct"
    whole = [closure for closure in _closures(offer) if closure.extent == Closure.Extent.WHOLE]
    if not whole:
        return "active"
    passing = all(closure.reopens_on or closure.reason == Closure.Reason.RENOVATION for closure in whole)
    return "temporarily closed" if passing else "defunct"


def _plain(offer: Offer, terms: Terms, day: date) -> Json:
    venue = offer if isinstance(offer, Venue) else None
    body = offer.organisation
    made: Json = {"id": str(offer.pk), "name": offer.name, "status": status_of(offer, day)}
    if body:
        made["organization_id"] = str(body.pk)
    made["description"] = _description(offer, terms)
    if venue and venue.website:
        made["url"] = venue.website
    if groups := [terms.name(Taxonomy.AUDIENCE, each.group_id) for each in offer.audiences.all() if each.suitability]:
        made["eligibility_description"] = ", ".join(groups)
    if offer.verified_on:
        made["assured_date"] = offer.verified_on.isoformat()
    if alerts := [_alert(closure) for closure in _closures(offer)]:
        made["alert"] = "; ".join(alerts)
    made["last_modified"] = offer.updated_at.isoformat()
    if body:
        made["organization"] = organization(body)
    return made


def _description(offer: Offer, terms: Terms) -> str:
    if isinstance(offer, Venue):
        words = {"type": terms.name(Taxonomy.VENUE_TYPE, offer.venue_type_id), "municipality": offer.municipality.name}
        return _("%(type)s in %(municipality)s") % words
    if offer.venue:
        return _("Activity in %(place)s") % {"place": offer.venue.name}
    return _("Activity without a building in %(municipality)s") % {"municipality": offer.municipality.name}


def _attributes(offer: Offer, terms: Terms) -> list[Json]:
    """What a service is, for whom, and how easy it is to come in."""
    said: list[tuple[Taxonomy, str, str]] = []
    if isinstance(offer, Venue):
        said.append((Taxonomy.VENUE_TYPE, offer.venue_type_id, ""))
        said += [(Taxonomy.LOW_THRESHOLD, code, "") for code in offer.low_threshold or []]
    said += [(Taxonomy.AUDIENCE, each.group_id, f"{each.suitability:g}") for each in offer.audiences.all()]
    if offer.places:
        said.append((Taxonomy.PLACES, "places", str(offer.places)))
    return [terms.attribute("service", offer.pk, *each) for each in said]


def _schedules(offer: Offer, terms: Terms, day: date) -> list[Json]:
    text = offer.opening_hours if isinstance(offer, Venue) else ""
    return schedules(offer.pk, offer.slots_from_today, text, terms, day)  # type: ignore[union-attr]  # prefetched


def _span(offer: Offer) -> tuple[date | None, date | None]:
    return (offer.opened_on, None) if isinstance(offer, Venue) else (offer.starts_on, offer.ends_on)


def _location_id(offer: Offer) -> object:
    return offer.pk if isinstance(offer, Venue) or offer.venue is None else offer.venue.pk


def _closures(offer: Offer) -> Sequence[Closure]:
    """Those that hold today; a closed venue takes its activities along."""
    own: list[Closure] = offer.closures_today  # type: ignore[union-attr]  # prefetched
    if isinstance(offer, Venue) or offer.venue is None:
        return own
    return [*own, *offer.venue.closures_today]  # type: ignore[attr-defined]  # prefetched


def _alert(closure: Closure) -> str:
    until = f" – {closure.reopens_on.isoformat()}" if closure.reopens_on else ""
    return f"{closure.get_extent_display()} ({closure.get_reason_display()}), {closure.starts_on.isoformat()}{until}"
