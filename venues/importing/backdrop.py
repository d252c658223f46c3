"""Water, parks and built-up area as polygons, so that the map is readable without a basemap from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from venues.importing.base import Report, RowRefused, Source
from venues.importing.reading.boundaries import polygons_of
from venues.importing.reading.geo_file import read_features
from venues.importing.reading.surroundings import surroundings
from venues.models import RD, Backdrop, Municipality


@dataclass(frozen=True)
class Ground:
    """One polygon of the backdrop, in EPSG:28992."""

    kind: str
    name: str
    shape: BaseGeometry


def load_backdrop(source: Source, report: Report) -> None:
    """Load polygons; they replace those that the municipality has of the same kinds.

    Options: `kind` (property, default “kind”: water, park or built) or a fixed `kind_is`; `name` (property). Polygons
    wholly farther than 5 km outside the boundary are not for us.

    Raises:
        FileRefused: If the file cannot be used.
    """
    around = surroundings(source)
    shapely.prepare(around.zone)
    grounds = []
    for feature in read_features(source.path):
        report.read += 1
        try:
            kind = str(
                source.options.get("kind_is") or feature.properties.get(source.options.get("kind", "kind")) or ""
            )
            if kind not in Backdrop.Kind.values:
                raise RowRefused(
                    _("%(place)s: this kind is not drawn.") % {"place": feature.place},
                    _("Write one of: %(kinds)s.") % {"kinds": ", ".join(Backdrop.Kind.values)},
                    str(source.options.get("kind", "kind")),
                    kind,
                )
            shape = polygons(feature.shape)
            if shape is None:
                raise RowRefused(_("%(place)s is not a polygon.") % {"place": feature.place}, _("Draw its outline."))
        except RowRefused as error:
            report.refuse(error)
            continue
        if not around.zone.intersects(shape):
            report.skipped += 1
            continue
        name = str(feature.properties.get(source.options.get("name", "name")) or "")
        grounds.append(Ground(kind, name[:120], shape))
    kinds = [source.options["kind_is"]] if "kind_is" in source.options else Backdrop.Kind.values
    store_backdrop(source.municipality, grounds, kinds, report)


def polygons(shape: BaseGeometry | None) -> BaseGeometry | None:
    """The areas of a shape as one valid multipolygon; None where it has none."""
    if shape is None or shape.is_empty:
        return None
    found = polygons_of(shape if shape.is_valid else shapely.make_valid(shape))
    return None if found.is_empty else found


def store_backdrop(municipality: Municipality, grounds: Iterable[Ground], kinds: Iterable[str], report: Report) -> None:
    """Make these the municipality's polygons of these kinds; nothing is written where they already are.

    Args:
        municipality: Whose surroundings these are.
        grounds: All polygons.
        kinds: The kinds that the source speaks about.
        report: Gets how many are new, the same, and gone.
    """
    rows = [
        Backdrop(municipality=municipality, kind=ground.kind, name=ground.name, shape=_stored_form(ground.shape))
        for ground in grounds
    ]
    stored: dict[tuple[str, str, bytes], list[int]] = {}
    for kept in Backdrop.objects.filter(municipality=municipality, kind__in=list(kinds)):
        stored.setdefault(_identity(kept), []).append(kept.pk)
    new = []
    for row in rows:
        if same := stored.get(_identity(row)):
            same.pop()
            report.unchanged += 1
        else:
            new.append(row)
    gone = [pk for pks in stored.values() for pk in pks]
    Backdrop.objects.filter(pk__in=gone).delete()
    Backdrop.objects.bulk_create(new, batch_size=1000)
    report.created += len(new)
    if gone:
        report.note(_("%(count)d polygons are no longer in the file and were removed.") % {"count": len(gone)})


def _identity(row: Backdrop) -> tuple[str, str, bytes]:
    return row.kind, row.name, bytes(row.shape.wkb)


def _stored_form(shape: BaseGeometry) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=RD)
    if not isinstance(geometry, MultiPolygon):
        raise TypeError(geometry.geom_type)
    return geometry
