"""What a load balancer or Docker is told about this process."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_process_with_a_ready_database_is_healthy(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_health_is_asked_by_address_and_over_plain_http_even_where_the_site_is_not(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["kaart.example"]
    assert Client().get("/health", headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_a_database_of_an_older_version_is_not_healthy_and_says_what_to_run():
    history = MigrationRecorder(connection)
    browser = Client()
    history.record_unapplied("sessions", "0001_initial")
    answer = browser.get("/health")
    assert answer.status_code == 503
    assert "lacks 1 migration" in answer.json()["reason"]
    assert "manage.py migrate" in answer.json()["reason"]
    history.record_applied("sessions", "0001_initial")
    assert browser.get("/health").status_code == 200


def test_a_database_that_does_not_answer_is_not_healthy(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("connection refused: host db.internal")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "db.internal" not in answer.json()["reason"]
