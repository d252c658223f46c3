"""Invitations and members: who may invite whom, and a link that works once for one person."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import AreaFactory, MunicipalityFactory, OrganisationFactory, UserFactory
from venues.models import Invitation, Membership, Organisation, Role, User
from venues.register.invitations import Unusable, accept, token_of

PASSWORD = "a long password for tests"
NEW = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture(autouse=True)
def _limits_start_afresh(db):
    cache.clear()


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory(name="Stichting Buurthuis")


@pytest.fixture
def administrator(organisation, client) -> User:
    user = UserFactory(email="boss@example.org")
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR, municipality=organisation.municipality)
    client.force_login(user)
    return user


def members_page(body) -> str:
    kind = "organisations" if isinstance(body, Organisation) else "municipalities"
    return f"/en/members/{kind}/{body.pk}"


def invite(client, body, email="worker@example.org", role="worker", **more):
    return client.post(members_page(body), {"email": email, "role": role, **more}, follow=True)


def link() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def invited(client, administrator, organisation) -> str:
    invite(client, organisation)
    return link()


def test_fifty_invitations_a_day_are_enough(client, administrator, organisation):
    for number in range(50):
        ends = timezone.now() + timedelta(days=14)
        email = f"worker{number}@example.org"
        Invitation.objects.create(
            email=email, role="worker", organisation=organisation, invited_by=administrator, expires_at=ends
        )
    # To withdraw one makes no room for another mail.
    Invitation.objects.filter(email="worker0@example.org").update(withdrawn_at=timezone.now())
    page = invite(client, organisation).content.decode()
    assert "You sent 50 invitations in the last 24 hours. Send the next ones tomorrow." in page
    assert mail.outbox == []
    Invitation.objects.filter(email="worker1@example.org").update(created_at=timezone.now() - timedelta(hours=25))
    assert "mailed to worker@example.org" in invite(client, organisation).content.decode()


def test_an_invited_worker_makes_an_account_and_has_the_role(invited, organisation, administrator):
    stranger = Client()
    assert "Stichting Buurthuis" in stranger.get(invited).content.decode()
    assert stranger.post(invited, NEW)["Location"] == "/en/account"
    membership = Membership.objects.get(user__email="worker@example.org")
    assert (membership.role, membership.organisation) == (Role.WORKER, organisation)
    assert "Stichting Buurthuis" in stranger.get("/en/account").content.decode()
    # The address is proved by the mail: the next time the password is enough.
    again = Client().post("/en/account/login/", {"login": "worker@example.org", "password": PASSWORD})
    assert again["Location"] == "/en/account"


def test_the_mail_speaks_the_language_of_the_site(invited):
    assert mail.outbox[0].subject == "Uitnodiging voor Stichting Buurthuis"
    assert mail.outbox[0].to == ["worker@example.org"]


def test_a_link_works_once(invited):
    Client().post(invited, NEW)
    for answer in (Client().get(invited), Client().post(invited, NEW)):
        assert answer.status_code == 410
        assert "used already" in answer.content.decode()
    assert Membership.objects.filter(role=Role.WORKER).count() == 1


def test_a_link_ends_after_fourteen_days(invited):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(invited, NEW).status_code == 410
    assert not User.objects.filter(email="worker@example.org").exists()


def test_an_ended_invitation_makes_way_for_a_new_one(invited, client, organisation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    invite(client, organisation)
    assert len(mail.outbox) == 2
    assert Client().post(link(), NEW).status_code == 302
    assert Client().post(invited, NEW).status_code == 410


def test_a_withdrawn_invitation_is_worth_nothing(invited, client):
    client.post(f"/en/invitations/{Invitation.objects.get().pk}/withdraw")
    answer = Client().post(invited, NEW)
    assert (answer.status_code, "withdrawn" in answer.content.decode()) == (410, True)


def test_a_changed_link_is_worth_nothing(invited):
    assert Client().post(invited[:-2] + "xx", NEW).status_code == 410
    assert Client().post(invited.replace("/invitations/", "/invitations/0"), NEW).status_code == 410


def test_somebody_else_cannot_use_the_link(invited):
    other = Client()
    other.force_login(UserFactory(email="other@example.org"))
    assert "is for another address" in other.get(invited).content.decode()
    assert other.post(invited).status_code == 410
    assert not Membership.objects.filter(role=Role.WORKER).exists()


def test_somebody_with_an_account_joins_with_it(invited, organisation):
    user = UserFactory(email="Worker@example.org")
    stranger = Client()
    assert "Sign in to accept" in stranger.get(invited).content.decode()
    # Knowing the link is not enough to set a password for an account that exists.
    assert stranger.post(invited, NEW).status_code == 410
    stranger.force_login(user)
    assert stranger.post(invited).status_code == 302
    assert user.memberships.get().organisation == organisation


def test_an_invitation_of_who_lost_the_right_is_worth_nothing(invited, administrator):
    administrator.memberships.all().delete()
    assert Client().post(invited, NEW).status_code == 410


def test_a_password_that_is_too_easy_is_refused_in_words(invited):
    answer = Client().post(invited, {"new_password1": "worker", "new_password2": "worker"})
    assert "at least 12 characters" in answer.content.decode()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("role", [None, Role.READER, Role.EDITOR])
def test_only_an_administrator_sees_and_changes_members(client, organisation, role):
    user = UserFactory()
    if role:
        Membership.objects.create(user=user, role=role, municipality=organisation.municipality)
    member = Membership.objects.create(user=UserFactory(), role=Role.WORKER, organisation=organisation)
    waiting = Invitation.objects.create(
        email="x@example.org", role=Role.WORKER, organisation=organisation, expires_at=timezone.now() + timedelta(1)
    )
    client.force_login(user)
    for body in (organisation, organisation.municipality):
        assert client.get(members_page(body)).status_code == 403
        assert invite(client, body, role="reader").status_code == 403
    assert client.post(f"/en/members/{member.pk}/role", {"role": "reader"}).status_code == 403
    assert client.post(f"/en/members/{member.pk}/remove").status_code == 403
    assert client.post(f"/en/invitations/{waiting.pk}/withdraw").status_code == 403
    member.refresh_from_db()
    waiting.refresh_from_db()
    assert (member.role, waiting.withdrawn_at, mail.outbox) == (Role.WORKER, None, [])


def test_an_administrator_of_another_municipality_learns_and_changes_nothing(client, organisation):
    other = UserFactory()
    Membership.objects.create(user=other, role=Role.ADMINISTRATOR, municipality=MunicipalityFactory(code="GM9991"))
    member = Membership.objects.create(user=UserFactory(), role=Role.WORKER, organisation=organisation)
    client.force_login(other)
    assert client.get(members_page(organisation)).status_code == 403
    assert client.post(f"/en/members/{member.pk}/remove").status_code == 403


def test_without_an_account_the_members_ask_to_sign_in(organisation):
    assert Client().get(members_page(organisation))["Location"].startswith("/en/account/login/")


def test_an_editor_is_given_one_area_and_then_the_whole(client, administrator, organisation):
    area = AreaFactory(edition__municipality=organisation.municipality)
    town = organisation.municipality
    invite(client, town, role="editor", area_code=area.code)
    Client().post(link(), NEW)
    membership = Membership.objects.get(user__email="worker@example.org")
    assert membership.area_code == area.code
    client.post(f"/en/members/{membership.pk}/role", {"role": "editor", "area_code": ""})
    membership.refresh_from_db()
    assert membership.area_code == ""
    client.post(f"/en/members/{membership.pk}/role", {"role": "reader", "area_code": area.code})
    membership.refresh_from_db()
    assert (membership.role, membership.area_code) == (Role.READER, "")


@pytest.mark.parametrize(("role", "area_code"), [("administrator", ""), ("worker", "BU0000"), ("owner", "")])
def test_a_role_that_does_not_exist_here_is_refused(client, administrator, organisation, role, area_code):
    body = organisation if role != "worker" else organisation.municipality
    invite(client, body, role=role, area_code=area_code)
    assert not Invitation.objects.exists()


def test_who_is_member_or_invited_already_is_not_invited_again(client, administrator, organisation, invited):
    assert "invited already" in invite(client, organisation, email="WORKER@example.org").content.decode()
    Client().post(invited, NEW)
    assert "a member already" in invite(client, organisation).content.decode()
    assert len(mail.outbox) == 1


def test_the_last_administrator_stays(client, administrator, organisation):
    own = administrator.memberships.get()
    page = client.post(f"/en/members/{own.pk}/remove", follow=True)
    assert "last administrator" in page.content.decode()
    client.post(f"/en/members/{own.pk}/role", {"role": "reader"})
    own.refresh_from_db()
    assert own.role == Role.ADMINISTRATOR


def test_a_mail_that_cannot_leave_leaves_no_invitation(client, administrator, organisation, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "could not be sent" in invite(client, organisation).content.decode()
    assert not Invitation.objects.exists()


def test_removing_a_member_ends_the_role_and_keeps_the_account(client, administrator, organisation):
    member = Membership.objects.create(user=UserFactory(), role=Role.WORKER, organisation=organisation)
    client.post(f"/en/members/{member.pk}/remove")
    assert not Membership.objects.filter(pk=member.pk).exists()
    assert User.objects.filter(pk=member.user_id).exists()


def test_a_name_with_a_line_break_cannot_add_a_header_to_the_mail(client, administrator, organisation):
    Organisation.objects.update(name="Huis\nBcc: all@example.org")
    organisation.refresh_from_db()
    invite(client, organisation)
    assert mail.outbox[0].subject == "Uitnodiging voor Huis Bcc: all@example.org"
    assert mail.outbox[0].recipients() == ["worker@example.org"]


def test_the_own_account_lists_what_somebody_leads(client, administrator, organisation):
    page = client.get("/en/account").content.decode()
    assert members_page(organisation) in page
    assert members_page(organisation.municipality) in page


def test_an_organisation_among_many_is_found_by_its_name(client, administrator, organisation):
    for _ in range(25):
        OrganisationFactory(name="Andere", municipality=organisation.municipality)
    everything = client.get("/en/account").content.decode()
    assert everything.count("Andere</a>") == 20
    assert "6 more" in everything
    found = client.get("/en/account?q=buurthuis").content.decode()
    assert "Stichting Buurthuis" in found
    assert "Andere" not in found


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_makes_the_account(organisation):
    administrator = UserFactory()
    Membership.objects.create(user=administrator, role=Role.ADMINISTRATOR, municipality=organisation.municipality)
    given = {"email": "worker@example.org", "role": "worker", "organisation": organisation}
    invitation = Invitation.objects.create(
        **given, invited_by=administrator, expires_at=timezone.now() + timedelta(days=1)
    )
    token = token_of(invitation)
    together = Barrier(2)

    def click(_: int) -> str:
        together.wait()
        try:
            accept(token, password=PASSWORD)
            return "accepted"
        except Unusable as reason:
            return type(reason).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        said = sorted(clicks.map(click, range(2)))

    assert said == ["Unusable", "accepted"]
    assert Membership.objects.filter(role=Role.WORKER).count() == 1
