"""The manifest with which the town is loaded, as any municipality writes one."""

from pathlib import Path

from venues.importing.demo_town import plan
from venues.importing.demo_town.people import AGES, YEARS

TABLES = (
    "organisations",
    "venues",
    "activities",
    "slots",
    "audiences",
    "staffing",
    "funding",
    "closures",
    "inspections",
    "attendance",
)


def write_manifest(folder: Path) -> None:
    """Name every file of the folder with its loader."""
    figures = ", ".join(f'{name} = "{name}"' for name in ("residents", *AGES, "born_outside_europe_pct"))
    parts = [
        f'''# {plan.NAME} is een verzonnen gemeente. / {plan.NAME} is a fictional municipality.
[municipality]
code = "{plan.CODE}"
name = "{plan.NAME}"
edition = {YEARS[-1]}
fictional = true
attribution = ["{plan.NAME} is een verzonnen gemeente / {plan.NAME} is a fictional municipality"]
unrecorded_types = []
''',
        """[[source]]
loader = "areas"
file = "areas.geojson"
level = "neighbourhood"
code = "code"
name = "name"
district_names = { file = "districts.csv", code = "code", name = "name" }
""",
        *(
            f"""[[source]]
loader = "figures"
file = "figures_{year}.csv"
code = "code"
reference_on = {year}-01-01
columns = {{ {figures} }}
"""
            for year in YEARS
        ),
        f"""[[source]]
loader = "health"
file = "health.csv"
age = "age"
code = "code"
reference_on = {YEARS[-1]}-01-01
columns."65+" = {{ lonely_65_pct = "lonely_pct", very_lonely_65_pct = "very_lonely_pct" }}
columns."18+" = {{ anxiety_depression_18_pct = "anxiety_depression_pct" }}
""",
        """[[source]]
loader = "squares"
file = "squares.csv"
square = "square"
residents = "residents"
""",
        """[[source]]
loader = "streets"
file = "street_edges.csv"
nodes = "street_nodes.csv"
""",
        """[[source]]
loader = "backdrop"
file = "backdrop.geojson"
kind = "kind"
name = "name"
""",
        *(
            f'''[[source]]
loader = "register"
table = "{table}"
file = "{table}.csv"
'''
            for table in TABLES
        ),
    ]
    (folder / "manifest.toml").write_text("\n".join(parts), encoding="utf-8")
