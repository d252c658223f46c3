"""The page of a change: a sentence to quote, parts that re-add by hand, and what happened in between."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import ActivityFactory, ClosureFactory, MunicipalityFactory, RunFactory, SlotFactory
from tests.venues.assessment.town import Town, make_town, open_library
from venues.assessment.change import change_between
from venues.assessment.history import store_history
from venues.models import Method, Municipality, Run

pytestmark = pytest.mark.django_db

SPAN = "from=2020-01-01&to=2026-01-01"


@pytest.fixture
def town() -> Town:
    """A library that closed, a smaller one that lost hours, another that only was recorded, and more people."""
    town = make_town()
    closed = open_library(town, name="De Bieb")
    ClosureFactory(venue=closed, starts_on=date(2022, 5, 1), reason="funding", note="mevrouw Jansen ziek")
    SlotFactory(venue=open_library(town, name="Het Hof"), weekday=2, ends_on=date(2023, 7, 1))
    SlotFactory(venue=town.venue("garden", places=5, name="De Tuin"), starts_on=date(2021, 3, 1))
    town.people("residents", (300, 300, 300), reference_on=date(2019, 1, 1))
    town.people("residents", (330, 330, 370), reference_on=date(2025, 1, 1))
    town.people("youth", (30, 8, 60))
    return town


def path(town: Town, area: int = 0, language: str = "/en") -> str:
    return f"{language}/areas/{town.areas[area].code}/change"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def read(client, address: str) -> str:
    return text_of(client.get(address))


def read_body(client, address: str) -> str:
    return client.get(address).content.decode()


def numbers(body: str) -> list[Decimal]:
    found = re.findall(r'<td class="number"[^>]*>([+−]?)([\d.,]+)%?</td>', body)
    return [Decimal(f"{'-' if sign == '−' else ''}{figure.replace(',', '.')}") for sign, figure in found]


def test_the_change_can_be_quoted(client, town):
    said = read(client, f"{path(town)}?{SPAN}&group=residents")

    assert "All residents in Buurt 0-0: the coverage fell from" in said
    assert "of the norm on 1 January 2020 to" in said
    assert "on 1 January 2026." in said


def test_printed_parts_lead_from_the_one_coverage_to_the_other(client, town):
    body = client.get(f"{path(town)}?{SPAN}&group=residents").content.decode()
    [table] = re.findall(r'<table class="change-parts".*?</table>', body, re.DOTALL)
    before, *parts, after = numbers(table)

    assert len(parts) == 5
    assert before + sum(parts) == after
    presence, hours, places, demand, record_keeping = parts
    assert presence < 0
    assert hours < 0
    assert places == 0
    assert demand < 0
    assert record_keeping != 0
    assert "no real change" in table


def test_every_row_of_the_table_of_groups_re_adds(client, town):
    body = client.get(f"{path(town)}?{SPAN}").content.decode()
    [table] = re.findall(r'<table class="change-groups".*?</table>', body, re.DOTALL)
    rows = [numbers(row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]

    told = [row for row in rows if len(row) == 7]
    assert len(told) == 3
    for before, *parts, after in told:
        assert before + sum(parts) == after
    assert "nothing to compare" in table


def test_real_change_is_all_but_record_keeping(client, town):
    parts = client.get(f"{path(town)}?{SPAN}&group=residents").context["parts"]
    exact = change_between(town.municipality, date(2020, 1, 1), date(2026, 1, 1)).areas[town.areas[0].code, "residents"]

    assert parts.real_change == f"−{abs(round(100 * sum(exact.parts[:-1]), 1))}"
    assert [line.is_real for line in parts.lines] == [True] * 4 + [False]


def test_what_happened_is_listed_with_its_reason_and_without_its_notes(client, town):
    said = read(client, f"{path(town)}?{SPAN}")

    assert "1 May 2022 De Bieb closed Reason: funding ended or cut" in said
    assert "1 July 2023 Het Hof fewer hosted hours: from 8.0 to 4.0 a week" in said
    assert "1 March 2021 De Tuin no real change: hours now counted from other records" in said
    assert "Jansen" not in said


def test_every_kind_of_event_is_told_in_words(client, town):
    house = open_library(town, name="Het Huis", opened_on=date(2020, 2, 1))
    ClosureFactory(venue=house, starts_on=date(2021, 1, 1), reopens_on=date(2021, 6, 1), reason="renovation")
    ClosureFactory(
        venue=house,
        extent="partial",
        hours_remaining=3,
        places_remaining=4,
        starts_on=date(2022, 1, 1),
        reopens_on=date(2023, 1, 1),
    )
    barn = open_library(town, name="De Schuur")
    ClosureFactory(venue=barn, starts_on=date(2019, 1, 1), reopens_on=date(2020, 6, 1))
    shed = open_library(town, name="Het Schuurtje")
    ClosureFactory(
        venue=shed, extent="partial", places_remaining=2, starts_on=date(2019, 1, 1), reopens_on=date(2024, 1, 1)
    )
    SlotFactory(venue=barn, weekday=5, starts_on=date(2024, 2, 1))
    ActivityFactory(
        municipality=town.municipality,
        venue=house,
        location=None,
        name="Taaltafel",
        starts_on=date(2023, 3, 1),
        ends_on=date(2024, 3, 1),
    )
    ActivityFactory(municipality=town.municipality, name="Wandelen", starts_on=date(2024, 4, 1))
    said = read(client, f"{path(town)}?{SPAN}")

    for line in (
        "1 February 2020 Het Huis opened",
        "1 January 2021 Het Huis closed until 1 June 2021 Reason: renovation",
        "1 January 2022 Het Huis partly closed: 3.0 hosted hours a week left, room for 4 left, until 1 January 2023",
        "1 June 2020 De Schuur open again",
        "1 January 2024 Het Schuurtje wholly open again",
        "1 February 2024 De Schuur more hosted hours: from 4.0 to 8.0 a week",
        "1 March 2023 Taaltafel began activity at Het Huis",
        "1 March 2024 Taaltafel ended activity at Het Huis",
        "1 April 2024 Wandelen began",
    ):
        assert line in said


def test_what_happened_next_door_stands_apart(client, town):
    said = read(client, f"{path(town, 1)}?{SPAN}")

    assert "Nothing is recorded of places or activities in Buurt 0-1" in said
    here, _around, there = said.partition("Outside Buurt 0-1, but within walking distance of people there")
    assert "De Bieb closed" in there
    assert "De Bieb closed" not in here


def test_a_long_list_is_folded(client, town):
    for day in range(50):
        open_library(town, opened_on=date(2021, 1, 1) + timedelta(days=day))
    events = client.get(f"{path(town)}?{SPAN}").context["events_here"]

    assert (len(events.lines), len(events.more)) == (40, 13)


def test_a_withheld_group_has_no_change_and_says_why(client, town):
    said = read(client, f"{path(town, 1)}?{SPAN}&group=youth")

    assert "Youth in Buurt 0-1: there are no two coverages to compare." in said
    assert "1 January 2020: fewer than 10 people." in said
    assert "How the change is made up" not in said


def test_all_groups_together_say_whom_they_leave_out(client, town):
    assert "without Youth, Lonely older people" in read(client, f"{path(town, 1)}?{SPAN}")


def test_without_a_register_both_dates_are_unknown(client, town):
    Municipality.objects.update(register_loaded_on=None)

    assert "1 January 2026: unknown." in read(client, f"{path(town)}?{SPAN}")


def test_a_run_of_another_method_is_named(client, town):
    other = Method.objects.create(municipality=town.municipality, version=7, is_current=False)
    RunFactory(edition=town.edition, method=other, as_of=date(2020, 1, 1), kind=Run.Kind.SEALED)

    said = read(client, f"{path(town)}?{SPAN}")

    assert "A run of 1 January 2020 was kept that was made by another method, version 7." in said
    assert "another method" not in read(client, f"{path(town)}?from=2020-01-02&to=2026-01-01")


def test_dates_to_come_and_dates_before_the_figures_are_named_as_such(client, town):
    said = read(client, f"{path(town)}?from=2018-01-01&to=2099-01-01")

    assert "A look back: people are counted as of 1 January 2019" in said
    assert "A look ahead" in said


def test_without_dates_the_last_four_years_are_compared(client, town):
    span = client.get(path(town)).context["span"]

    assert span.second == timezone.localdate()
    assert (span.first.year, span.first.month, span.first.day) == (span.second.year - 4, span.second.month, 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=gisteren", "From: Write the date as year-month-day, such as 2026-01-31."),
        ("to=2026-02-30", "To: Write the date as year-month-day, such as 2026-01-31."),
        ("from=1066-01-01", "From: Choose a date between 1990 and 2100."),
        ("from=2026-01-01&to=2026-01-01", "To: The second date must come after the first."),
        ("group=cats", "Group: There is no group with this code."),
    ],
)
def test_what_cannot_be_compared_is_said_beside_the_fields(client, town, asked, said):
    answer = client.get(f"{path(town)}?{asked}")

    assert answer.status_code == 400
    assert "This question cannot be answered." in text_of(answer)
    assert said in text_of(answer)
    assert 'name="from"' in answer.content.decode()


def test_an_unknown_area_is_not_found_in_words(client, town):
    answer = client.get("/en/areas/BU00000000/change")

    assert answer.status_code == 404
    assert "There is no area with code “BU00000000”" in answer.content.decode()


def test_an_area_without_figures_says_so(client):
    town = make_town()

    assert "This area has not been scored yet." in read(client, path(town))


def test_the_page_speaks_dutch(client, town):
    said = read(client, f"{path(town, language='')}?{SPAN}&group=residents")

    assert "Alle inwoners in Buurt 0-0: de dekking daalde van" in said
    assert "op 1 januari 2020" in said
    assert "Reden: financiering gestopt of gekort" in said


def test_a_coverage_that_rose_and_one_that_stayed_are_said_as_such(client):
    town = make_town()
    open_library(town, walks=(100, None, None), opened_on=date(2022, 1, 1))
    open_library(town, walks=(None, 100, 100))
    for year in (2019, 2025):
        town.people("residents", (400, 400, 200), reference_on=date(year, 1, 1))

    assert "the coverage rose from 0.0% of the norm on 1 January 2020 to 40.0% on 1 January 2026" in read(
        client, f"{path(town)}?{SPAN}&group=residents"
    )
    assert "and about the same on 1 January 2026" in read(client, f"{path(town, 1)}?{SPAN}&group=residents")


# What the change rests on


@pytest.fixture
def undated() -> Town:
    """A library without a date, and one year of population figures for all dates."""
    town = make_town()
    open_library(town)
    town.people("residents", (400, 400, 200), reference_on=date(2024, 1, 1))
    return town


@pytest.mark.parametrize("asked", ["", "from=1995-01-01", f"{SPAN}&group=residents"])
def test_an_unknown_change_is_not_shown_as_zero(client, undated, asked):
    answer = client.get(f"{path(undated)}?{asked}")
    said = text_of(answer)

    assert "What changed is unknown: both dates count with the same population figures (1 January 2024)" in said
    assert "no openings, closures or hours with a date are recorded, here or within walking distance." in said
    assert "about the same" not in said
    assert "real change" not in said
    assert answer.context["parts"] is None
    assert not re.search(r">[+−]?0\.0%?<", answer.content.decode())


def test_people_are_unknown_where_both_dates_count_with_the_same_figures(client, undated):
    ClosureFactory(venue=open_library(undated, name="De Bieb"), starts_on=date(2022, 5, 1))
    answer = client.get(f"{path(undated)}?{SPAN}&group=residents")
    body = answer.content.decode()
    [table] = re.findall(r'<table class="change-parts".*?</table>', body, re.DOTALL)
    [row] = [row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if ">People" in row]
    before, *parts, after = numbers(table)

    assert '<td class="number">–</td>' in row
    assert "unknown: both dates count with the same population figures (1 January 2024)" in row
    assert (len(parts), before + sum(parts)) == (4, after)
    assert 'data-name="People">–</td>' in body
    assert "the coverage fell from" in text_of(answer)
    assert "Both dates count with the population figures of 1 January 2024." in text_of(answer)


def test_the_population_figures_of_each_date_are_named(client, town):
    assert (
        "For 1 January 2020 the population figures of 1 January 2019 are used, for 1 January 2026 those of "
        "1 January 2025; between those years the need changes in one step."
    ) in read(client, f"{path(town)}?{SPAN}")
    assert "for 1 January 2040 those of 1 January 2025" in read(client, f"{path(town)}?from=2020-01-01&to=2040-01-01")


def test_the_sentence_and_the_table_print_one_figure_alike(client, town):
    answer = client.get(f"{path(town)}?{SPAN}&group=residents")
    parts = answer.context["parts"]

    assert f"from {parts.before} of the norm" in text_of(answer)
    assert f"to {parts.after} on 1 January 2026" in text_of(answer)


def test_no_heading_claims_a_cause(client, town):
    body = client.get(f"{path(town, language='')}?{SPAN}&group=residents").content.decode()
    headings = " ".join(re.findall(r"<h\d.*?</h\d>", body, re.DOTALL))

    assert "Hoe de verandering is opgebouwd" in headings
    assert not re.search("waardoor|waarom|door komt", headings, re.IGNORECASE)


def test_boundaries_and_moves_are_told_plainly_in_dutch(client, town):
    said = read(client, f"{path(town, language='')}?{SPAN}&group=residents")

    assert "ook als toen andere grenzen golden." in said
    assert "Een plek die verhuisde, telt als één sluiting en één opening." in said


def test_a_wrong_group_is_not_called_wrong_dates(client, town):
    said = read(client, f"{path(town, language='')}?group=cats")

    assert "Deze vraag kunnen we niet beantwoorden." in said
    assert "datums kunnen niet" not in said


def test_another_method_is_one_click_from_what_differs(client, town):
    other = Method.objects.create(municipality=town.municipality, version=7, is_current=False)
    RunFactory(edition=town.edition, method=other, as_of=date(2020, 1, 1), kind=Run.Kind.SEALED)
    body = client.get(f"{path(town)}?{SPAN}").content.decode()
    [address] = re.findall(r'href="([^"]*compare=[^"]*)"', body)
    code = town.municipality.code

    assert html.unescape(address) == f"/en/method/{code}?version=default-1&compare={code}-7"
    assert client.get(html.unescape(address)).status_code == 200


def test_the_way_back_begins_at_the_map(client, town):
    [crumbs] = re.findall(r'<nav class="breadcrumbs".*?</nav>', read_body(client, f"{path(town)}?{SPAN}"), re.DOTALL)

    assert re.findall(r">([^<>]+)</a>", crumbs)[0] == "Map"


def test_the_printed_page_says_which_dates_and_group(client, town):
    assert "From 1 January 2020 to 1 January 2026. All residents." in read(
        client, f"{path(town)}?{SPAN}&group=residents"
    )


# The months


def test_the_months_are_a_line_with_a_band_and_a_table(client, town):
    store_history(town.municipality, date(2019, 11, 1), date(2026, 2, 1))
    answer = client.get(f"{path(town)}?{SPAN}&group=residents")
    body = answer.content.decode()
    chart = answer.context["chart"]

    assert len(re.findall(r"<polyline", body)) == len(re.findall(r"<polygon", body)) == 1
    assert 'role="img" aria-labelledby="chart-title chart-desc"' in body
    assert "A line of months from November 2019 to February 2026" in text_of(answer)
    assert len(chart.rows) == 76
    assert len(chart.lines[0].split()) == 76
    assert [mark.text for mark in chart.marks] == ["1 January 2020", "1 January 2026"]
    assert "November 2019" in text_of(answer)
    assert 'style="' not in body


def test_the_months_say_which_date_each_upright_line_is_and_which_has_none(client, town):
    store_history(town.municipality, date(2019, 11, 1), date(2026, 2, 1))
    both = read(client, f"{path(town)}?{SPAN}")
    one = read(client, f"{path(town)}?from=2020-01-01&to=2026-11-24")
    last = client.get(f"{path(town)}?from=2020-01-01&to=2026-02-24").context["chart"]

    assert "Upright lines are 1 January 2020 and 1 January 2026." in both
    assert "The upright line is 1 January 2020. 24 November 2026 lies outside these months and has no line." in one
    assert last.marks[1].at == last.right
    assert "from what is recorded of that month now." in both


def test_the_need_of_a_month_has_no_decimals(client, town):
    store_history(town.municipality, date(2019, 11, 1), date(2020, 2, 1))
    rows = client.get(f"{path(town)}?{SPAN}&group=residents").context["chart"].rows

    assert all(re.fullmatch(r"[\d,]+", row.need) for row in rows)


def test_months_without_a_figure_break_the_line(client, town):
    town.people("newcomers", (30, 30, 30), reference_on=date(2019, 1, 1))
    town.people("newcomers", (5, 30, 30), reference_on=date(2021, 1, 1))
    town.people("newcomers", (30, 30, 30), reference_on=date(2022, 1, 1))
    store_history(town.municipality, date(2019, 11, 1), date(2026, 2, 1))
    chart = client.get(f"{path(town)}?{SPAN}&group=newcomers").context["chart"]

    assert [len(line.split()) for line in chart.lines] == [14, 50]
    assert {row.coverage for row in chart.rows if row.month.year == 2021} == {"–"}


def test_a_group_that_is_never_told_of_has_no_line(client, town):
    store_history(town.municipality, date(2019, 11, 1), date(2020, 2, 1))

    assert client.get(f"{path(town, 1)}?{SPAN}&group=youth").context["chart"] is None


def test_without_stored_months_there_is_no_line(client, town):
    assert client.get(f"{path(town)}?{SPAN}").context["chart"] is None


def test_a_band_far_above_the_line_is_cut_and_says_so(client, town):
    town.venue("library")
    store_history(town.municipality, date(2019, 11, 1), date(2020, 2, 1))
    answer = client.get(f"{path(town)}?{SPAN}&group=residents")

    assert answer.context["chart"].is_cut
    assert "The band goes on above the picture." in text_of(answer)
    heights = [float(y) for y in re.findall(r",([\d.]+)", answer.context["chart"].bands[0])]
    assert min(heights) >= answer.context["chart"].top


def test_a_neighbour_that_is_not_scored_has_no_page(client, town):
    MunicipalityFactory(code=town.municipality.code)
    Municipality.objects.update(is_scored=False)

    assert client.get(f"{path(town)}?{SPAN}").status_code == 404


@pytest.mark.parametrize(("opens", "levels"), [(1, ["0%", "25%", "50%", "75%", "100%", "125%"]), (30, 5), (3000, 4)])
def test_the_grid_has_few_lines_whatever_the_height(client, opens, levels):
    town = make_town()
    SlotFactory(venue=town.venue("library", places=10 * opens))
    town.people("residents", (400, 400, 200))
    store_history(town.municipality, date(2019, 11, 1), date(2020, 2, 1))
    chart = client.get(f"{path(town)}?{SPAN}&group=residents").context["chart"]

    found = [level.text for level in chart.levels]
    assert found == levels if isinstance(levels, list) else len(found) <= levels + 1
    assert min(level.at for level in chart.levels) >= chart.top


def test_the_page_costs_few_queries(client, town, django_assert_max_num_queries):
    store_history(town.municipality, date(2019, 11, 1), date(2026, 2, 1))
    RunFactory(edition=town.edition, kind=Run.Kind.LIVE)
    with django_assert_max_num_queries(45):
        client.get(f"{path(town)}?{SPAN}&group=residents")
    # The second reader asks the same of the same register.
    with django_assert_max_num_queries(12):
        client.get(f"{path(town)}?{SPAN}&group=youth")
