"""The room of a place is printed as the sum that it is; where it is no plain sum the page says what is in between."""

from datetime import time

import pytest
from django.utils.translation import override

from venues.models import Activity, OfferScore, Slot, Venue
from venues.pages.venue_room import Held, exact_text, room_text

EVENING = Slot(weekday=1, starts=time(20), ends=time(0), host="volunteer")
OPEN = Slot(weekday=2, starts=time(9), ends=time(11), host="none")
INSIDE = Activity(has_own_space=False)


def said(room, slots=(EVENING,), activities=()):
    offer = OfferScore(room=room, room_low=room, room_high=room, is_known=True)
    with override("en"):
        return room_text(offer, Venue(places=10), Held(slots, [], activities))


def test_an_evening_until_midnight_counts_to_midnight():
    assert said(40) == "4 hosted hours × 10 places = 40 place-hours a week, as recorded."


def test_hours_every_other_week_count_half_and_keep_their_decimals():
    fortnightly = Slot(weekday=1, starts=time(20), ends=time(21, 30), host="volunteer", every_weeks=2)
    assert said(7.5, [fortnightly]) == "0.75 hosted hours × 10 places = 7.5 place-hours a week, as recorded."


@pytest.mark.parametrize(
    ("room", "slots", "activities", "why"),
    [
        (30, [EVENING], [INSIDE], "activities inside take the rest."),
        (50, [EVENING, OPEN], [], "hours without a host count for a part."),
        (45, [EVENING, OPEN], [INSIDE], "and hours without a host may count for a part."),
    ],
)
def test_room_that_is_no_plain_sum_says_why(room, slots, activities, why):
    sentence = said(room, slots, activities)

    assert sentence.startswith(f"{room} place-hours a week, as recorded: 4 hosted hours × 10 places is 40; ")
    assert sentence.endswith(why)


def test_a_sum_that_would_not_re_add_is_left_out():
    """Hours that overlap count once, as when two hosts are in the same hours."""
    assert said(40, [EVENING, EVENING]) == "40 place-hours a week, as recorded."


@pytest.mark.parametrize(("number", "text"), [(20.0, "20"), (42.5, "42.5"), (0.75, "0.75"), (1400.0, "1,400")])
def test_a_number_keeps_the_decimals_that_it_has(number, text):
    with override("en"):
        assert exact_text(number) == text
