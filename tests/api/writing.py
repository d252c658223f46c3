"""A program that writes with a token, and holds every answer against the published document."""

import json
import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator

from tests.api.conftest import DOCUMENT
from tests.venues.conftest import Register
from venues.models import Scope, Token, User
from venues.register.tokens import issue


def bearer(user: User, *scopes: str) -> dict[str, str]:
    """The header of a new token of somebody."""
    made = f"script {Token.objects.count()}"
    return {"Authorization": f"Bearer {issue(user, made, scopes or Scope.values, timedelta(days=30))[1]}"}


def new_venue(register: Register, x: float = 120_100, **changes):
    """A place in the square of our organisation, in metres of the Dutch grid."""
    return {
        "name": "Huiskamer aan de Kade",
        "typeCode": "community-centre",
        "organisationId": str(register.organisation.pk),
        "location": {"type": "Point", "coordinates": [x, 480_400]},
        "places": 24,
        "address": "Kade 1",
        "slots": [{"weekday": 1, "starts": "09:00", "ends": "17:00", "host": "volunteer"}],
        "staffing": [{"kind": "volunteer", "hoursPerWeek": 12.5, "sectorCode": None}],
        "audiences": [{"groupCode": "youth", "suitability": 0.8}],
    } | changes


class Program:
    """Sends JSON with the token of somebody."""

    def __init__(self, user: User | None, *scopes: str) -> None:
        self.headers = bearer(user, *scopes) if user else {}

    def send(self, method: str, address: str, body: Any = None, *, status: int, **headers: str) -> HttpResponse:
        """Ask for an address below /api/v1, and hold the answer against the document."""
        kind = headers.pop("Content_Type", "application/json")
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        given = {} if body is None else {"data": data, "content_type": kind}
        answer = Client().generic(method, f"/api/v1{address}", headers=sent, **given)
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[:800])
        _hold(method.lower(), address.partition("?")[0], answer)
        return answer

    def get(self, address: str, status: int = 200) -> Any:
        """What a GET shows."""
        return json.loads(self.send("GET", address, status=status).content)

    def tag(self, address: str) -> str:
        """The ETag that a GET gives."""
        return str(self.send("GET", address, status=200).headers["ETag"])

    def faults(self, method: str, address: str, body: Any, status: int = 400, **headers: str) -> dict[str, str]:
        """What is refused: the code of each problem by its place."""
        problem = json.loads(self.send(method, address, body, status=status, **headers).content)
        assert all(each["detail"] for each in problem["errors"])
        return {each["location"]: each["code"] for each in problem["errors"]}


def undone(act: Any) -> Any:
    """Do something, and undo what it changed."""
    before = transaction.savepoint()
    try:
        return act()
    finally:
        transaction.savepoint_rollback(before)


def _hold(method: str, path: str, answer: HttpResponse) -> None:
    for template, item in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method in item:
            described = item[method]["responses"][str(answer.status_code)]
            break
    else:
        assert answer.status_code in {404, 405}, f"{method} {path} is not in the document"
        return
    for name, header in described.get("headers", {}).items():
        assert name in answer.headers or not header.get("required"), name
    if "content" not in described:
        assert not answer.content
        return
    kind = answer.headers["Content-Type"].partition(";")[0]
    schema = described["content"][kind]["schema"]
    if kind == "text/csv":
        return
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(json.loads(answer.content))
