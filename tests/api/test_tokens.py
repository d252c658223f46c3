"""Who asks by a token: what it opens, what it never opens, and how a token that does not work is refused."""

import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from tests.api.conftest import DOCUMENT, hold_against_document
from tests.factories import FundingFactory, UserFactory
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Activity, Funding, Membership, Scope, Token, User
from venues.register.tokens import issue, revoke

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def bearer(user: User, *scopes: str) -> dict[str, str]:
    _token, secret = issue(user, f"script {Token.objects.count()}", scopes or Scope.values, MONTH)
    return {"Authorization": f"Bearer {secret}"}


def ask(address: str, headers: dict[str, str], status: int = 200):
    answer = Client().get(f"/api/v1{address}", headers=headers)
    assert answer.status_code == status, answer.content[:500]
    hold_against_document(f"/api/v1{address}", answer)
    return answer


def refusal(answer) -> dict:
    assert answer.headers["Content-Type"] == "application/problem+json"
    (fault,) = json.loads(answer.content)["errors"]
    return fault


@pytest.fixture
def money(town: Register) -> list[Funding]:  # noqa: F811
    """Amounts that are not public: of our place, its activity and our organisation, and the same of the other's."""
    theirs = Activity.objects.create(municipality=town.municipality, venue=town.others_venue, name="Van de ander")
    owners = [
        *({"venue": town.venue}, {"activity": town.activity}, {"organisation": town.organisation}),
        *({"venue": town.others_venue}, {"activity": theirs}, {"organisation": town.other}),
    ]
    return [FundingFactory(**owner, amount_eur=1000 + n, is_public=False) for n, owner in enumerate(owners)]


def amounts(headers: dict[str, str]) -> list[float | None]:
    return [row["amountEur"] for row in json.loads(ask("/funding", headers).content)["items"]]


OURS, THEIRS = [1000, 1001, 1002], [1003, 1004, 1005]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("nobody", []),
        ("reader", OURS),
        ("worker", OURS),
        # An organisation lies in no area.
        ("area-editor", OURS[:2]),
        ("editor", OURS + THEIRS),
        ("administrator", OURS + THEIRS),
        ("superuser", OURS + THEIRS),
    ],
)
def test_a_token_that_reads_shows_the_amounts_that_its_owner_may_see(town, money, who, seen):  # noqa: F811
    shown = amounts(bearer(town.people[who], "read"))
    assert [amount for amount in shown if amount is not None] == seen
    assert len(shown) == 6
    assert amounts(bearer(town.people[who], "write:venues")) == [None] * 6
    assert amounts({}) == [None] * 6


@pytest.mark.parametrize("address", ["/funding", "/funding?format=csv", "/funding?format=csv&pageSize=5"])
def test_what_one_person_sees_is_never_answered_to_another_from_a_cache(town, money, address):  # noqa: F811
    people = ({}, bearer(town.people["reader"], "read"), bearer(town.people["editor"], "read"))
    answers = [ask(address, headers) for headers in people]
    bodies = [answer.getvalue() for answer in answers]
    # Asked again in another order, from whatever was kept.
    assert [ask(address, headers).getvalue() for headers in reversed(people)] == bodies[::-1]
    assert [b"1000" in body for body in bodies] == [False, True, True]
    assert [b"1003" in body for body in bodies] == [False, False, True]
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert {"Authorization" in answer.headers["Vary"] for answer in answers} == {True}
    assert ["private" in answer.headers.get("Cache-Control", "") for answer in answers] == [False, True, True]
    for other in ({}, bearer(town.people["nobody"], "read")):
        ask(address, other | {"If-None-Match": answers[1].headers["ETag"]})


def test_the_end_of_a_role_ends_what_its_tokens_show_at_once(town, money):  # noqa: F811
    headers = bearer(town.people["reader"], "read")
    tag = ask("/funding", headers).headers["ETag"]
    ask("/funding", headers | {"If-None-Match": tag}, 304)
    Membership.objects.filter(user=town.people["reader"]).delete()
    assert set(amounts(headers | {"If-None-Match": tag})) == {None}


def test_seeing_amounts_costs_no_query_a_row(town, money, django_assert_max_num_queries):  # noqa: F811
    headers = bearer(town.people["reader"], "read")
    FundingFactory.create_batch(20, venue=town.venue, is_public=False)
    ask("/funding", headers)
    with django_assert_max_num_queries(16):
        ask("/funding", headers)


def broken(kind: str) -> tuple[str, str]:
    """A header that nobody may be let in by, and the code of its refusal."""
    user = UserFactory(is_superuser=True)
    header = bearer(user)["Authorization"]
    mine = Token.objects.filter(user=user)
    match kind:
        case "expired":
            mine.update(created_at=timezone.now() - MONTH, expires_at=timezone.now() - timedelta(seconds=1))
        case "revoked":
            revoke(mine.get())
        case "inactive":
            User.objects.filter(pk=user.pk).update(is_active=False)
        case "deleted":
            user.delete()
        case "cut":
            header = header[:-1]
        case "digest":
            header = f"Bearer {mine.get().digest}"
        case "prefix":
            header = f"Bearer {mine.get().prefix}"
        case "basic":
            header = "Basic dXNlcjpwYXNz"
        case "empty":
            header = "Bearer"
        case "two":
            header = f"{header}, {header}"
        case "strange":
            header = "Bearer ' OR 1=1 -- \u00e9"
    return header, {"deleted": "unknown_token", "basic": "no_bearer", "empty": "no_bearer"}.get(
        kind, kind if kind in {"expired", "revoked", "inactive"} else "unknown_token"
    )


@pytest.mark.parametrize(
    "kind",
    ["expired", "revoked", "inactive", "deleted", "cut", "digest", "prefix", "basic", "empty", "two", "strange"],
)
def test_a_token_that_does_not_work_is_refused_in_words_also_where_anybody_may_read(kind):
    header, code = broken(kind)
    answer = ask("/venue-types", {"Authorization": header}, 401)
    fault = refusal(answer)
    assert (fault["in"], fault["location"], fault["code"]) == ("header", "Authorization", code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")
    assert header.partition(" ")[2][:20] not in answer.content.decode() or kind == "empty"


def test_a_session_is_nobody_for_the_api(town, money, client):  # noqa: F811
    client.force_login(town.people["superuser"])
    rows = json.loads(client.get("/api/v1/funding").content)["items"]
    assert {row["amountEur"] for row in rows} == {None}


def test_only_a_digest_of_the_secret_is_stored_and_the_last_use_is_noted_to_the_minute(town):  # noqa: F811
    headers = bearer(town.people["reader"], "read")
    secret = headers["Authorization"].removeprefix("Bearer ")
    token = Token.objects.get()
    assert len(secret) > 50
    assert secret not in json.dumps(list(Token.objects.values()), default=str)
    assert (secret.startswith(token.prefix), token.last_used_at) == (True, None)
    ask("/venue-types", headers)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    ask("/venue-types", headers)
    token.refresh_from_db()
    assert token.last_used_at == first


@pytest.fixture
def rates(settings):
    """Sets how often one may ask, and forgets what was counted."""

    def use(**wanted: tuple[int, int]) -> None:
        for cache in caches.all():
            cache.clear()
        caches["process"].clear()
        settings.API_RATES = {"address": None, "token": None, "write": None} | wanted

    yield use
    caches["process"].clear()


def test_who_asks_too_often_from_one_address_is_told_when_to_come_back(rates):
    rates(address=(2, 3600))
    assert [Client().get("/api/v1/venue-types").status_code for _ in range(3)] == [200, 200, 429]
    answer = ask("/venue-types", {}, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 3600
    assert refusal(answer)["code"] == "throttled"
    # Guessed tokens count too, and another address goes on.
    assert Client().get("/api/v1/venue-types", headers={"Authorization": "Bearer x"}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get("/api/v1/venue-types").status_code == 200
    # Nobody gets a new address by saying so.
    assert Client().get("/api/v1/venue-types", headers={"X-Forwarded-For": "10.0.0.8"}).status_code == 429


def test_a_token_counts_for_itself_wherever_it_is_used(rates, town):  # noqa: F811
    rates(token=(2, 3600))
    one, other = bearer(town.people["reader"]), bearer(town.people["worker"])
    asked = [Client(REMOTE_ADDR=f"10.0.0.{n}").get("/api/v1/venue-types", headers=one).status_code for n in range(3)]
    assert asked == [200, 200, 429]
    assert Client().get("/api/v1/venue-types", headers=other).status_code == 200
    assert Client().get("/api/v1/venue-types").status_code == 200


def test_writing_is_counted_for_itself_and_over_all_processes(rates, town):  # noqa: F811
    rates(write=(1, 3600))
    headers = bearer(town.people["worker"]) | {"If-Match": "*"}
    address, body = f"/api/v1/venues/{town.venue.pk}", {"places": 3}
    first = Client().patch(address, body, content_type="application/json", headers=headers)
    # As another process: what one keeps in its memory is gone there.
    caches["process"].clear()
    second = Client().patch(address, body, content_type="application/json", headers=headers)
    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second.headers["Retry-After"]) >= 1
    assert Client().get(address, headers=headers).status_code == 200


def test_the_document_tells_how_to_say_who_asks():
    (scheme,) = DOCUMENT["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    paths = DOCUMENT["paths"]
    assert paths["/venues"]["get"]["security"] == [{"token": []}, {}]
    for operation in (paths["/venues"]["post"], paths["/closures/{id}"]["patch"], paths["/imports/{id}"]["get"]):
        assert operation["security"] == [{"token": []}]


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_page_of_another_site_may_write_with_a_token_and_never_with_a_cookie(client, method):
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,if-match",
    }
    preflight = client.options("/api/v1/venues", headers=asked)
    assert method in preflight.headers["Access-Control-Allow-Methods"]
    assert {"authorization", "content-type", "if-match"} <= set(
        preflight.headers["Access-Control-Allow-Headers"].replace(" ", "").split(",")
    )
    assert "Access-Control-Allow-Credentials" not in preflight.headers
