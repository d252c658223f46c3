"""One service of HSDS to an unsaved venue or activity, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, RowRefused, Source
from venues.importing.hsds.hours import Hours, hours_of
from venues.importing.hsds.record import Given, coded, objects_of, text_of
from venues.importing.reading.checked import check_fields
from venues.importing.reading.projection import to_rd
from venues.importing.reading.surroundings import Surroundings, point, surroundings
from venues.models import Activity, DemandGroup, Venue, VenueType
from venues.models.kept import LowThreshold
from venues.register.vocabulary import Taxonomy

ACTIVE = "active"
COLUMNS = {
    "name": "name",
    "source_key": "id",
    "website": "url",
    "address": "address_1",
    "postcode": "postal_code",
    "places": "attributes places",
}


@dataclass(frozen=True)
class Ground:
    """What every service of a file is read against.

    Attributes:
        source: Of the municipality whose register it is.
        name: The name under which the keys of the file are kept.
        types: Term to venue type: our own codes, and those that the options map.
        groups: Term to demand group, likewise.
        around: Where a service may lie.
        today: Schedules that ended before are left out.
    """

    source: Source
    name: str
    types: Mapping[str, str]
    groups: Mapping[str, str]
    around: Surroundings
    today: date

    @classmethod
    def of(cls, source: Source) -> "Ground":
        """From the register and the options `source_name`, `types` and `groups`.

        Raises:
            FileRefused: If no boundary is loaded yet, or an option maps to what is not here.
        """
        return cls(
            source,
            str(source.options.get("source_name", "hsds")),
            _mapped(source, "types", VenueType.objects.values_list("code", flat=True)),
            _mapped(source, "groups", DemandGroup.objects.values_list("code", flat=True)),
            surroundings(source),
            timezone.localdate(),
        )


@dataclass
class Read:
    """What one service becomes.

    Attributes:
        offer: Unsaved; its organisation and, of an activity, its venue are still keys of the file.
        organization: Key of who runs it; empty for unknown.
        location: Key of the place where an activity is held.
        hours: When.
        audiences: Suitability by group code.
    """

    offer: Venue | Activity
    organization: str
    location: str
    hours: Hours
    audiences: dict[str, float] = field(default_factory=dict)


def read_offer(given: Given, ground: Ground) -> Read:
    """A venue, where the service has a venue type; else an activity.

    Raises:
        RowRefused: If it cannot be stored.
    """
    service, terms = given.service, coded(given.service)
    if not given.key:
        raise RowRefused(_("this service has no id."), _("Give each service an id."), "id")
    if not text_of(service, "name"):
        raise RowRefused(_("this service has no name."), _("Give each service a name."), "name")
    common: dict[str, Any] = {
        "municipality": ground.source.municipality,
        "name": text_of(service, "name"),
        "source": ground.name,
        "source_key": given.key,
        "places": _places(terms),
    }
    hours = hours_of(given.schedules, ground.today)
    spot = _spot(given, ground.around)
    venue_type = _venue_type(terms, ground)
    offer: Venue | Activity
    if venue_type:
        if spot is None:
            raise RowRefused(_("this place has no location."), _("Give latitude and longitude."), "location.latitude")
        offer = Venue(
            **common, venue_type_id=venue_type, location=spot, **_place(given, terms), opening_hours=hours.text
        )
    else:
        offer = Activity(**common, location=spot)
    fields = {name for name in COLUMNS if hasattr(offer, name)}
    check_fields(offer, {name: COLUMNS[name] for name in COLUMNS if name in fields})
    return Read(
        offer,
        text_of(given.organization, "id") or text_of(service, "organization_id"),
        text_of(given.location, "id"),
        hours,
        _audiences(terms, ground),
    )


def _mapped(source: Source, option: str, codes: Iterable[str]) -> dict[str, str]:
    """Our own codes, which stand for themselves, and the terms that an option maps to them."""
    own = {code: code for code in codes}
    given = source.options.get(option, {})
    if not isinstance(given, Mapping) or (unknown := sorted({str(code) for code in given.values()} - set(own))):
        raise FileRefused(
            _("the option “%(option)s” maps to what is not here: %(codes)s.")
            % {"option": option, "codes": ", ".join(unknown) if isinstance(given, Mapping) else given},
            _("Use one of: %(codes)s.") % {"codes": ", ".join(sorted(own))},
        )
    return own | {str(term): str(code) for term, code in given.items()}


def _venue_type(terms: Mapping[str, Mapping[str, str]], ground: Ground) -> str:
    own = list(terms.get(Taxonomy.VENUE_TYPE, {}))
    if own and own[0] not in ground.types:
        raise RowRefused(
            _("this venue type is not in use here."),
            _("Map it in the option “types” to one of: %(codes)s.") % {"codes": ", ".join(sorted(ground.types))},
            "attributes",
            own[0],
        )
    others = [code for held in terms.values() for code in held if code in ground.types and code not in ground.groups]
    return next((ground.types[code] for code in [*own, *others]), "")


def _audiences(terms: Mapping[str, Mapping[str, str]], ground: Ground) -> dict[str, float]:
    """Suitability by group: what the term of a mapped taxonomy has no value for is made for them."""
    found = {}
    for taxonomy, held in terms.items():
        for code, value in held.items():
            if taxonomy in (Taxonomy.VENUE_TYPE, Taxonomy.LOW_THRESHOLD) or code not in ground.groups:
                continue
            try:
                suitability = float(value or 1)
            except ValueError:
                suitability = -1
            if not 0 <= suitability <= 1:
                raise RowRefused(_("this is no suitability."), _("Write a number from 0 to 1."), "attributes", value)
            found[ground.groups[code]] = suitability
    return found


def _places(terms: Mapping[str, Mapping[str, str]]) -> int | None:
    given = terms.get(Taxonomy.PLACES, {}).get("places", "")
    if given and not given.isdecimal():
        raise RowRefused(_("this is no number of places."), _("Write a whole number."), "attributes places", given)
    return int(given) if given else None


def _place(given: Given, terms: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    address = next(iter(objects_of(given.location, "addresses")), {})
    wheelchair = next(iter(coded(given.location).get(Taxonomy.WHEELCHAIR, {})), "")
    easy = [code for code in terms.get(Taxonomy.LOW_THRESHOLD, {}) if code in LowThreshold.values]
    return {
        "website": text_of(given.service, "url"),
        "address": text_of(address, "address_1"),
        "postcode": text_of(address, "postal_code"),
        "wheelchair": wheelchair if wheelchair in Venue.Wheelchair.values else "",
        "low_threshold": easy or None,
    }


def _spot(given: Given, around: Surroundings) -> Point | None:
    longitude, latitude = given.location.get("longitude"), given.location.get("latitude")
    if longitude is None or latitude is None:
        return None
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        raise RowRefused(_("this is no number."), _("Write degrees."), "location.longitude", longitude)
    x, y = to_rd(longitude, latitude)
    around.check(float(x), float(y), "location", f"{longitude}, {latitude}")
    return point(x, y)
