"""No field that holds text is forgotten when hostile texts are tried."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests.browser.hostile_texts import text_fields, write_everywhere, written_by_people
from tests.infra_map.targets import Targets
from tests.venues.conftest import town  # noqa: F401  # a fixture

APPS = ("venues", "account", "mfa", "socialaccount")
WRITTEN_BY_HAND = """
    mfa.Authenticator.data venues.Municipality.attribution venues.RefusedRow.cells venues.RefusedRow.problems
    venues.Suggestion.proposed venues.Suggestion.seen venues.Upload.header venues.Upload.notes
"""
"""Texts inside lists and objects: hostile_texts.py and test_hostile_passkeys.py write them."""
NOBODYS_TEXT = """
    venues.Municipality.code venues.Area.code venues.DemandGroup.code venues.Sector.code venues.VenueType.code
    venues.VenueType.osm_tags venues.Venue.low_threshold venues.GroupRule.reach_m venues.GroupRule.reach_weights
    venues.TypeDefault.suitability venues.Run.fingerprint venues.Run.counts venues.Run.sturdiness
    venues.Explanation.venues venues.Explanation.activities venues.Explanation.coverage venues.OfferScore.visitors
    venues.OfferScore.sectors venues.OfferScore.sector_shares venues.OfferScore.risks
    venues.RegisterChange.municipality_code venues.History.fingerprint venues.HistorySeries.need_hours
    venues.HistorySeries.coverage venues.HistorySeries.coverage_low venues.HistorySeries.coverage_high
    venues.HistorySeries.known_share venues.ImportRun.loader venues.ImportRun.sha256 venues.Membership.area_code
    venues.Invitation.area_code venues.User.password venues.User.digest_language venues.Validation.figures
    venues.Street.street_class venues.Walk.fingerprint venues.Walk.points venues.Walk.walk_m venues.Walk.is_estimated
    account.EmailConfirmation.key venues.Upload.mapping venues.ColumnMapping.columns venues.Token.scopes
    venues.Token.digest venues.Token.prefix
"""
"""Codes, digests and what the site itself writes."""
CHECKED_WHEN_WRITTEN = "venues.User.email venues.Invitation.email account.EmailAddress.email"
"""An address takes no sign that begins a tag; what is typed there is tried in the forms."""
NOT_SHOWN_TO_PEOPLE = "venues.ImportRun.refusals venues.ImportRun.notes"
"""Only in the administration, which shows them as it does the others."""
OF_SINGLE_SIGN_ON = "socialaccount.SocialApp socialaccount.SocialAccount socialaccount.SocialToken"
"""Kept in the settings, or as the provider signed it."""


def not_written_by_itself() -> Iterator[str]:
    kinds = (models.CharField, models.TextField, models.JSONField, ArrayField)
    for model in apps.get_models():
        if model._meta.app_label in APPS and not model.__name__.endswith("Event"):
            written = text_fields(model) if model._meta.app_label == "venues" else []
            for field in model._meta.concrete_fields:
                if isinstance(field, kinds) and not field.choices and not field.is_relation and field not in written:
                    yield f"{model._meta.label}.{field.name}"


def test_every_text_is_tried_or_named_here_with_the_reason():
    named = {
        *WRITTEN_BY_HAND.split(),
        *NOBODYS_TEXT.split(),
        *CHECKED_WHEN_WRITTEN.split(),
        *NOT_SHOWN_TO_PEOPLE.split(),
    }
    found = {name for name in not_written_by_itself() if name.rsplit(".", 1)[0] not in OF_SINGLE_SIGN_ON.split()}
    assert found - named == set(), "say above why it needs no try, or write it in hostile_texts.py"
    assert named - found == set(), "named above, but there is no such field"


@pytest.mark.django_db
def test_every_table_with_texts_has_a_row_when_they_are_tried(town):  # noqa: F811
    write_everywhere(Targets(town))
    empty = {model.__name__ for model in written_by_people() if not model._default_manager.exists()}
    assert empty == set()
