"""Where a service is given: a place of the register, or a spot without a building."""

import json

from django.utils.translation import gettext as _

from venues.api.hsds.found import Offer
from venues.api.hsds.terms import Json, Terms
from venues.models import Venue
from venues.register.vocabulary import Taxonomy, derived_id


def location(offer: Offer, terms: Terms, *, full: bool) -> Json:
    """The location of an offer: of an activity in a place that place.

    Args:
        offer: With its `point`.
        terms: To name the type and how a wheelchair gets in.
        full: With address, accessibility and attributes.
    """
    longitude, latitude = json.loads(offer.point)["coordinates"]  # type: ignore[union-attr]  # annotated
    venue = offer if isinstance(offer, Venue) else offer.venue
    held = venue or offer
    made: Json = {
        "id": str(held.pk),
        "location_type": "physical",
        "name": held.name,
        "latitude": latitude,
        "longitude": longitude,
    }
    if held.organisation_id:
        made["organization_id"] = str(held.organisation_id)
    if venue is None or not full:
        return made
    if venue.address:
        made["addresses"] = [_address(venue)]
    attributes = [terms.attribute("location", venue.pk, Taxonomy.VENUE_TYPE, venue.venue_type_id)]
    if venue.wheelchair:
        attributes.append(terms.attribute("location", venue.pk, Taxonomy.WHEELCHAIR, venue.wheelchair))
        name = terms.name(Taxonomy.WHEELCHAIR, venue.wheelchair)
        made["accessibility"] = [
            {
                "id": str(derived_id("accessibility", venue.pk)),
                "location_id": str(venue.pk),
                "description": _("For wheelchairs: %(how)s.") % {"how": name},
            }
        ]
    return made | {"attributes": attributes}


def _address(venue: Venue) -> Json:
    """The postal address. The register knows the municipality, which stands for the town; provinces it does not."""
    return {
        "id": str(derived_id("address", venue.pk)),
        "location_id": str(venue.pk),
        "address_1": venue.address,
        "city": venue.municipality.name,
        "state_province": "",
        "postal_code": venue.postcode,
        "country": "NL",
        "address_type": "physical",
    }
