"""Rows that are copied in come out as they were, whatever is written in them."""

from decimal import Decimal

import pytest

from tests.venues.assessment.town import DAY, make_town, open_library
from venues.assessment.copying import copy_in
from venues.assessment.run import store_live_run
from venues.models import Explanation, OfferScore, Score

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "NULL",
    "\\N",
    "\\.",
    "a\tb",
    "a\nb",
    "a\r\nb",
    'a"b',
    "a\\b",
    "\\t",
    "{a,b}",
    "a,b",
    "é 😀",
    "';--",
]


@pytest.fixture
def run():
    town = make_town()
    open_library(town)
    town.people("residents", (100, 100, 200))
    return store_live_run(town.municipality, DAY)


def test_texts_arrays_and_objects_come_out_as_they_were(run):
    row = OfferScore.objects.get()
    figures = [0.1, 1e-300, 12345678.9, -0.0, 1.0, 3.0, *([0.5] * (len(HOSTILE) - 6))]
    was = {name: {HOSTILE[5]: 1.5, 'x"y\\': None, "z": ["é", 2]} for name in ["visitors"]}
    was |= {"sectors": [text[:30] for text in HOSTILE], "sector_shares": figures, "risks": [], "pressure": None}
    row.delete()
    row.pk = None
    for name, value in was.items():
        setattr(row, name, value)
    copy_in(OfferScore, [row])
    found = OfferScore.objects.get()
    assert found.pk == row.pk
    assert {name: getattr(found, name) for name in was} == was
    assert (found.venue_id, found.room, found.is_known) == (row.venue_id, row.room, row.is_known)


def test_a_copied_row_can_be_saved_and_deleted_like_any_other(run):
    score = Score.objects.filter(explanation__isnull=True).first() or Score.objects.first()
    Explanation.objects.filter(score=score).delete()
    score.delete()
    score.pk = None
    copy_in(Score, [score])
    score.bridging = 2.0
    score.save()
    assert Score.objects.get(pk=score.pk).bridging == 2.0
    score.delete()


def test_a_value_that_cannot_be_written_out_is_refused_by_its_type(run):
    row = OfferScore.objects.get()
    row.pk, row.room = None, Decimal(1)
    with pytest.raises(TypeError, match="Decimal"):
        copy_in(OfferScore, [row])


def test_nothing_is_copied_in_without_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        copy_in(Score, [])
