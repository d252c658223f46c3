import csv
import gzip
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

from tests.factories import default_method
from tests.venues.importing.sources import load, refusals, write
from venues.importing.base import Source, run_import
from venues.importing.loaders import LOADERS
from venues.importing.manifest import read_manifest
from venues.models import Funding, ImportRun, Municipality, Organisation

OPTIONS = {
    "funder": "Gemeente Testdorp",
    "key": "nr",
    "applicant": "who",
    "policy_field": "field",
    "granted": "granted",
    "year": "year",
    "period": "period",
    "structural": {"Periodiek": True, "Eenmalig": False},
    "sectors": {"Welzijn": "welfare"},
}
HEADER = "nr;who;field;granted;year;period"


@pytest.fixture
def register(village: Municipality, tmp_path: Path) -> Path:
    return write(
        tmp_path / "subsidies.csv",
        HEADER,
        "--;---;-----;-------;----;------",
        "S1;Stichting  Het Huis;Welzijn;1000,50;2024;Periodiek",
        "S2;stichting het huis;Ruimte;250;2025;Eenmalig",
        "S3;;Welzijn;75;2025;",
        "S4;Afgewezen BV;Welzijn;0;2025;Eenmalig",
        "S5;Nog niets;Welzijn;NULL;2025;Eenmalig",
        "(5 rows affected);;;;;",
    )


def test_a_grant_is_funding_of_its_applicant_for_its_year_and_keeps_its_policy_field(register: Path):
    run = load("subsidies", register, partial=True, **OPTIONS)

    assert (run.rows_read, run.rows_created, run.rows_skipped, run.rows_refused) == (6, 3, 1, 2)
    house = Organisation.objects.get(name="Stichting Het Huis")
    assert [
        (each.amount_eur, each.sector_id, each.policy_field, each.is_structural, each.starts_on, each.ends_on)
        for each in house.fundings.order_by("source_key")
    ] == [
        (Decimal("1000.50"), "welfare", "Welzijn", True, date(2024, 1, 1), date(2025, 1, 1)),
        (Decimal(250), None, "Ruimte", False, date(2025, 1, 1), date(2026, 1, 1)),
    ]
    assert Funding.objects.get(source_key="S3").organisation.name == "—"
    assert "Policy field “Ruimte” (1 row) has no sector of ours; its name is kept." in run.notes


def test_what_cannot_be_stored_is_listed_with_its_column(register: Path):
    assert refusals(load("subsidies", register, partial=True, **OPTIONS)) == [
        "line 7, column “granted”, value “NULL”: this is not a number. Write a number such as 12,5, or leave it empty.",
        "line 8, column “year”: this cell is empty. Fill it in.",
    ]


def test_the_same_file_twice_changes_nothing(register: Path):
    load("subsidies", register, partial=True, **OPTIONS)
    again = load("subsidies", register, partial=True, **OPTIONS)

    assert (again.rows_created, again.rows_updated, again.rows_unchanged) == (0, 0, 3)
    assert (Funding.objects.count(), Organisation.objects.count()) == (3, 2)


def test_a_corrected_amount_replaces_the_old_one_and_a_withdrawn_grant_goes(register: Path):
    load("subsidies", register, partial=True, **OPTIONS)
    write(
        register,
        HEADER,
        "S1;Stichting Het Huis;Welzijn;900;2024;Periodiek",
        "S2;Stichting Het Huis;Ruimte;0;2025;Eenmalig",
    )
    run = load("subsidies", register, **OPTIONS)

    assert run.rows_updated == 1
    assert dict(Funding.objects.values_list("source_key", "amount_eur")) == {"S1": Decimal(900), "S3": Decimal(75)}
    assert "1 grant came to nothing since the last file and was removed." in run.notes


def test_a_sector_that_does_not_exist_refuses_the_file(register: Path):
    run = load("subsidies", register, **(OPTIONS | {"sectors": {"Welzijn": "happiness"}}))

    assert run.status == ImportRun.Status.FAILED
    assert "which is no policy sector" in refusals(run)[0]


def test_sums_per_year_and_policy_field_of_amsterdam_equal_the_file(db: None, shared_data: Path):
    default_method()
    manifest = read_manifest(Path(settings.BASE_DIR) / "cities" / "amsterdam.toml", LOADERS)
    amsterdam = Municipality.objects.create(code=manifest.code, name=manifest.name)
    entry = next(each for each in manifest.sources if each.loader == "subsidies")
    source = Source(entry.loader, shared_data / entry.file, amsterdam, manifest.edition, entry.options, entry.partial)
    run = run_import(source, LOADERS["subsidies"])

    assert run.status == ImportRun.Status.DONE
    assert run.rows_read == 18_236, "all but the ruler of dashes and the empty line above the count"
    assert run.rows_created + run.rows_skipped + run.rows_refused == run.rows_read
    assert [(each["line"], each["value"]) for each in run.refusals] == [
        *((line, "NULL") for line in (639, 17451, 18032, 18185)),
        (18239, ""),
    ]
    in_file: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    with gzip.open(source.path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["SUBSIDIEJAAR"].isdigit() and row["BEDRAG_VERLEEND"] != "NULL":
                in_file[int(row["SUBSIDIEJAAR"]), row["BELEIDSTERREIN"]] += Decimal(row["BEDRAG_VERLEEND"])
    stored = Funding.objects.values_list("starts_on__year", "policy_field").annotate(sum=Sum("amount_eur"))
    assert {(year, field): amount for year, field, amount in stored} == {
        key: amount for key, amount in in_file.items() if amount
    }
    assert sum(in_file.values()) > 2_000_000_000
    assert run_import(source, LOADERS["subsidies"]).rows_unchanged == run.rows_created
