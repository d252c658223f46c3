"""What changes when the register changes: the last lines of its history, which triggers write."""

from django.db.models import Model, Sum

from venues.models import events

LATEST = 1000
"""Among so many lines one counts also when it is stored after others that got a higher number."""


def last_changes(*models: type[Model]) -> list[int | None]:
    """The numbers of the latest lines of a table's history added up, each table in turn; None where it has none.

    It grows with every line that fewer than `LATEST` others overtook. The last number alone would miss the slower one
    of two transactions that overlap, whose line may have got the lower number.
    """
    return [_of_latest(getattr(events, f"{model.__name__}Event")) for model in models]


def _of_latest(history: type[Model]) -> int | None:
    latest = history._default_manager.order_by("-pgh_id")[:LATEST]
    total: int | None = latest.aggregate(total=Sum("pgh_id"))["total"]
    return total
