"""The services of another register, from its HSDS API, as one file for the loader."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.fetch.folder import Folder
from venues.importing.fetch.web import FetchFailed, Web

PAGE = 100
MOST_PAGES = 10_000


def fetch_services(address: str, to: Path, *, area: str = "", web: Web | None = None) -> int:
    """Fetch all services with all that belongs to them, page after page.

    Args:
        address: Of the HSDS API, without `/services`.
        to: The file to write: a list of services.
        area: CBS code, for an API that knows the parameter `area`, as ours does.
        web: How to ask.

    Returns:
        How many services came.

    Raises:
        FetchFailed: If a page does not come, or is no page of HSDS.
    """
    web = web or Web()
    services: list[Any] = []
    for page in range(1, MOST_PAGES + 1):
        parameters: dict[str, str | int] = {"full": "true", "page": page, "per_page": PAGE}
        answer = web.json(f"{address.rstrip('/')}/services", parameters | ({"area": area} if area else {}))
        contents = answer.get("contents")
        if not isinstance(contents, list):
            raise FetchFailed(
                _("%(url)s gives no page of HSDS: “contents” is missing. Give the address before “/services”.")
                % {"url": address}
            )
        services += contents
        if not contents or answer.get("last_page") is True or page == answer.get("total_pages"):
            break
    Folder(to.parent).write(to.name, json.dumps(services, ensure_ascii=False).encode())
    return len(services)
