"""A small scored town, and a client that holds every answer against the published document."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator

from tests import factories
from tests.factories import (
    ActivityFactory,
    AreaFactory,
    ExplanationFactory,
    OfferScoreFactory,
    RunFactory,
    ScoreFactory,
    VenueFactory,
    spot,
)
from venues.api.document import Generator, HsdsGenerator, openapi_document
from venues.models import Activity, Area, Run, Score, Venue

OWN, HSDS = (json.loads(openapi_document(generator)) for generator in (Generator, HsdsGenerator))
DOCUMENT = OWN | {
    "paths": OWN["paths"] | HSDS["paths"],
    "components": {part: OWN["components"][part] | HSDS["components"][part] for part in OWN["components"]},
}
"""Both documents together."""
Get = Callable[..., HttpResponse]


@pytest.fixture
def get(client: Client) -> Get:
    """GET an address below /api/v1 and hold status, headers and body against the document."""

    def _get(address: str, status: int = 200, **headers: str) -> HttpResponse:
        url = address if address.startswith("/api/") else f"/api/v1{address}"
        response = client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        if response.streaming:
            sent = b"".join(response.streaming_content)  # type: ignore[attr-defined]
            response = HttpResponse(sent, status=response.status_code, headers=dict(response.headers))
        assert response.status_code == status, response.content[:500]
        assert response.headers["API-Version"] == DOCUMENT["info"]["version"]
        hold_against_document(url, response)
        return response

    return _get


def hold_against_document(url: str, response: HttpResponse, method: str = "get") -> None:
    """Fail where an answer is not as the document says."""
    path = url.partition("?")[0].removeprefix("/api/v1")
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    for template, item in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            described = item[method]["responses"][str(response.status_code)]
            break
    else:
        described = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for name, header in described.get("headers", {}).items():
        assert name in response.headers or not header.get("required"), name
    if response.status_code == 304:
        assert not response.content
        return
    schema = described["content"][media_type]["schema"]
    if media_type.endswith("json"):
        Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(json.loads(response.content))


@dataclass(frozen=True)
class Town:
    """Four neighbourhoods in a row, two venues, an activity in the park, and a stored run."""

    run: Run
    areas: list[Area]
    venue_ids: list[str]
    activity_id: str


@pytest.fixture
def town() -> Town:
    """The scored town. For youth the third area is suppressed and the fourth unknown; nobody of them is a newcomer."""
    return make_town()


def make_town(code: str = "GM9990") -> Town:
    """A scored town of its own code."""
    method = factories.default_method()
    municipality = factories.MunicipalityFactory(code=code, name=f"Testdorp {code}")
    edition = factories.EditionFactory(municipality=municipality)
    run = RunFactory(edition=edition, method=method, kind=Run.Kind.LIVE, as_of=date(2026, 6, 1))
    areas = [AreaFactory(edition=edition, column=column) for column in range(4)]
    library = VenueFactory(municipality=municipality, name="Bibliotheek", location=spot(0))
    centre = VenueFactory(
        municipality=municipality,
        name="Buurthuis",
        venue_type=factories.venue_type("community-centre"),
        location=spot(2),
    )
    runners = ActivityFactory(municipality=municipality, name="Hardloopgroep", location=spot(1))
    _record(library, centre, runners)
    for venue, activity in ((library, None), (centre, None), (None, runners)):
        OfferScoreFactory(run=run, venue=venue, activity=activity, is_known=venue == library)
    offers = [(library.pk, None), (centre.pk, None), (None, runners.pk)]
    statuses = {2: Score.Status.SUPPRESSED, 3: Score.Status.UNKNOWN}
    for place, area in enumerate([*areas, areas[0].parent, areas[0].parent.parent]):
        _score(run, area, "youth", statuses.get(place, Score.Status.OK), [0.1 + place / 3, 1 / 7, 2 / 11], offers)
        _score(run, area, "newcomers", Score.Status.NO_NEED, [], offers)
        _score(run, area, None, Score.Status.OK, [0.3, 0.2, 0.1], offers)
    return Town(run, areas, [str(library.pk), str(centre.pk)], str(runners.pk))


def _record(library: Venue, centre: Venue, runners: Activity) -> None:
    """Who runs it, who hosts, who pays, and what was closed for a while."""
    foundation = factories.OrganisationFactory(municipality=library.municipality, name="Stichting Samen")
    Venue.objects.filter(pk=centre.pk).update(organisation=foundation)
    factories.StaffingFactory(venue=library, hours_per_week=24, role="gastheer")
    factories.StaffingFactory(activity=runners, hours_per_week=2, kind="volunteer", starts_on=date(2026, 1, 1))
    factories.FundingFactory(venue=library, amount_eur=40_000)
    factories.FundingFactory(organisation=foundation, amount_eur=5_000, is_public=False)
    factories.ClosureFactory(venue=centre, starts_on=date(2020, 1, 1), reopens_on=date(2020, 3, 1), reason="renovation")


def _score(run: Run, area: Area, group: str | None, status: str, parts: list[float], offers: list[Any]) -> None:
    group_row = factories.group(group) if group else None
    if status != Score.Status.OK:
        # A row that was stored with too much in it must not leak through the door either.
        few = {"persons": 7.0, "need_hours": 14.0} if status == Score.Status.SUPPRESSED else {}
        nothing = {"persons": None, "need_hours": None, "coverage": None}
        ScoreFactory(run=run, area=area, group=group_row, status=status, **{**nothing, **few})
        return
    score = ScoreFactory(run=run, area=area, group=group_row, coverage=sum(parts), known_share=0.5, need_met=0.4)
    venues, activities = zip(*offers, strict=True)
    ExplanationFactory(score=score, venues=list(venues), activities=list(activities), coverage=parts)


@pytest.fixture
def register(town: Any) -> Any:
    """The `town` of a module that takes that of tests.venues.conftest: people, places and a method."""
    factories.default_method()
    return town
