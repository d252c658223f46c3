"""Every address that the site answers by, for every role: each tried for real, and none left out of docs/rights.md."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.api.conftest import DOCUMENT
from tests.factories import UserFactory
from tests.infra_map.addresses import EVERYBODY, ROLES, Row, address_of, every_address, rights_of_addresses, table
from tests.infra_map.targets import OTHER_NAME, Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture
from venues.models import Suggestion, Venue

pytestmark = pytest.mark.django_db
ADMINISTRATION = "/admin/"
WITHOUT_TOKEN = {"digest-stop"}
"""Mail programs send it, without a cookie; its link is signed and can do nothing else."""
TABLE = re.compile(r"/admin/(?!password)\w+/\w+/((1/)?(add|change|delete|history|password)/)?$")
NOT_THIS_WAY = {"405"}
"""Of a method that the table does not name: nobody gets anything by it."""


@pytest.fixture
def targets(town: Register) -> Targets:  # noqa: F811
    cache.clear()
    return Targets(town)


class Person:
    """Somebody with a browser; what each try changes is undone, so that the next finds everything as it was."""

    def __init__(self, user: Any = None, **options: Any) -> None:
        self.options, self.cookies = options, {}
        if user:
            client = Client()
            client.force_login(user)
            self.cookies = {name: each.value for name, each in client.cookies.items()}

    def ask(self, method: str, address: str, data: Any = None, *, suggests: bool = False) -> str:
        """What the person gets: a status, or `sign in`, or for a form that is taken as a suggestion `suggests`."""
        client = Client(**self.options)
        client.cookies.load(self.cookies)
        before, kept = transaction.savepoint(), names_kept() if suggests else None
        form = {"content_type": "application/json"} if method == "POST" and address.startswith("/api/") else {}
        answer = getattr(client, method.lower())(address, data, **form)
        said = said_by(answer)
        if suggests and said == "302" and names_kept() == kept:
            said = "suggests" if Suggestion.objects.filter(proposed__name=OTHER_NAME).exists() else "nothing"
        transaction.savepoint_rollback(before)
        cache.clear()
        return said


def names_kept() -> set[str]:
    return set(Venue.objects.values_list("name", flat=True))


def said_by(answer: Any) -> str:
    if answer.status_code != 302:
        return str(answer.status_code)
    assert answer["Location"].startswith("/"), f"it leads elsewhere: {answer['Location']}"
    return "sign in" if re.match(r"(/en)?/(account|admin)/login/(\?next=|$)", answer["Location"]) else "302"


def tries(targets: Targets, rows: list[Row]) -> Iterator[tuple[Row, str, str, Any]]:
    """Each row of the table with its address, and each method that it does not name: row, method, address, data."""
    named = {(row.name, row.method) for row in rows}
    for row in rows:
        address = address_of(row, targets.arguments(row.name, row.whose))
        for method in dict.fromkeys(("GET", "POST", row.method)):
            if method != row.method and (row.name, method) in named:
                continue
            yield (
                row,
                method,
                address,
                targets.query(row.name) if method != "POST" else targets.body(row.name, row.whose),
            )


def test_no_address_is_missing_in_the_table_of_rights_and_none_is_there_that_the_site_has_not():
    known = {(each.key, each.route) for each in every_address() if not each.route.startswith(ADMINISTRATION)}
    declared = {(row.name, row.route) for row in rights_of_addresses()}
    assert known - declared == set(), "not in docs/rights.md: say there who may use it, and in targets.py with what"
    assert declared - known == set(), "in docs/rights.md, but the site has no such address"


def test_every_operation_of_the_api_is_in_the_table_and_the_other_way_round():
    operations = {
        (method.upper(), f"/api/v1{path}")
        for path, item in DOCUMENT["paths"].items()
        for method in item
        if method in {"get", "post", "put", "patch", "delete"}
    }
    declared = {
        (row.method, row.route.replace("<str:", "{").replace(">", "}"))
        for row in rights_of_addresses()
        if row.name.startswith("api:") and row.name not in {"api:openapi", "api:hsds-openapi", "api:docs"}
    }
    assert operations == declared


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_table_says(targets: Targets, who: str):
    person = Person(targets.town.people.get(who))
    rows = rights_of_addresses()
    wrong = []
    for row, method, address, data in tries(targets, rows):
        got = person.ask(method, address, data() if callable(data) else data, suggests=row.name == "place-edit")
        if method == row.method:
            if got != row.expected[who]:
                wrong.append(f"{method} {row.name} ({row.whose}): {got}, and the table says {row.expected[who]}")
        elif got not in NOT_THIS_WAY | ({"sign in"} if who == "anonymous" else set()):
            wrong.append(f"{method} {row.name} ({row.whose}): {got}, and the table does not name {method}")
    assert wrong == []


def test_nothing_can_be_written_by_the_api_without_a_token(targets: Targets):
    people = [Person(), Person(targets.town.people["superuser"])]
    rows = [row for row in rights_of_addresses() if row.name.startswith(("api:", "ogc:"))]
    named = {(row.name, row.method): row.expected["superuser"] for row in rows}
    for row in rows:
        address = address_of(row, targets.arguments(row.name, row.whose))
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            wanted = named.get((row.name, method), "405")
            # A question by POST stores nothing, and is open to all.
            if row.name != "api:what-if" or wanted == "405":
                assert wanted in {"401", "405"}, f"{method} {row.name}"
                assert {person.ask(method, address) for person in people} == {wanted}, f"{method} {row.name}"


def test_no_address_takes_a_form_without_its_token(targets: Targets):
    superuser = Person(targets.town.people["superuser"], enforce_csrf_checks=True)
    stranger = Person(enforce_csrf_checks=True)
    taken = []
    for row, method, address, data in tries(targets, rights_of_addresses()):
        if method == "POST" and not row.route.startswith(("/api/", "/ogc")) and row.name not in WITHOUT_TOKEN:
            got = {person.ask(method, address, data()) for person in (superuser, stranger)}
            if got != {"403"}:
                taken.append((row.name, row.whose, got))
    assert taken == []


def administration(venue: Venue) -> Iterator[str]:
    """Every address of the administration, of the first object of each table."""
    kind = ContentType.objects.get_for_model(Venue).pk
    for each in every_address():
        if each.route.startswith(ADMINISTRATION):
            given = re.sub(r"\^?\(\?P<app_label>[^)]*\)/\$", "venues/", each.route.replace("(?P<url>.*)$", "nothing"))
            yield re.sub(
                r"<[^>]*>", "1", given.replace("<path:content_type_id>/<path:object_id>", f"{kind}/{venue.pk}")
            )


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_administration_is_for_staff_alone(targets: Targets, who: str):
    everything, login = table("The administration")
    person = Person(targets.town.people.get(who))
    tried = set(administration(targets.town.venue)) - {"/admin/login/", "/admin/logout/"}
    assert len(tried) > 300
    assert person.ask("GET", "/admin/login/") == login[who]
    wrong = [
        (method, address, got)
        for address in sorted(tried)
        for method in ("GET", "POST")
        if (got := person.ask(method, address)) != everything[who]
    ]
    assert wrong == []


@pytest.mark.parametrize("who", [who for who in ROLES if who != "superuser"])
def test_a_role_opens_no_table_of_the_administration_to_staff(targets: Targets, who: str):
    user = targets.town.people[who]
    user.is_staff = True
    user.save()
    person = Person(user)
    tables = [each for each in administration(targets.town.venue) if TABLE.match(each)]
    assert len(tables) > 200
    got = {(method, each): person.ask(method, each) for each in tables for method in ("GET", "POST")}
    # A history of what is not there leads back to the first page; all else is refused before it is looked up.
    wrong = {key: said for key, said in got.items() if said != "403" and (said, key[1][-9:]) != ("302", "/history/")}
    assert wrong == {}


def test_staff_see_the_tables_that_they_have_the_permission_for_and_no_others(targets: Targets):
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_venue"))
    person = Person(clerk)
    shown = {
        address
        for address in administration(targets.town.venue)
        if re.match(r"/admin/(?!password)\w+/\w+/", address) and person.ask("GET", address) == "200"
    }
    assert shown == {"/admin/venues/venue/"}
    venue = f"/admin/venues/venue/{targets.town.venue.pk}/"
    assert [person.ask(method, f"{venue}change/") for method in ("GET", "POST")] == ["200", "403"]
    assert [person.ask("POST", f"{venue}delete/"), person.ask("GET", "/admin/venues/venue/add/")] == ["403", "403"]
