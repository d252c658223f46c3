"""By which door a change came in: the history of the register notes it, with the account."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class DoorMiddleware(HistoryMiddleware):
    """Gives each change of a web request its account and its door: page, api or admin."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The account by its key alone: no name, no address."""
        first = request.path_info.split("/")[1]
        return {"user": request.user.pk, "door": first if first in {"api", "admin"} else "page"}
