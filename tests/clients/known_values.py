"""Hooks of Schemathesis: a request that is to be right gets values that are there; the document cannot know them."""

import json
import os
from typing import Any

import schemathesis
from schemathesis import Case, GenerationMode, HookContext

KNOWN = {
    "bbox": "4.1,51.5,5.9,52.9",
    "date": "2026-06-01",
    "modified_after": "2026-06-01T00:00:00Z",
    "sector": "culture",
    "type": "community-centre",
    "updatedSince": "2026-06-01T00:00:00Z",
}
PATHS: dict[str, dict[str, Any]] = json.loads(os.environ["KNOWN_PATHS"])
"""What stands in a path, and in a query under the same name, by the path as the document has it; `` for any."""


@schemathesis.hook
def before_call(_context: HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Exchange what only the data know; a cursor is known to nobody but the server."""
    if not case.meta or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    known = KNOWN | PATHS[""]
    if isinstance(case.query, dict):
        left_out = {
            "cursor",
            "taxonomy_id",
            "taxonomy_term_id",
            *(["pageSize"] if case.query.get("format") == "gpkg" else []),
        }
        # White space alone is as good as nothing, of which JSON Schema knows nothing either.
        told = {name: value for name, value in case.query.items() if not isinstance(value, str) or value.strip()}
        case.query = {name: known.get(name, value) for name, value in told.items() if name not in left_out}
    case.path_parameters |= PATHS.get(case.operation.path, {})
