"""The settings as an installation reads them: from the environment, in a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SHOW_POLICY = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"


def run(*command: str, **given: str) -> str:
    environment = os.environ | {"SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2, "DEBUG": "0"} | given
    environment["DJANGO_SETTINGS_MODULE"] = "infra_map.settings"
    # The browser tests set it for their own process; no deployment has it.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_a_deployment_behind_https_has_nothing_to_be_warned_of():
    assert "no issues" in run("manage.py", "check", "--deploy", SECURE="1")


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({}, "[\"'self'\"]"),
        ({"OIDC_ISSUER": "https://sso.example.nl/realms/town"}, "[\"'self'\", 'https://sso.example.nl']"),
        # As compose gives it where nobody set it.
        ({"OIDC_ISSUER": "https://a.nl/b", "OIDC_FORM_ORIGINS": ""}, "[\"'self'\", 'https://a.nl']"),
        ({"OIDC_ISSUER": "https://a.nl", "OIDC_FORM_ORIGINS": "https://b.nl"}, "[\"'self'\", 'https://b.nl']"),
    ],
)
def test_a_form_may_end_at_the_single_sign_on_and_nowhere_else(given, allowed):
    assert run("-c", SHOW_POLICY, **given).strip() == allowed


def test_a_rate_that_is_none_is_refused_by_name_and_an_empty_one_is_no_limit():
    assert "API_RATE='often': write a number and a time" in run("manage.py", "check", API_RATE="often")
    assert "no issues" in run("manage.py", "check", API_RATE="", API_WRITE_RATE="5/s")


def test_a_setting_that_is_neither_yes_nor_no_is_refused_by_name():
    assert "SECURE='perhaps': write 1 or 0" in run("manage.py", "check", SECURE="perhaps")
