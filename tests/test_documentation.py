"""What docs/operations.md and README.md promise is what the code reads, and the other way round."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OPERATIONS = ROOT / "docs" / "operations.md"
PRODUCT = ["infra_map", "scoring", "venues", "manage.py"]
# Django's own name for the settings module, the same wherever this site runs.
FIXED = {"DJANGO_SETTINGS_MODULE"}


def variables_of_python(source: str) -> set[str]:
    """Names that a file reads from the environment: os.environ.get("X"), os.environ["X"], _flag("X"), _words("X")."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ")), args=[ast.Constant(value=str(name)), *_]
            ):
                names.add(name)
            case ast.Call(func=ast.Attribute(attr="getenv"), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Call(func=ast.Name(id="_flag" | "_words"), args=[ast.Constant(value=str(name)), *_]):
                names.add(name)
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))):
                names.add(name)
    return names


def python_files() -> list[Path]:
    return [
        file for each in PRODUCT for file in ([ROOT / each] if each.endswith(".py") else (ROOT / each).rglob("*.py"))
    ]


def variables_read() -> set[str]:
    names = set().union(*(variables_of_python(file.read_text()) for file in python_files()))
    names |= set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for file in [ROOT / "docker-compose.yml", *(ROOT / "bin").iterdir()]:
        names |= set(re.findall(r"\$\{([A-Z][A-Z_]+)(?::[-?][^}]*)?\}", file.read_text()))
    return names - FIXED


def variables_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", OPERATIONS.read_text(), re.MULTILINE))


def test_every_way_of_reading_a_setting_is_recognised():
    source = 'import os\nos.environ.get("A", "")\nos.environ["B"]\n_flag("C", True)\n_words("D", "")'
    source += '\nos.getenv("E")\nother("F")'
    assert variables_of_python(source) == {"A", "B", "C", "D", "E"}


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    read, documented = variables_read(), variables_documented()
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PORT", "POSTGRES_PASSWORD", "WEB_CONCURRENCY"} <= read
    assert read - documented == set(), "read by the code, not in docs/operations.md"
    assert documented - read == set(), "in docs/operations.md, read by nothing"


def test_compose_passes_on_every_setting_that_is_for_an_installation():
    table = OPERATIONS.read_text().split("## Settings")[1].split("Given to make")[0]
    documented = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", table, re.MULTILINE))
    passed = set(re.findall(r"^ +([A-Z][A-Z_]+): ", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE))
    # Errors are never shown to visitors; the image knows where its files lie; tests run elsewhere.
    assert documented - passed == {"DEBUG", "STATIC_ROOT", "TEST_DB"}


def test_every_task_of_the_makefile_is_documented():
    tasks = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}
    assert {"demo", "city", "test", "check", "bench"} <= tasks
    assert tasks == set(re.findall(r"^\| `make ([a-z]+)", OPERATIONS.read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", *sorted(f"docs/{each.name}" for each in (ROOT / "docs").glob("*.md"))]
)
def test_links_between_our_pages_lead_somewhere(page):
    text = (ROOT / page).read_text()
    targets = [link.split("#")[0] for link in re.findall(r"\]\((?!https?:|mailto:|/|#)([^)\s]+)\)", text)]
    missing = [target for target in targets if not ((ROOT / page).parent / target).exists()]
    assert missing == []


def test_lock_files_carry_hashes_and_no_download_address():
    for lock in [
        *ROOT.glob("requirements*.txt"),
        *ROOT.glob("package-lock.json"),
        *ROOT.glob("benchmarks/*/package-lock.json"),
    ]:
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert "sha256:" in text or "sha512-" in text, lock.name


def test_the_licence_is_the_one_that_the_packages_name():
    assert (ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text()
    assert '"license": "EUPL-1.2"' in (ROOT / "package.json").read_text()
