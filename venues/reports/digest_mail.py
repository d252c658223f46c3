"""The weekly mail itself: written in the language of the person, and sent at most once a week."""

import logging
from datetime import date
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from venues.models import User
from venues.register.digests import Digest, claim, digest_of, due, give_back, stop_token

log = logging.getLogger(__name__)


def send_due(today: date) -> int:
    """Mail everybody whose turn it is and who has something to do; returns how many were sent.

    A mail server that is away leaves all for the next try. What a crash interrupts is not sent again that week: whether
    the mail had left is not known then.
    """
    sent = 0
    for user in due(today):
        digest = digest_of(user, today)
        if digest is None:
            claim(user, today)
            continue
        try:
            sent += _send(user, digest, today)
        except OSError as error:
            # Also what smtplib raises; who is mailed is not for the log.
            log.warning("a weekly mail was not sent: %s", type(error).__name__)
            if not isinstance(error, SMTPException):
                break
    return sent


def written(user: User, digest: Digest) -> EmailMessage:
    """The mail, with the headers by which a mail program stops it in one click (RFC 8058)."""
    with translation.override(user.digest_language or settings.LANGUAGE_CODE):
        stop = settings.SITE_URL + reverse("digest-stop", args=[stop_token(user)])
        context = {"digest": digest, "more": digest.stale - len(digest.places), "site": settings.SITE_URL, "stop": stop}
        return EmailMessage(
            _("What is to be done this week"),
            render_to_string("account/digest.txt", context),
            to=[user.email],
            headers={
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )


def _send(user: User, digest: Digest, today: date) -> bool:
    # Before the claim: where no mail server answers, nothing is claimed.
    with get_connection() as connection:
        if not claim(user, today):
            return False
        message = written(user, digest)
        message.connection = connection
        try:
            message.send()
        except SMTPException as error:
            if _is_for_later(error):
                give_back(user, today)
            raise
        return True


def _is_for_later(error: SMTPException) -> bool:
    """Whether the server said that it did not take the mail, and may do so later."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code < 500 for code, _text in error.recipients.values())
    return isinstance(error, SMTPResponseException) and 400 <= error.smtp_code < 500
