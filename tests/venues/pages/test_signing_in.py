"""Signing in: by e-mail address, with limits, and with nothing that a stranger can learn or do."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from venues.models import User

PASSWORD = "a long password for tests"


@pytest.fixture(autouse=True)
def _limits_start_afresh(db):
    cache.clear()


def account(**given) -> User:
    user = UserFactory(**given)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signing_in(client: Client, user: User | str, password: str = PASSWORD, **more):
    login = user if isinstance(user, str) else user.email
    return client.post("/en/account/login/", {"login": login, "password": password, **more})


def test_an_address_and_its_password_lead_to_the_own_account(client):
    user = account()
    answer = signing_in(client, user)
    assert (answer.status_code, answer["Location"]) == (302, "/en/account")
    assert user.email in client.get("/en/account").content.decode()


def test_the_header_offers_signing_in_and_then_the_account(client):
    user = account()
    assert "/en/account/login/" in client.get("/en/method").content.decode()
    client.force_login(user)
    assert 'href="/en/account"' in client.get("/en/method").content.decode()


def test_the_own_account_asks_to_sign_in_and_leads_back(client):
    answer = client.get("/account")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/account")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    user = account()
    wrong = signing_in(client, user, "not this one")
    unknown = signing_in(client, "nobody@example.org", "not this one")
    errors = [re.findall(r'role="alert">(.*?)<', answer.content.decode()) for answer in (wrong, unknown)]
    assert wrong.status_code == unknown.status_code == 200
    assert errors[0] == errors[1] != []


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client):
    user = account()
    known = client.post("/en/account/password/reset/", {"email": user.email})
    unknown = client.post("/en/account/password/reset/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_the_link_in_the_mail_sets_a_new_password_once(client):
    user = account()
    client.post("/en/account/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "quite another long password"
    client.post(form, {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert "Bad Token" in Client().get(link, follow=True).content.decode()


def test_guessing_a_password_stops_after_five_and_counts_for_every_process(client):
    user = account()
    for _ in range(5):
        signing_in(client, user, "not this one")
    # Another client shares nothing with the first but the table in the database.
    answer = signing_in(Client(), user)
    assert "Too many failed" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session
    assert isinstance(caches["default"], DatabaseCache)


def test_trying_many_accounts_from_one_address_is_refused_in_words(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    answers = [signing_in(client, f"person{n}@example.org", "guess") for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "You tried too often" in answers[-1].content.decode()


def test_the_administration_is_behind_the_same_door(client):
    user = account(is_staff=True, is_superuser=True)
    asked = client.get("/admin/login/?next=/admin/")
    assert (asked.status_code, asked["Location"]) == (302, "/account/login/?next=%2Fadmin%2F")
    posted = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})
    assert posted.status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_token_is_refused():
    user = account()
    client = Client(enforce_csrf_checks=True)
    assert signing_in(client, user).status_code == 403
    client.force_login(user)
    for name in ("account_logout", "account_change_password", "account_email", "mfa_activate_totp"):
        assert client.post(reverse(name)).status_code == 403, name


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_signing_in_and_out_never_lead_to_another_site(client, elsewhere):
    user = account()
    assert signing_in(client, user, next=elsewhere)["Location"] == "/en/account"
    assert client.post("/en/account/logout/", {"next": elsewhere})["Location"] == "/en/"


def test_nobody_makes_an_account_by_themselves(client):
    given = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/en/account/signup/"), client.post("/en/account/signup/", given)):
        assert "Accounts come by invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_that_was_not_confirmed_is_asked_to_before_the_first_sign_in(client):
    user = UserFactory()
    answer = signing_in(client, user)
    assert answer["Location"] == "/en/account/confirm-email/"
    assert "_auth_user_id" not in client.session
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    client.post(link)
    assert signing_in(client, user)["Location"] == "/en/account"


def test_changing_the_address_asks_for_the_password_again(client):
    user = account()
    signing_in(client, user)
    answer = client.post("/en/account/email/", {"action_add": "", "email": "other@example.org"})
    assert answer["Location"].startswith("/en/account/reauthenticate/")
    assert not mail.outbox


def test_a_changed_address_counts_only_after_its_own_mail_was_read(client):
    user = account()
    signing_in(client, user)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    client.post("/en/account/email/", {"action_add": "", "email": "other@example.org"})
    user.refresh_from_db()
    assert user.email != "other@example.org"
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    client.post(link)
    user.refresh_from_db()
    assert user.email == "other@example.org"
