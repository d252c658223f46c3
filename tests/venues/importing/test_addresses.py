"""Addresses come from a service that answers as the Locatieserver of PDOK documents it; a silent one stops nobody."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import MunicipalityAreaFactory, UserFactory, VenueFactory
from venues.importing.fetch.addresses import Address, find_addresses
from venues.importing.fetch.web import FetchFailed

ANSWER = {
    "response": {
        "numFound": 2,
        "docs": [
            {
                "type": "adres",
                "weergavenaam": "Dorpsstraat 12A, 1234AB Testdorp",
                "straatnaam": "Dorpsstraat",
                "huis_nlt": "12A",
                "postcode": "1234AB",
                "centroide_ll": "POINT(5.16 52.55)",
                "centroide_rd": "POINT(120123.5 480456)",
            },
            {
                "type": "weg",
                "weergavenaam": "Dorpsstraat, Testdorp",
                "straatnaam": "Dorpsstraat",
                "centroide_rd": "POINT(120100 480400)",
            },
        ],
    }
}


@contextmanager
def service(body: bytes, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that gives one answer; its address, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/free", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_addresses_and_streets_of_the_municipality_are_read():
    with service(json.dumps(ANSWER).encode()) as (url, asked):
        found = find_addresses(url, "dorpsstraat 12", "GM9990")
    assert found == [
        Address("Dorpsstraat 12A, 1234AB Testdorp", 120123.5, 480456.0, "Dorpsstraat 12A", "1234AB"),
        Address("Dorpsstraat, Testdorp", 120100.0, 480400.0, "", ""),
    ]
    query = parse_qs(urlsplit(asked[0]).query)
    assert (query["q"], query["fq"]) == (["dorpsstraat 12"], ["gemeentecode:9990"])


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"response": {"docs": [{"centroide_rd": "POINT(1 2)"}]}}'])
def test_an_answer_of_another_shape_is_a_failure_in_words(body):
    with service(body) as (url, _asked), pytest.raises(FetchFailed):
        find_addresses(url, "dorpsstraat", "GM9990")


@pytest.mark.django_db
def test_a_service_that_fails_leaves_what_the_register_knows(client, settings):
    municipality = MunicipalityAreaFactory().edition.municipality
    VenueFactory(municipality=municipality, name="De Boog", address="Dorpsstraat 3")
    client.force_login(UserFactory())
    asked = {"municipality": municipality.pk, "sought": "dorpsstraat"}
    with service(b"", 500) as (settings.ADDRESS_SEARCH_URL, _asked):
        page = client.get("/en/entry/spots", asked).content.decode()
    assert "The address service does not answer" in page
    assert "De Boog, Dorpsstraat 3" in page
    with service(json.dumps(ANSWER).encode()) as (settings.ADDRESS_SEARCH_URL, _asked):
        page = client.get("/en/entry/spots", asked).content.decode()
    assert 'data-address="Dorpsstraat 12A" data-postcode="1234AB"' in page
