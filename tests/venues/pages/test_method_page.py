"""The method page: written from the rows, for a reader who has to defend the figures."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.utils import translation

from tests.factories import MunicipalityFactory, RunFactory, ValidationFactory, default_method
from tests.venues.pages.town import scored_town
from venues.importing import estimates
from venues.models import Method, Municipality, OfferScore, Run
from venues.pages.method_numbers import counted
from venues.register.methods import Draft, follow_the_others, make_own, put_in_use, revise

pytestmark = pytest.mark.django_db

STURDINESS = {
    "level": "neighbourhood",
    "areas": 9,
    "alternatives": {
        "nearest": {"youth": 0.5, "all": 0.61234},
        "cumulative": {"youth": 0.7, "all": 0.7},
        "gravity": {"youth": 0.8, "all": 0.8},
        "three-step": {"youth": 0.9, "all": 0.95},
        "balanced": {"youth": None, "all": 0.9},
    },
    "sensitivity": [
        {
            "assumption": assumption,
            "of": of,
            "to": to,
            "correlation": correlation,
            "worstGroup": "youth" if correlation else None,
            "worstCorrelation": correlation,
            "medianShift": 1.5 if correlation else None,
            "largestShift": 7.0 if correlation else None,
        }
        for assumption, of, to, correlation in (
            ("norm", "youth", 0.5, 0.99),
            ("norm", "youth", 1.5, 0.98),
            ("decay", None, 0.75, 0.9),
            ("demand", "older-lonely", -1.0, 0.97),
            ("demand", "older-lonely", 1.0, 0.96),
            ("type-default", "library", 0.5, 0.95),
            ("type-default", "activity", 0.5, 0.94),
            ("unknown-room", None, -1.0, None),
            ("unknown-room", None, 1.0, 0.93),
        )
    ],
}

AGREEMENT = {
    "areas": 9,
    "persons": 900.0,
    "pearson": 0.912,
    "pearsonByPerson": 0.88,
    "medianM": 800.0,
    "referenceMedianM": 700.0,
    "meanByPersonM": 810.0,
    "referenceMeanByPersonM": 705.0,
    "meanErrorM": -100.0,
    "meanErrorByPersonM": -95.0,
    "meanAbsoluteErrorM": 120.0,
    "meanAbsoluteErrorByPersonM": 110.0,
}
COMPARED = AGREEMENT | {
    "level": "neighbourhood",
    "places": 3,
    "onePoint": AGREEMENT,
    "rounded": AGREEMENT,
    "unmatched": AGREEMENT | {"places": []},
    "causes": [],
    "remainder": AGREEMENT | {"areas": 5},
    "largest": [],
}


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def section(client, path, anchor):
    """The text of one section of the page."""
    body = client.get(path).content.decode()
    found = re.search(rf'<section aria-labelledby="{anchor}">(.*?)</section>', body, re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found[1])))


def with_norm(method: Method, hours: float) -> Method:
    draft = Draft.of(method)
    draft.group_rules[0].norm_hours = hours
    return revise(method, draft, f"Youth at {hours} hours.")


def test_a_changed_norm_is_on_the_page_at_once_and_the_old_one_under_its_version(client):
    scored_town()
    with_norm(default_method(), 7.25)

    assert "Youth 7.25 Our assumption: no published norm exists." in read(client, "/en/method/GM9999")
    assert "Youth 2 Our assumption" in read(client, "/en/method/GM9999?version=1")


def test_every_number_of_a_method_is_read_from_its_rows(client):
    scored_town()
    method = default_method()
    draft = Draft.of(method)
    draft.method.unhosted_weight, draft.method.activity_hosted_hours = 0.111, 3.333
    draft.method.activity_places, draft.method.activity_suitability = 44.25, 0.555
    draft.group_rules[1].reach_m, draft.group_rules[1].reach_weights = [111.0, 222.0], [0.991, 0.123]
    library = next(each for each in draft.type_defaults if each.venue_type_id == "library")
    library.hosted_hours, library.places, library.suitability = 66.25, 77.25, {"youth": 0.885}
    library.source = "Counted at our own counters."
    revise(method, draft, "Everything.")

    said = section(client, "/en/method/GM9999", "numbers")

    for expected in (
        *("0.111", "3.333", "44.25", "0.555"),
        *("up to 111 m: 99.1%", "up to 222 m: 12.3%", "beyond 222 m: nothing"),
        *("Library 66.25 77.25 0.885 0 0 0 0 0", "Counted at our own counters."),
    ):
        assert expected in said
    assert "Hours without a host count for a part: × 0.111." in read(client, "/en/method/GM9999")
    dutch = section(client, "/method/GM9999", "numbers")
    for expected in (
        *("0,111", "3,333", "44,25", "0,555", "tot 111 m: 99,1%", "verder dan 222 m: niets"),
        "Bibliotheek 66,25 77,25 0,885 0 0 0 0 0",
    ):
        assert expected in dutch


def test_no_number_of_a_method_stands_in_a_text():
    """Names of methods (3SFCA), years of publications and ages of groups by CBS are no numbers of a method."""
    folder = Path(project.BASE_DIR) / "templates" / "pages"
    for template in (folder / "method.html", *(folder / "method").glob("_*.html")):
        text = re.sub(r"\{[%{].*?blocktranslate.*?%\}", " ", template.read_text())
        text = re.sub(r"<[^>]*>|\{%-? (?!translate)[^%]*%\}|\{\{.*?\}\}|N−1", " ", text)
        assert re.findall(r"(?<![\w.])\d[\d.,]*", re.sub(r"(?:Luo|Qi|Wang) \d{4}", " ", text)) == [], template


def test_how_people_are_estimated_is_told_with_the_factors_in_use(monkeypatch):
    monkeypatch.setattr(estimates, "NEWCOMERS", estimates.Factor(0.11, 0.22, 0.33, "assumed"))
    monkeypatch.setattr(estimates, "LONELY_HIGH", 1.7)

    assert "× 22% (11% to 33%)" in counted("newcomers")
    assert "high: 1.7 times the share" in counted("older-lonely")
    assert "9.7% (2.8% to 17.8%)" in counted("mental-health")
    assert "4% of residents (2.2% to 6.4%; SCP 2018)" in counted("intellectual-disability")
    assert counted("a-group-of-our-own") == ""


def test_every_way_of_estimating_people_is_told():
    assert [code for code in estimates.RULES if not counted(code)] == []


def test_every_reason_of_risk_is_named_with_its_bound(client):
    scored_town()

    said = section(client, "/en/method/GM9999", "formulas")

    assert [label for label in OfferScore.Risk.labels if str(label) not in said] == []
    assert "50% structural money, 20% vacancies, and a condition of 4 or worse" in said


def test_formulas_stand_in_symbols_with_the_words_before_them(client):
    scored_town()

    body = client.get("/en/method/GM9999").content.decode()

    for each in re.findall(r'(\S+)\s*<div class="formula">\s*<math', body):
        assert each.endswith(("</p>", "</div>")), each
    assert body.count("<math") == len(list((Path(project.BASE_DIR) / "templates/pages/method/math").iterdir()))


def test_the_page_names_the_run_its_date_and_its_draws(client):
    scored_town()
    Run.objects.update(draws=1000)

    said = read(client, "/en/method/GM9999")

    assert "The figures of Waardveen are as of 1 June 2026. Their uncertainty comes from 1,000 draws." in said
    assert "This is version 1 , made on" in said


def test_figures_of_an_earlier_version_are_called_that(client):
    scored_town()
    with_norm(default_method(), 4)

    assert "They were made with another version (version 1), not with the one on this page." in read(
        client, "/en/method/GM9999"
    )
    older = read(client, "/en/method/GM9999?version=1")
    assert "It is not in use." in older
    assert "In use: version 2." in older
    assert "another version" not in older


def test_other_measures_and_the_assumption_that_matters_most_come_from_the_run(client):
    scored_town()
    Run.objects.update(draws=1000, sturdiness=STURDINESS)

    said = section(client, "/en/method/GM9999", "sure")

    assert "the order of the 9 neighbourhoods of Waardveen" in said
    assert re.search(r"Nearest place Metres [^0-9]*0\.50 0\.61", said)
    assert re.search(r"Balanced catchment \(BFCA\) [^0-9]*– 0\.90", said)
    assert (
        "What moves it most: All steps of distance × 0.75 . Half of them then move at most 1.5 places; one moves 7."
        in said
    )
    order = [
        "All steps of distance × 0.75 0.900 1.5 7 Youth (0.900)",
        "All room that is not recorded at its highest 0.930",
        "Default room × 0.5: activities 0.940",
        "Default room × 0.5: Library 0.950",
        "Highest number of people: Lonely older people 0.960",
        "Norm × 1.5: Youth 0.980",
    ]
    places = [said.index(each) for each in order]
    assert places == sorted(places)
    assert "Norm × 0.5: Youth" not in said
    assert "no area has any coverage left" in said
    assert "no order to compare: All room that is not recorded at its lowest." in said


def test_what_was_held_against_published_figures_is_told_and_what_explains_the_difference(client):
    town = scored_town()
    ValidationFactory(municipality=town, reference="CBS 2024", figures=COMPARED)

    said = section(client, "/en/method/GM9999", "checked")

    assert "Metres to the nearest library Compared with CBS 2024 on" in said
    assert said.index("0.91; by resident 0.88") < said.index("What explains the difference") < said.index("n = 5;")


def test_where_there_are_no_results_the_page_says_why(client):
    town = scored_town()
    assert "not enough areas with a known coverage" in section(client, "/en/method/GM9999", "sure")
    assert "For Waardveen no comparison was made yet." in section(client, "/en/method/GM9999", "checked")
    assert "No draws were made" in read(client, "/en/method/GM9999")
    Run.objects.filter(municipality=town).delete()
    assert "Waardveen has not been scored yet, so this page has the rules, and no results." in read(
        client, "/en/method/GM9999"
    )
    assert "This differs by municipality" in section(client, "/en/method", "sure")
    assert "There is one version" in read(client, "/en/method")


def test_the_page_for_all_leads_to_that_of_each_municipality(client):
    scored_town()
    MunicipalityFactory(code="GM0001", name="Buurgemeente", is_scored=False)

    body = client.get("/en/method").content.decode()

    assert '<a href="/en/method/GM9999">Waardveen</a>' in body
    assert "Buurgemeente" not in body


def test_two_versions_are_compared_figure_by_figure(client):
    scored_town()
    with_norm(default_method(), 4)

    said = section(client, "/en/method/GM9999?version=2&compare=1", "versions")

    assert "What differs between version 1 and version 2" in said
    assert "Youth norm, hosted hours a person a week 2 4" in said
    assert "Youth at 4 hours." in said


def test_two_versions_that_say_the_same_are_called_that(client):
    town = scored_town()
    make_own(default_method(), town)

    said = section(client, "/en/method/GM9999?compare=default-1", "versions")

    assert (
        "Nothing differs between version 1 for all municipalities and version 1 of Waardveen: the same data give"
        in said
    )


def test_a_municipality_with_a_method_of_its_own_has_its_own_page(client):
    town = scored_town()
    with_norm(make_own(default_method(), town), 6)

    assert "Youth 6" in read(client, "/en/method/GM9999")
    assert "Youth 2" in read(client, "/en/method/GM9999?version=default-1")
    assert "Youth 2" in read(client, "/en/method")
    follow_the_others(Municipality.objects.get(code="GM9999"))
    assert "Youth 2" in read(client, "/en/method/GM9999")
    assert "Youth 6" in read(client, "/en/method/GM9999?version=GM9999-2")


def test_a_version_put_in_use_again_is_on_the_page_again(client):
    scored_town()
    first = default_method()
    with_norm(first, 4)
    put_in_use(first)

    assert "This is version 1 , made on" in read(client, "/en/method/GM9999")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/en/method/GM0001", 404, "No municipality with the code “GM0001” is kept here."),
        ("/en/method/GM9999?version=9", 404, "There is no version “9” of this method."),
        ("/en/method/GM9999?version=GM0001-1", 404, "There is no version “GM0001-1” of this method."),
        ("/en/method/GM9999?version=two", 400, "version=two: write the number of a version, such as 1."),
        ("/en/method/GM9999?compare=-1", 400, "compare=-1: write the number of a version"),
    ],
)
def test_what_does_not_exist_is_said_in_words(client, path, status, said):
    scored_town()

    assert said in read(client, path, status)


def test_an_empty_database_says_what_to_do_next(client):
    assert "make demo" in read(client, "/en/method")


def test_the_page_is_in_the_menu_and_under_every_figure(client):
    scored_town()

    body = client.get("/en/areas/BU99990002?group=youth").content.decode()

    assert '<a href="/en/method/GM9999">Method</a>' in body
    assert 'href="/en/method/GM9999?version=default-1"' in body
    assert '<a href="/en/method/GM9999" aria-current="page">' in client.get("/en/method/GM9999").content.decode()


def test_the_dutch_page_is_dutch_throughout(client):
    scored_town()
    Run.objects.update(draws=1000, sturdiness=STURDINESS)
    english = {"the", "of", "and", "which", "hours"}

    words = set(re.findall(r"[a-z]+", read(client, "/method/GM9999").partition("Zo rekenen we")[2].lower()))

    with translation.override("nl"):
        assert translation.gettext("How we count") == "Zo rekenen we"
    assert words & english <= {"of"}, "of is Dutch too"


def test_the_page_costs_few_queries_however_many_versions_there_are(client, django_assert_max_num_queries):
    scored_town()
    Run.objects.update(sturdiness=STURDINESS)
    method = default_method()
    for hours in range(3, 9):
        method = with_norm(method, hours)
    RunFactory(method=method)
    ValidationFactory(municipality__code="GM9999", figures=COMPARED)
    with django_assert_max_num_queries(9):
        client.get("/en/method/GM9999")
    with django_assert_max_num_queries(15):
        client.get("/en/method/GM9999?version=3&compare=1")


def test_every_number_that_stands_in_the_program_is_told_with_its_source(client):
    default_method()
    answer = client.get("/en/method")
    lines = answer.context["fixed_lines"]
    table = html.unescape(answer.content.decode()).partition('id="fixed-title"')[2].partition("</table>")[0]

    assert all(line.source and f">{line.what}<" in table and f">{line.source}<" in table for line in lines)
    assert re.findall(r'<td class="number">([^<]+)</td>', table) == [line.number for line in lines]
    assert {"1.3", "0.5", "10", "50%", "20%", "4", "95%"} <= {line.number for line in lines}
