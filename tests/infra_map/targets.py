"""What the addresses are tried on: of the own organisation, and of another one, with a form that would be taken."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories import (
    ActivityFactory,
    AreaFactory,
    ClosureFactory,
    EditionFactory,
    EstimateFactory,
    FundingFactory,
    PointFactory,
    RunFactory,
    ScoreFactory,
    StaffingFactory,
    UserFactory,
    VenueFactory,
    default_method,
    spot,
)
from tests.venues.conftest import Register
from tests.venues.forms import filled
from tests.venues.importing.dirty_files import HEADER, as_csv, rows_of
from tests.venues.importing.sources import box, feature
from venues.importing.uploads.steps import receive
from venues.models import History, Invitation, Membership, Suggestion
from venues.pages.entry.sealed import seal
from venues.register.digests import stop_token
from venues.register.invitations import token_of
from venues.register.record import read
from venues.register.timeline import timeline
from venues.register.tokens import issue
from venues.register.vocabulary import Taxonomy, derived_id

RD_NAMED = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
OTHER_NAME = "Een andere naam"
PASSWORD = "quite another long password"
Body = Callable[[], dict[str, Any]]


class Targets:
    """Ready arguments and bodies for every address, by its name and whose target it has: own, other or none (–)."""

    def __init__(self, town: Register) -> None:
        default_method()
        self.town = town
        for user in town.people.values():
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        self.places = {"own": town.venue, "other": town.others_venue}
        self.bodies = {"own": town.organisation, "other": town.other}
        self.owners = self.bodies | {"municipality": town.municipality}
        ScoreFactory(run=RunFactory(edition=town.area.edition, kind="live"), area=town.area)
        self._store_months()
        self.facts = {
            "api:closure": ClosureFactory(activity=town.activity, starts_on="2020-01-01", reopens_on="2020-02-01"),
            "api:one-staffing": StaffingFactory(venue=town.venue),
            "api:one-funding": FundingFactory(venue=town.venue),
        }
        self.ownerless = VenueFactory(municipality=town.municipality, location=spot(1, 0), name="Stichting 77")
        inactive = EditionFactory(municipality=town.municipality, year=2031, is_active=False)
        AreaFactory(edition=inactive, code="BU99900001", column=0)
        self.activities = {
            "own": town.activity,
            "other": ActivityFactory(municipality=town.municipality, venue=town.others_venue, organisation=town.other),
        }
        self.token, _secret = issue(town.people["worker"], "script", ["read"], timezone.timedelta(days=30))
        boss, someone = town.people["administrator"], UserFactory()
        self.closures, self.suggestions, self.members, self.uploads, self.invitations = {}, {}, {}, {}, {}
        for whose, place in self.places.items():
            body = self.bodies[whose]
            self.closures[whose] = ClosureFactory(venue=place, starts_on="2020-01-01", reopens_on="2020-02-01")
            seen = read(place)
            self.suggestions[whose] = Suggestion.objects.create(
                venue=place, seen=seen, proposed=seen | {"name": "Een betere naam"}, made_by=someone
            )
            self.members[whose] = Membership.objects.create(user=someone, role="reader", organisation=body)
            self.uploads[whose] = receive(boss, body, "venues", as_csv([HEADER, *rows_of(2, 1)]), "lijst.csv")
            self.invitations[whose] = Invitation.objects.create(
                email=f"{whose}@example.org",
                role="worker",
                organisation=body,
                invited_by=boss,
                expires_at=timezone.now() + timezone.timedelta(days=1),
            )

    def _store_months(self) -> None:
        edition = self.town.area.edition
        history = History.objects.create(
            municipality=self.town.municipality,
            edition=edition,
            method=default_method(),
            first_on="2026-01-01",
            months=2,
        )
        figures = ("need_hours", "coverage", "coverage_low", "coverage_high", "known_share")
        history.series.create(area=self.town.area, **{name: [0.5, 0.6] for name in figures})

    def arguments(self, name: str, whose: str) -> dict[str, Any]:  # noqa: PLR0911, PLR0912
        """What an address is made with."""
        code = self.town.municipality.pk
        match name:
            case "venue" | "activity":
                kind = self.places if name == "venue" else self.activities
                return {f"{name}_id": kind[whose].pk}
            case "suggestion-decide":
                return {"suggestion_id": self.suggestions[whose].pk}
            case "invitation":
                return {"token": token_of(self.invitations["own"])}
            case "area" | "area-change" | "method-of" | "members-of-municipality":
                return {"code": self.town.area.code if name.startswith("area") else code}
            case "map-areas" | "map-classes":
                return {"municipality": code, "year": 2025, "level": "neighbourhood"}
            case "map-months":
                return {"municipality": code, "level": "neighbourhood", "group": "all"}
            case "tile":
                return {"layer": "streets", "z": 14, "x": 1, "y": 1}
            case "boundaries-of" | "boundaries-activate" | "boundaries-remove":
                return {"municipality": code, "year": 2031}
            case "quality-file":
                return {"municipality": code, "by": "types", "kind": "csv"}
            case "map-venues" | "quality" | "matches" | "boundaries" | "archive":
                return {"municipality": code}
            case "members-of-organisation":
                return {"organisation_id": self.bodies[whose].pk}
            case "member-role" | "member-remove":
                return {"membership_id": self.members[whose].pk}
            case "invitation-withdraw":
                return {"invitation_id": self.invitations[whose].pk}
            case "file" | "file-try" | "file-store":
                return {"upload_id": self.uploads[whose].pk}
            case "file-refused":
                return {"upload_id": self.uploads[whose].pk, "kind": "csv"}
            case "file-template":
                return {"table": "venues", "kind": "xlsx"}
            case "places-file" | "map-table" | "compare-table" | "country-table":
                return {"kind": "csv"}
            case "place-closure":
                return {"place": self.places[whose], "closure_id": self.closures[whose].pk}
            case "api:area":
                return {"code": self.town.area.code}
            case "api:hsds-taxonomy":
                return {"id": derived_id("taxonomy", Taxonomy.AUDIENCE)}
            case "api:hsds-taxonomy-term":
                return {"id": derived_id("term", Taxonomy.AUDIENCE, "youth")}
            case "api:hsds-organization":
                return {"id": self.town.organisation.pk}
            case "api:venue" | "api:hsds-service" | "api:hsds-service-at-location":
                return {"id": self.town.venue.pk}
            case "api:import" | "api:import-commit" | "api:import-refused":
                return {"id": self.uploads["own"].pk}
            case "api:activity":
                return {"id": self.town.activity.pk}
            case "api:closure" | "api:one-staffing" | "api:one-funding":
                return {"id": self.facts[name].pk}
            case "api:contributions":
                return {"area": self.town.area.code, "group": "youth"}
            case "ogc:collection" | "ogc:schema":
                return {"collectionId": "areas"}
            case "ogc:one-of-areas":
                return {"featureId": self.town.area.code}
            case "ogc:one-of-venues":
                return {"featureId": self.town.venue.pk}
            case "ogc:one-of-coverage":
                return {"featureId": f"{self.town.area.code}-youth"}
            case "/api/<path:address>" | "/ogc/<path:address>":
                return {"address": "v1/users"}
            case "token-revoke":
                return {"token_id": self.token.pk}
            case "digest-stop":
                return {"token": stop_token(self.town.people["worker"])}
            case "account_confirm_email":
                return {"key": "x"}
            case "account_reset_password_from_key":
                return {"uidb36": "1", "key": "abc-def"}
            case "mfa_remove_webauthn" | "mfa_edit_webauthn":
                return {"pk": 1}
            case "openid_connect_login" | "openid_connect_callback":
                return {"provider_id": "sso"}
        return {"place": self.places[whose]} if name.startswith("place-") else {}

    def query(self, name: str) -> dict[str, str]:
        """What an address is asked with."""
        wanted = {
            "search": {"q": "img"},
            "compare-table": {"beside_group": "youth"},
            "entry-spots": {"municipality": self.town.municipality.pk, "sought": "straat"},
            "api:coverage": {"group": "youth", "area": self.town.area.code},
            "api:pressure": {"area": self.town.area.code},
        }
        return wanted.get(name, {})

    def body(self, name: str, whose: str) -> Body:
        """What would be taken from somebody with the right, made anew for each try."""
        sent = self._body(name, whose)
        return sent if callable(sent) else lambda: sent

    def _body(self, name: str, whose: str) -> Any:  # noqa: PLR0911, PLR0912
        place = self.places.get(whose)
        match name:
            case "venue-add" | "activity-add":
                return self._new_place(name, whose)
            case "place-edit":
                return self._form(f"/en/venues/{place.pk}/edit", name=OTHER_NAME)
            case "place-merge":
                record = read(place)
                kept = {"current": record, "record": record | {"name": "Beter"}, "mine": {}, "suggestion": ""}
                return {"sealed": seal(f"merge {place.pk}", kept)}
            case "place-restore":
                return {"moment": timeline(type(place), place.pk)[0].at.isoformat()}
            case "place-closures":
                return {"extent": "whole", "starts_on": timezone.localdate().isoformat(), "reason": "unknown"}
            case "place-closure":
                return {"mistake": ""}
            case "suggestion-decide":
                return {"accept": ""}
            case "members-of-organisation" | "members-of-municipality":
                return {"email": "new@example.org", "role": "reader"}
            case "member-role":
                return {"role": "worker"}
            case "digest-switch":
                return {"wanted": "yes"}
            case "invitation":
                return {"new_password1": PASSWORD, "new_password2": PASSWORD}
            case "files":
                owner, data = str(self.owners[whose].pk), as_csv([HEADER, *rows_of(2, 1)])
                return lambda: {"owner": owner, "table": "venues", "file": SimpleUploadedFile("lijst.csv", data)}
            case "boundaries":
                areas = {"type": "FeatureCollection", "features": [feature("BU99900001", box(0, 0))], "crs": RD_NAMED}
                data = json.dumps(areas).encode()
                return lambda: {"year": 2032, "boundaries": SimpleUploadedFile("buurten.geojson", data)}
            case "boundaries-of":
                data = b"code;inwoners\nBU99900001;120\n"
                return lambda: {"reference_on": "2031-01-01", "figures": SimpleUploadedFile("cijfers.csv", data)}
            case "file-try":
                return {f"column-{column}": place for column, place in self.uploads[whose].mapping.items()}
            case "matches":
                return {"venue": str(self.ownerless.pk), "organisation": str(self.bodies["own"].pk)}
            case "api:what-if":
                return self._proposal
        return {}

    def _proposal(self) -> dict[str, Any]:
        """A closure, in a municipality where somebody lives."""
        PointFactory(area=self.town.area)
        EstimateFactory(area=self.town.area, group_id="residents", persons=100)
        return {"close": [{"venue": str(self.town.venue.pk)}]}

    def _new_place(self, name: str, whose: str) -> dict[str, Any]:
        """In the square of the own area, or in the next one."""
        where = spot(1 if whose == "other" else 0, 0)
        organisation = self.bodies[whose].name if whose in self.bodies else ""
        changes = {"coordinates": f"{where.x + 150:.0f} {where.y + 150:.0f}", "organisation": organisation}
        if name == "venue-add":
            changes["venue_type"] = "library"
        return self._form(f"/en/{'venues' if name == 'venue-add' else 'activities'}/new", name="Nieuw", **changes)

    def _form(self, address: str, **changes: Any) -> dict[str, Any]:
        """A whole form, as somebody who may do everything got it."""
        client = Client()
        client.force_login(self.town.people["superuser"])
        return filled(client.get(address), **changes)
