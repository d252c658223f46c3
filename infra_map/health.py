"""Whether this process can serve: the database answers and its tables are those of this version."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

PATH = "/health"


class HealthMiddleware:
    """Answers `/health` before every other layer.

    A load balancer asks by address and over plain http: neither the check of the host name nor the step to https may
    stand in its way. Answers 200 `{"status": "ok"}`, or 503 with the reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Migrations are read from disk, which is slow; once applied they stay so while this process lives.
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the health check, or pass the request on."""
        if request.path_info != PATH:
            return self.get_response(request)
        reason = self._reason()
        body = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
        return JsonResponse(body, status=503 if reason else 200, headers={"Cache-Control": "no-store"})

    def _reason(self) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if not self.migrated:
                executor = MigrationExecutor(connection)
                waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
                if waiting:
                    return f"The database lacks {len(waiting)} migration(s): run `manage.py migrate`."
                self.migrated = True
        except DatabaseError:
            return "The database does not answer: is it running, and is DATABASE_URL right?"
        return ""
