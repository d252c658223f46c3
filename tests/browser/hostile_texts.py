"""Every text of the register as somebody would write it who wants to run a script in the browser of others."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from tests.factories import (
    AttendanceFactory,
    EstimateFactory,
    FigureFactory,
    FundingFactory,
    ImportRunFactory,
    InspectionFactory,
    SlotFactory,
    StaffingFactory,
    ValidationFactory,
)
from tests.infra_map.targets import Targets
from tests.venues.importing.dirty_files import as_csv
from tests.venues.pages.test_method_page import COMPARED
from venues.models import Backdrop, Municipality, RefusedRow, Suggestion, Upload, UploadContent

HOSTILE = """"><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"""
SHORTER = ('"><img src=x onerror=document.title="owned">', '"><img src=x onerror=alert(1)>', '"><b>x')
# Codes that addresses are made of, digests, and what the site itself writes.
NO_TEXT = {
    *("code", "fingerprint", "sha256", "password", "email", "digest_language", "loader", "area_code", "street_class"),
    *("municipality_code", "pgh_label", "digest", "prefix"),
}


def hostile(longest: int | None) -> str:
    """The worst that fits."""
    return next(text for text in (HOSTILE, *SHORTER) if longest is None or len(text) + 3 <= longest or text == '"><b>x')


def text_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a table in which somebody writes what he likes."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.is_relation
        and field.name not in NO_TEXT
    ]


def written_by_people() -> Iterator[type[models.Model]]:
    """Tables with text; those of the history follow by themselves."""
    for model in apps.get_app_config("venues").get_models():
        if text_fields(model) and not model.__name__.endswith("Event"):
            yield model


def write_everywhere(targets: Targets) -> None:
    """Replace every text of every row, by a statement that no form checks."""
    for venue in targets.places.values():
        for factory in (SlotFactory, StaffingFactory, FundingFactory, InspectionFactory, AttendanceFactory):
            factory(venue=venue)
    area, here = targets.town.area, targets.town.municipality
    FigureFactory(area=area)
    EstimateFactory(area=area)
    ValidationFactory(municipality=here, figures=COMPARED)
    ImportRunFactory(municipality=here, refusals=[HOSTILE], notes=[HOSTILE])
    Backdrop.objects.create(municipality=here, kind="park", shape=area.boundary)
    # One file that was tried, and one whose columns are still to be pointed out.
    problem = dict.fromkeys(("column", "value", "problem", "remedy"), HOSTILE)
    RefusedRow.objects.create(upload=targets.uploads["own"], line=2, cells=[HOSTILE] * 3, problems=[problem])
    Upload.objects.filter(pk=targets.uploads["own"].pk).update(state="tried", rows_refused=1)
    data = as_csv([[HOSTILE] * 11] * 3)
    UploadContent.objects.filter(upload=targets.uploads["other"]).update(data=data)
    for model in written_by_people():
        _write(model)
    for suggestion in Suggestion.objects.all():
        suggestion.proposed |= {"name": HOSTILE, "address": HOSTILE}
        suggestion.save()
    Upload.objects.update(header=[HOSTILE] * 11, notes=[HOSTILE])
    Municipality.objects.update(attribution=[HOSTILE])


def _write(model: type[models.Model]) -> None:
    rows: Any = getattr(model, "everything", model._default_manager)
    with transaction.atomic(), connection.cursor() as cursor:
        if model.__name__ in {"Method", "GroupRule", "TypeDefault"}:
            # A version of a method is never changed; here it is as if it had been made like this.
            cursor.execute("SET LOCAL session_replication_role = replica")
        for number, row in enumerate(rows.all()):
            texts = {field.name: f"{number}{hostile(field.max_length)}" for field in text_fields(model)}
            if "website" in texts:
                texts["website"] = f"https://{texts['website']}"
            rows.filter(pk=row.pk).update(**texts)
