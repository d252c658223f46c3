"""The municipalities as rows of the table beside their map."""

from collections.abc import Sequence
from dataclasses import dataclass

from venues.pages.country_facts import NOT_SCORED, Fact, css_of
from venues.pages.country_query import CountryQuery
from venues.pages.figures import number_text, persons_text
from venues.pages.indicators import COVERAGE


@dataclass(frozen=True)
class Row:
    """A municipality as one row; `url` leads to its map and is empty where it has none."""

    code: str
    name: str
    url: str
    css: str
    figure: str
    aside: str
    cells: list[str]
    is_known: bool
    is_filtered_out: bool


def rows_of(facts: Sequence[Fact], query: CountryQuery) -> list[Row]:
    """All rows, in the order asked for."""
    return [_row(fact, query) for fact in _in_order(facts, query.order)]


def sources_of(facts: Sequence[Fact]) -> list[str]:
    """Whom to name for what is shown, each once."""
    return list(dict.fromkeys(source for fact in facts for source in fact.municipality.attribution))


def _in_order(facts: Sequence[Fact], sort: str) -> list[Fact]:
    """Those with what is sorted by in the order asked for, then the others: scored ones first, then by name."""
    by_name = sorted(facts, key=lambda fact: (fact.figure is None, _letters(fact)))
    key, is_turned = sort.lstrip("-"), sort.startswith("-")
    if key == "name":
        return sorted(facts, key=_letters, reverse=is_turned)
    known = [(value, fact) for fact in by_name if (value := _value(fact, key)) is not None]
    known.sort(key=lambda each: each[0], reverse=is_turned)
    without = [fact for fact in by_name if _value(fact, key) is None]
    return [*(fact for _order, fact in known), *without]


def _letters(fact: Fact) -> str:
    # 's-Gravenhage stands with the S.
    return fact.area.name.casefold().lstrip("'’‘")


def _value(fact: Fact, key: str) -> float | None:
    if key == "coverage":
        return fact.figure.value if fact.figure else None
    return fact.persons if key == "people" else fact.need_hours


def _row(fact: Fact, query: CountryQuery) -> Row:
    figure = fact.figure
    missing = NOT_SCORED.words if figure is None else COVERAGE.missing[figure.status].words if not figure.text else ""
    need = "–" if fact.need_hours is None else number_text(round(fact.need_hours, -1))
    beside = {"people": persons_text(fact.persons), "need": need}
    return Row(
        code=fact.area.code,
        name=fact.area.name,
        url="" if figure is None else query.map_url(fact.municipality),
        css=css_of(figure),
        figure=str(missing) or (figure.text if figure else ""),
        aside=figure.aside if figure and figure.aside != figure.text else "",
        cells=[text for key, text in beside.items() if key in query.columns],
        is_known=figure is not None and figure.value is not None,
        is_filtered_out=query.filter.casefold() not in fact.area.name.casefold(),
    )
