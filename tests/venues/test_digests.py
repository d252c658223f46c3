"""The weekly mail: asked for, sent once a week by a real mail server on loopback, and stopped by one click."""

import email
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email.message import EmailMessage
from threading import Barrier

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.test import Client

from tests.factories import ActivityFactory, MunicipalityFactory, UserFactory, VenueFactory
from tests.venues.worker import forget_jobs, work
from venues.models import Membership, Suggestion, User
from venues.register.digests import stop_token
from venues.reports import digest_mail
from venues.reports.digest_mail import send_due
from venues.tasks import send_digests

MONDAY = date(2026, 11, 23)


class Sink:
    """Takes every mail that is sent to it, or answers as it is told."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (named by aiosmtpd)
        if self.answer.startswith("250"):
            self.raw.append(envelope.content)
        return self.answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]


@pytest.fixture
def sink(settings, monkeypatch):
    """A mail server of our own; Django's SMTP backend sends to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Sink()
    handler.port = port
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_URL = "https://kaart.example.nl"
    for name, value in (("EMAIL_HOST", "127.0.0.1"), ("EMAIL_PORT", str(port)), ("SITE_URL", settings.SITE_URL)):
        monkeypatch.setenv(name, value)
    yield handler
    controller.stop()


@pytest.fixture
def worker(transactional_db):
    """An editor of a town who asked for the mail in Dutch; one of two places was never checked."""
    town = MunicipalityFactory()
    person = UserFactory(email="worker@example.org", wants_digest=True, digest_language="nl")
    Membership.objects.create(user=person, role="editor", municipality=town)
    VenueFactory(name="Huis van de Wijk", municipality=town)
    VenueFactory(name="Buurtkamer", municipality=town, verified_on=MONDAY)
    yield person
    forget_jobs()


def suggest(person: User) -> None:
    Suggestion.objects.create(
        venue=person.memberships.get().municipality.venues.first(), seen={}, proposed={}, note="x"
    )


def test_it_names_what_was_not_checked_for_longest_and_links_to_it(sink, worker):
    town = worker.memberships.get().municipality
    ActivityFactory(name="Hardlopen", municipality=town, verified_on=date(2026, 3, 2))
    suggest(worker)
    assert send_due(MONDAY) == 1
    (mail,) = sink.mails
    assert (mail["To"], mail["Subject"]) == ("worker@example.org", "Wat er deze week te doen is")
    text = mail.get_content().replace("\r\n", "\n")
    assert "Huis van de Wijk (nooit nagekeken)" in text
    assert "Hardlopen (nagekeken op 2 maart 2026)" in text
    assert text.index("Huis van de Wijk") < text.index("Hardlopen")
    assert "Buurtkamer" not in text
    assert f"https://kaart.example.nl/venues/{town.venues.get(name='Huis van de Wijk').pk}\n" in text
    assert "https://kaart.example.nl/places/mine\n" in text
    assert "1 voorstel wacht op jouw besluit:\nhttps://kaart.example.nl/suggestions\n" in text
    assert "\n\n\n" not in text


def test_it_speaks_the_language_in_which_it_was_asked_for(sink, worker):
    User.objects.update(digest_language="en")
    send_due(MONDAY)
    (mail,) = sink.mails
    assert mail["Subject"] == "What is to be done this week"
    assert "https://kaart.example.nl/en/places/mine" in mail.get_content()


def test_the_worker_sends_it_through_the_mail_server(sink, worker):
    send_digests.defer(timestamp=0)
    send_digests.defer(timestamp=0)
    work()
    assert [mail["To"] for mail in sink.mails] == ["worker@example.org"]


def test_two_workers_at_once_send_it_once(sink, worker):
    together = Barrier(2)

    def one(_number: int) -> int:
        together.wait(timeout=10)
        try:
            return send_due(MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        sent = sorted(pool.map(one, range(2)))
    assert (sent, len(sink.raw)) == ([0, 1], 1)


@pytest.mark.parametrize("days", [0, 1, 6])
def test_no_second_mail_in_a_week_and_one_again_in_the_next(sink, worker, days):
    assert send_due(MONDAY) == 1
    assert send_due(MONDAY + timedelta(days=days)) == 0
    assert send_due(MONDAY + timedelta(days=7 + days)) == 1
    assert len(sink.raw) == 2


def test_where_nothing_is_to_be_done_nothing_is_sent(sink, worker):
    worker.memberships.get().municipality.venues.update(verified_on=MONDAY)
    assert send_due(MONDAY) == 0
    assert sink.raw == []


@pytest.mark.parametrize("change", [{"wants_digest": False}, {"is_active": False}])
def test_who_did_not_ask_or_has_no_account_any_more_gets_none(sink, worker, change):
    User.objects.update(**change)
    assert send_due(MONDAY) == 0


def test_who_lost_the_role_is_not_told_of_its_places(sink, worker):
    Membership.objects.all().delete()
    assert send_due(MONDAY) == 0


def test_a_crash_after_sending_does_not_send_it_again(sink, worker, monkeypatch):
    class Crash(BaseException):
        pass

    def crash(message):
        real(message)
        raise Crash

    real = digest_mail.EmailMessage.send
    monkeypatch.setattr(digest_mail.EmailMessage, "send", crash)
    with pytest.raises(Crash):
        send_due(MONDAY)
    monkeypatch.undo()
    send_due(MONDAY)
    assert len(sink.raw) == 1


def test_a_mail_server_that_is_away_or_busy_is_tried_again(sink, worker, settings):
    settings.EMAIL_PORT = 1
    assert send_due(MONDAY) == 0
    settings.EMAIL_PORT = sink.port
    sink.answer = "451 later"
    assert send_due(MONDAY) == 0
    sink.answer = "250 OK"
    assert send_due(MONDAY) == 1


def test_an_address_that_is_refused_for_good_is_left_alone_this_week_and_others_are_mailed(sink, worker):
    sink.answer = "550 no such person"
    assert send_due(MONDAY) == 0
    sink.answer = "250 OK"
    assert send_due(MONDAY) == 0
    assert send_due(MONDAY + timedelta(days=7)) == 1


def test_a_mail_program_stops_it_in_one_click_without_a_cookie(sink, worker):
    send_due(MONDAY)
    (mail,) = sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<https://kaart\.example\.nl(/\S+)>", mail["List-Unsubscribe"].strip())[1]
    assert f"https://kaart.example.nl{address}" in mail.get_content()
    program = Client(enforce_csrf_checks=True)
    assert "geen wekelijkse mail meer?" in program.get(address).text
    assert User.objects.get().wants_digest
    answer = program.post(address, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, User.objects.get().wants_digest) == (200, False)
    assert program.post(address).status_code == 200
    assert send_due(MONDAY + timedelta(days=7)) == 0


def test_a_link_that_is_not_ours_stops_nothing(client, worker):
    token = stop_token(UserFactory(wants_digest=True))
    forged = f"{worker.pk}:{token.split(':')[1]}"
    for wrong in (forged, "x", token[:-1]):
        assert client.post(f"/en/digest/stop/{wrong}").status_code == 404
    assert User.objects.filter(wants_digest=True).count() == 2


def test_it_is_off_until_the_account_page_is_asked_and_begins_the_week_after(client, worker, sink):
    User.objects.update(wants_digest=False, digest_language="")
    client.force_login(worker)
    assert "Send me a weekly mail" in client.get("/en/account").text
    page = client.post("/en/account/digest", {"wanted": "yes"}, follow=True).text
    assert "From next Monday on" in page
    assert "Stop the weekly mail" in page
    asked = User.objects.get()
    assert (asked.wants_digest, asked.digest_language) == (True, "en")
    assert send_due(asked.digest_week) == 0
    assert send_due(asked.digest_week + timedelta(days=7)) == 1
    client.post("/en/account/digest", {"wanted": "no"})
    assert not User.objects.get().wants_digest


def test_the_switch_asks_for_an_account(client, db):
    assert client.post("/en/account/digest", {"wanted": "yes"}).status_code == 302
