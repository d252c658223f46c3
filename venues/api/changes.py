"""What changes when the register changes: the number of the last line of its history, which triggers write."""

from django.db.models import Max, Model

from venues.models import events


def last_changes(*models: type[Model]) -> list[int | None]:
    """The number of the last change of each table, also of one by SQL; None where nothing was ever recorded."""
    histories = [getattr(events, f"{model.__name__}Event") for model in models]
    return [history.objects.aggregate(last=Max("pgh_id"))["last"] for history in histories]
