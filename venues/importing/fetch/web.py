"""Ask a public service, patiently: time limits, retries with growing pauses, and a check of what came."""

import http.client
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

WORTH_RETRYING = {408, 429, 500, 502, 503, 504}
LONGEST_PAUSE_S = 300.0
LARGEST_ANSWER_BYTES = 1 << 30
USER_AGENT = "infra_map/0.1 (open data of a municipality)"


class FetchFailed(Exception):
    """A service did not give what was asked; the message says which, and what to do."""


class AnswerIncomplete(Exception):
    """What came was cut off or is not what was asked; another try may help."""


@dataclass(frozen=True)
class Web:
    """How services are asked.

    Attributes:
        timeout_s: Seconds without a byte before giving up on a try.
        tries: How often one question is asked.
        pause_s: Seconds before the second try; it doubles with each further one.
        sleep: How to wait.
    """

    timeout_s: float = 120.0
    tries: int = 5
    pause_s: float = 2.0
    sleep: Callable[[float], None] = time.sleep

    def json(self, address: str, parameters: Mapping[str, str | int] | None = None) -> dict[str, Any]:
        """A JSON object.

        Raises:
            FetchFailed: If it does not come in the given number of tries.
        """
        found: dict[str, Any] = {}

        def check(content: bytes) -> None:
            try:
                answer = json.loads(content)
            except ValueError:
                raise AnswerIncomplete(_("the answer is no complete JSON")) from None
            if not isinstance(answer, dict):
                raise AnswerIncomplete(_("the answer is no JSON object"))
            found.update(answer)

        self.content(address, parameters, check=check)
        return found

    def content(
        self,
        address: str,
        parameters: Mapping[str, str | int] | None = None,
        *,
        body: bytes | None = None,
        check: Callable[[bytes], None] = lambda _content: None,
    ) -> bytes:
        """The bytes of an answer.

        Args:
            address: http or https.
            parameters: Added to the address.
            body: Sent by POST instead of asked by GET.
            check: Raises `AnswerIncomplete` where the answer is not whole.

        Raises:
            FetchFailed: If the service refuses, or no whole answer comes in the given number of tries.
        """
        url = address if not parameters else f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
        if urlsplit(url).scheme not in {"http", "https"}:
            raise FetchFailed(_("“%(url)s” is no web address.") % {"url": url})
        reason = ""
        for attempt in range(self.tries):
            pause = min(self.pause_s * 2**attempt, LONGEST_PAUSE_S)
            try:
                content = self._once(url, body)
                check(content)
                return content
            except HTTPError as error:
                with error:
                    said = error.read(300).decode("utf-8", "replace").strip()
                if error.code not in WORTH_RETRYING:
                    raise FetchFailed(
                        _("%(url)s answered %(code)d: %(said)s") % {"url": url, "code": error.code, "said": said}
                    ) from None
                reason = f"{error.code} {error.reason}"
                pause = _asked_pause_s(error.headers.get("Retry-After")) or pause
            except (URLError, OSError, http.client.HTTPException, AnswerIncomplete) as error:
                reason = str(getattr(error, "reason", "") or error) or type(error).__name__
            if attempt + 1 < self.tries:
                logger.warning("%s: %s; trying again in %.0f s", url, reason, pause)
                self.sleep(pause)
        raise FetchFailed(
            _(
                "%(url)s gave no usable answer in %(tries)d tries (last: %(reason)s). "
                "Try again later; what was fetched is kept."
            )
            % {"url": url, "tries": self.tries, "reason": reason}
        )

    def _once(self, url: str, body: bytes | None) -> bytes:
        request = Request(url, data=body, headers={"User-Agent": USER_AGENT})  # noqa: S310
        with urlopen(request, timeout=self.timeout_s) as response:  # noqa: S310
            content: bytes = response.read(LARGEST_ANSWER_BYTES)
            promised = response.headers.get("Content-Length")
        if promised is not None and len(content) != int(promised):
            raise AnswerIncomplete(
                _("%(came)d of %(promised)s bytes came") % {"came": len(content), "promised": promised}
            )
        return content


def _asked_pause_s(retry_after: str | None) -> float | None:
    """The pause that a service asks for: in seconds, or until a moment."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            until = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        seconds = (until - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE_S)
