"""Hold the metres of municipalities against published ones, print how they compare and keep it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.city import CityRefused, load_city
from venues.importing.loaders import LOADERS
from venues.importing.manifest import Manifest, ManifestRefused, read_manifest
from venues.models import Municipality, Run
from venues.reports.validation import NothingToCompare, validate
from venues.reports.validation_words import lines


class Command(BaseCommand):
    help = "Compare metres with the published ones that a city manifest names under [[validation]], and keep that."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "city", nargs="+", help="CBS code of a manifest in cities/, such as GM0363, or the TOML file of another"
        )
        parser.add_argument(
            "--data", type=Path, help="the folder its file names are relative to (default: beside the manifest)"
        )
        parser.add_argument("--load", action="store_true", help="first load a municipality that is not loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        for city in options["city"]:
            try:
                path, manifest = _manifest(city)
                data = options["data"] or path.parent
                if options["load"] and not Run.objects.filter(municipality=manifest.code).exists():
                    load_city(path, data, self.stdout.write)
                for text in _told(_municipality(manifest), manifest, data):
                    self.stdout.write(text)
            except (ManifestRefused, CityRefused, NothingToCompare) as error:
                raise CommandError(str(error)) from None


def _told(municipality: Municipality, manifest: Manifest, data: Path) -> Iterator[str]:
    if not manifest.validations:
        yield _("%(name)s: the manifest names nothing to compare with.") % {"name": municipality.name}
    for validation in validate(municipality, manifest, data, timezone.localdate()):
        yield ""
        yield _("%(name)s: %(subject)s, beside %(reference)s") % {
            "name": municipality.name,
            "subject": validation.get_subject_display(),
            "reference": validation.reference,
        }
        for label, figures in lines(validation):
            yield f"  {label:52s} {figures}"


def _manifest(city: str) -> tuple[Path, Manifest]:
    """The manifest of a code, or at a path."""
    if city.endswith(".toml"):
        return Path(city), read_manifest(Path(city), LOADERS)
    for path in sorted((Path(settings.BASE_DIR) / "cities").glob("*.toml")):
        manifest = read_manifest(path, LOADERS)
        if manifest.code == city:
            return path, manifest
    raise CommandError(f"No manifest in cities/ is of “{city}”. Give a code such as GM0363, or the path of a manifest.")


def _municipality(manifest: Manifest) -> Municipality:
    municipality = Municipality.objects.filter(pk=manifest.code).first()
    if municipality is None:
        raise CommandError(f"{manifest.name} ({manifest.code}) is not loaded: use load_city first, or --load.")
    return municipality
