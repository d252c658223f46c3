"""What still holds under new boundaries: figures of areas that stay the same, and the squares where people live."""

from django.db import connection
from django.utils.translation import gettext as _

from venues.importing.base import Report
from venues.importing.editions.compare import grounds_of, same_shape
from venues.models import Edition, Figure


def carry_over(edition: Edition, report: Report) -> None:
    """Give a new edition what is known under the one in use, where that still holds.

    Figures are taken over for an area with the same code and the same ground. Squares of 100 m stay where they are, and
    count in the neighbourhood that holds them now. A file of figures that is brought in later goes before.

    Args:
        edition: Just loaded, not in use.
        report: Notes how much was taken over.
    """
    active = edition.municipality.editions.filter(is_active=True).first()
    if active is None:
        return
    old = {ground.code: ground for ground in grounds_of(active)}
    same = {
        old[new.code].pk: new.pk
        for new in grounds_of(edition)
        if new.code in old and same_shape(old[new.code].shape, new.shape)
    }
    figures = [
        Figure(
            area_id=same[figure.area_id],
            indicator=figure.indicator,
            reference_on=figure.reference_on,
            value=figure.value,
            source=figure.source,
            import_run_id=figure.import_run_id,
        )
        for figure in Figure.objects.filter(area__in=same)
    ]
    Figure.objects.bulk_create(figures, batch_size=2000)
    squares = _carry_squares(edition)
    report.note(
        _("%(areas)d areas are the same as in %(year)d: %(figures)d figures were taken over, and %(squares)d squares.")
        % {"areas": len(same), "year": active.year, "figures": len(figures), "squares": squares}
    )


def _carry_squares(edition: Edition) -> int:
    """Also those that lay in a neighbouring municipality, where the border moved; of overlapping areas the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO venues_demandpoint (area_id, kind, location, weight)
            SELECT DISTINCT ON (point.id) area.id, point.kind, point.location, point.weight
            FROM venues_area area
            JOIN venues_demandpoint point ON ST_Covers(area.boundary, point.location) AND point.kind = 'square'
            JOIN venues_area old ON old.id = point.area_id
            JOIN venues_edition active ON active.id = old.edition_id AND active.is_active
            JOIN venues_municipality town ON town.code = active.municipality_id AND town.is_fictional = %s
            WHERE area.edition_id = %s AND area.level = 'neighbourhood'
            ORDER BY point.id, area.code
            """,
            [edition.municipality.is_fictional, edition.pk],
        )
        return int(cursor.rowcount)
