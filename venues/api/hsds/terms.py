"""Attributes and their taxonomy terms: venue types, audiences and other lists, named in the client's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from venues.models import DemandGroup, Slot, Venue, VenueType
from venues.models.kept import LowThreshold
from venues.register.vocabulary import Taxonomy, derived_id

Json = dict[str, Any]
TAXONOMY_BY_ID = {derived_id("taxonomy", taxonomy): taxonomy for taxonomy in Taxonomy}


def taxonomy_record(taxonomy: Taxonomy) -> Json:
    """A list of terms, as HSDS tells it."""
    name, description = {
        Taxonomy.VENUE_TYPE: (_("venue types"), _("What a place is.")),
        Taxonomy.AUDIENCE: (_("demand groups"), _("Whom it suits; the value is how well, from 0 to 1.")),
        Taxonomy.LOW_THRESHOLD: (_("low threshold"), _("What makes it easy to come in.")),
        Taxonomy.WHEELCHAIR: (_("wheelchair"), _("Whether a wheelchair gets in.")),
        Taxonomy.PLACES: (_("places"), _("How many people can be there at once.")),
        Taxonomy.HOST: (_("host"), _("Who receives people in these hours.")),
        Taxonomy.SCHOOL_HOLIDAYS: (_("school holidays"), _("Whether these hours hold in them.")),
    }[taxonomy]
    return {"id": str(derived_id("taxonomy", taxonomy)), "name": name, "description": description}


@dataclass(frozen=True)
class Terms:
    """Name and description of every term, by taxonomy and code."""

    named: Mapping[tuple[Taxonomy, str], tuple[str, str]]

    @classmethod
    def read(cls) -> "Terms":
        """All terms, in the language in use."""
        named = {(Taxonomy.VENUE_TYPE, each.code): (each.name, each.name) for each in VenueType.objects.all()}
        for group in DemandGroup.objects.all():
            named[Taxonomy.AUDIENCE, group.code] = (group.name, group.explanation or group.name)
        lists: dict[Taxonomy, Sequence[tuple[Any, Any]]] = {
            Taxonomy.LOW_THRESHOLD: LowThreshold.choices,
            Taxonomy.WHEELCHAIR: Venue.Wheelchair.choices,
            Taxonomy.HOST: Slot.Host.choices,
            Taxonomy.PLACES: [("places", _("Places"))],
            Taxonomy.SCHOOL_HOLIDAYS: [("yes", _("also in school holidays")), ("no", _("not in school holidays"))],
        }
        for taxonomy, choices in lists.items():
            named |= {(taxonomy, str(code)): (str(name), str(name)) for code, name in choices}
        return cls(named)

    @cached_property
    def by_id(self) -> dict[UUID, tuple[Taxonomy, str]]:
        """Taxonomy and code of each term, by its id."""
        return {derived_id("term", *key): key for key in self.named}

    def version(self) -> Iterable[Any]:
        """What changes when a term does."""
        return sorted((taxonomy.value, code, *texts) for (taxonomy, code), texts in self.named.items())

    def name(self, taxonomy: Taxonomy, code: str) -> str:
        """What a term is called."""
        return self.named[taxonomy, code][0]

    def attribute(self, entity: str, link: UUID, taxonomy: Taxonomy, code: str, value: str = "") -> Json:
        """An attribute of a record.

        Args:
            entity: The kind of record: `service`, `location` or `schedule`.
            link: Its id.
            taxonomy: Which list the term is of.
            code: The term.
            value: What is said beside the term, if anything.
        """
        term = self.record(taxonomy, code)
        made: Json = {
            "id": str(derived_id("attribute", entity, link, taxonomy, code)),
            "link_id": str(link),
            "link_entity": entity,
            "link_type": taxonomy.value.partition(":")[2],
            "label": term["name"],
            "taxonomy_term_id": term["id"],
            "taxonomy_term": term,
        }
        return made | ({"value": value} if value else {})

    def record(self, taxonomy: Taxonomy, code: str) -> Json:
        """A term, as HSDS tells it."""
        name, description = self.named[taxonomy, code]
        return {
            "id": str(derived_id("term", taxonomy, code)),
            "code": code,
            "name": name,
            "description": description,
            "taxonomy": taxonomy.value,
            "taxonomy_id": str(derived_id("taxonomy", taxonomy)),
            "language": (get_language() or "nl").partition("-")[0],
        }
