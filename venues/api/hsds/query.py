"""What a client may ask: the parameters of the HSDS API, and `area`, which is ours."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from venues.api.fields import AreaField, MomentField
from venues.api.hsds.terms import TAXONOMY_BY_ID, Terms
from venues.api.query import LONGEST_PAGE, Query, format_field
from venues.register.vocabulary import Taxonomy

FURTHEST_PAGE = 1_000_000
MOST_BODIES = 100


class TermField(serializers.UUIDField):
    """A taxonomy term by its id."""

    default_error_messages = {"unknown_term": _("No term has this id. Look the ids up in /hsds/taxonomy_terms.")}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Taxonomy and code of the term."""
        value: UUID = super().run_validation(data)
        found: tuple[Taxonomy, str] | None = Terms.read().by_id.get(value)
        if found is None:
            self.fail("unknown_term")
        return found


class TaxonomyField(serializers.UUIDField):
    """A taxonomy by its id."""

    default_error_messages = {"unknown_taxonomy": _("No taxonomy has this id. Look the ids up in /hsds/taxonomies.")}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The taxonomy, with None for the term."""
        found = TAXONOMY_BY_ID.get(super().run_validation(data))
        if found is None:
            self.fail("unknown_taxonomy")
        return found, None


class PageQuery(Query):
    """The query of a list of HSDS."""

    format = format_field("json")
    page = serializers.IntegerField(min_value=1, max_value=FURTHEST_PAGE, default=1, help_text="From 1 on.")
    per_page = serializers.IntegerField(
        source="page_size",
        min_value=1,
        max_value=LONGEST_PAGE,
        default=100,
        help_text=f"Records a page, at most {LONGEST_PAGE}.",
    )
    search = serializers.CharField(max_length=100, required=False, help_text="Part of the name.")


class TermQuery(PageQuery):
    """The query of taxonomy terms."""

    taxonomy_id = TaxonomyField(source="taxonomy", required=False, help_text="Id of a taxonomy.")


class NestedQuery(PageQuery):
    """The query of a list whose records have much that belongs to them."""

    full = serializers.BooleanField(default=False, help_text="true: with all that belongs to each record.")
    area = AreaField(help_text="CBS code: what lies in that area. Not in the standard.")


class OfferQuery(NestedQuery):
    """The query of services and of services at locations."""

    organization_id = serializers.UUIDField(required=False, help_text="Of the organisation that runs it.")
    taxonomy_term_id = TermField(
        source="term", required=False, help_text="Id of a term: a venue type, an audience, a way of easy access."
    )
    taxonomy_id = TaxonomyField(source="taxonomy", required=False, help_text="Id of a taxonomy: any of its terms.")
    modified_after = MomentField(required=False, help_text="Changed at or after this moment (ISO 8601).")


class ServiceQuery(OfferQuery):
    """The query of services."""

    minimal = serializers.BooleanField(default=False, help_text="true: only id and modified_date.")


class BodyQuery(NestedQuery):
    """The query of organisations: shorter pages, since one may have hundreds of services."""

    per_page = serializers.IntegerField(
        source="page_size",
        min_value=1,
        max_value=MOST_BODIES,
        default=MOST_BODIES,
        help_text=f"Records a page, at most {MOST_BODIES}.",
    )
    full_service = serializers.BooleanField(default=False, help_text="true: whole services, where services are given.")


class OneBodyQuery(Query):
    """The query of one organisation."""

    full_service = serializers.BooleanField(default=False, help_text="true: whole services instead of their names.")
