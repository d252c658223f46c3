"""The addresses of HSDS for the lists of terms that attributes refer to."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from venues.api.errors import Absent
from venues.api.hsds.query import PageQuery, TermQuery
from venues.api.hsds.resource import HsdsList, HsdsResource, uuid_of
from venues.api.hsds.rows import HsdsTaxonomyRow, HsdsTermRow
from venues.api.hsds.terms import TAXONOMY_BY_ID, Json, Terms, taxonomy_record
from venues.register.vocabulary import Taxonomy


class HsdsTaxonomies(HsdsList):
    """The lists of terms in the form of HSDS."""

    query = PageQuery
    row = HsdsTaxonomyRow

    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The taxonomies."""
        return _part([taxonomy_record(each) for each in Taxonomy], query, start)


class OneHsdsTaxonomy(HsdsResource):
    """A list of terms in the form of HSDS."""

    row = HsdsTaxonomyRow
    path_parts = {"id": "Id of the taxonomy."}

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The taxonomy."""
        key = uuid_of(path["id"])
        if key is None or key not in TAXONOMY_BY_ID:
            raise Absent("id", _("No taxonomy has the id “%(id)s”.") % {"id": path["id"][:40]})
        return taxonomy_record(TAXONOMY_BY_ID[key])


class HsdsTaxonomyTerms(HsdsList):
    """The terms in the form of HSDS: venue types, demand groups and others."""

    query = TermQuery
    row = HsdsTermRow

    def records(self, query: dict[str, Any], terms: Terms, start: int) -> tuple[list[Json], int]:
        """The terms."""
        wanted, _any = query.get("taxonomy", (None, None))
        found = [terms.record(*key) for key in terms.named if wanted in (None, key[0])]
        return _part(found, query, start)


class OneHsdsTaxonomyTerm(HsdsResource):
    """A term in the form of HSDS."""

    row = HsdsTermRow
    path_parts = {"id": "Id of the term."}

    def body(self, request: Request, query: dict[str, Any], terms: Terms, path: dict[str, Any]) -> Json:
        """The term."""
        key = uuid_of(path["id"])
        if key is None or key not in terms.by_id:
            raise Absent("id", _("No taxonomy term has the id “%(id)s”.") % {"id": path["id"][:40]})
        return terms.record(*terms.by_id[key])


def _part(found: list[Json], query: dict[str, Any], start: int) -> tuple[list[Json], int]:
    """One page of those whose name has the text that is searched for."""
    sought = query.get("search", "").casefold()
    fitting = [each for each in found if sought in each["name"].casefold()]
    return fitting[start : start + query["page_size"]], len(fitting)
