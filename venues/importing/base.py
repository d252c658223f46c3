"""One loader interface: every file goes through `run_import`, whatever it holds.

A loader reads one source and writes models. It runs inside one transaction: a dry run, or a file that is refused,
leaves nothing behind. Each run over a file is recorded with the file's checksum.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pghistory
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import ImportRun, Municipality

REFUSALS_KEPT = 1000
"""How many refused rows an import run lists; all are counted."""


@dataclass(frozen=True)
class Source:
    """One `[[source]]` of a city manifest.

    `options` are its other keys: column names and mappings. With `partial` the good rows are stored although others are
    refused; without it one refused row refuses the file.
    """

    loader: str
    path: Path
    municipality: Municipality
    edition_year: int
    options: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False

    @property
    def wanted(self) -> dict[str, Municipality]:
        """The municipalities whose rows are wanted, by code: the source's own first, then its neighbours."""
        return {each.code: each for each in [self.municipality, *self.municipality.neighbours.all()]}

    def option(self, name: str) -> Any:
        """An option that the loader cannot do without.

        Raises:
            FileRefused: If the manifest does not give it.
        """
        if name not in self.options:
            raise FileRefused(
                _("the manifest gives no “%(option)s” for %(file)s") % {"option": name, "file": self.path.name},
                remedy=_("Add a line “%(option)s = …” to this [[source]] of the manifest.") % {"option": name},
            )
        return self.options[name]

    def beside(self, file_name: str) -> Path:
        """Another file of the same source, given relative to the main one."""
        return self.path.parent / file_name


@dataclass(frozen=True)
class CountrySource:
    """A file about the whole country, and the names of its properties."""

    loader: str
    path: Path
    edition_year: int
    options: Mapping[str, str]
    partial: bool = False
    municipality: None = None


AnySource = TypeVar("AnySource", Source, CountrySource)


@dataclass(frozen=True)
class Refusal:
    """A row or a whole file that was not stored: where, which value, what is wrong, and what to write instead."""

    problem: str
    remedy: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = [
            *([_("line %(line)d") % {"line": self.line}] if self.line is not None else []),
            *([_("column “%(column)s”") % {"column": self.column}] if self.column else []),
            *([_("value “%(value)s”") % {"value": self.value}] if self.value else []),
        ]
        return " ".join(part for part in (", ".join(place) + ":" if place else "", self.problem, self.remedy) if part)


class RowRefused(Exception):
    """Raised by a loader for one row; the loader catches it by `Report.row()` or `Report.refuse()`."""

    def __init__(self, problem: str, remedy: str = "", column: str = "", value: object = "", line: int | None = None):
        text = str(value)
        self.refusal = Refusal(str(problem), str(remedy), line, column, text if len(text) <= 80 else text[:79] + "…")
        super().__init__(str(self.refusal))


class FileRefused(RowRefused):
    """Raised by a loader where the file as a whole cannot be used."""


@dataclass
class Report:
    """What a loader did, counted in rows. `import_run` is the record that the stored rows may point at."""

    import_run: ImportRun | None = None
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, problem: RowRefused, line: int | None = None) -> None:
        """Note a refused row."""
        self.refused += 1
        if len(self.refusals) < REFUSALS_KEPT:
            kept = problem.refusal
            self.refusals.append(
                kept if kept.line is not None or line is None else Refusal(**(vars(kept) | {"line": line}))
            )

    def note(self, text: str) -> None:
        """Say what was repaired or left out."""
        self.notes.append(text)


class Loader(Protocol):
    """Reads one kind of source into models."""

    def __call__(self, source: Source, report: Report) -> None:
        """Load a source.

        Raises:
            FileRefused: If nothing of the file can be used.
        """
        ...


class _Undo(Exception):
    """Rolls back what a dry run or a refused file wrote."""


def run_import(source: AnySource, load: Callable[[AnySource, Report], None], *, dry_run: bool = False) -> ImportRun:
    """Run a loader over its file in one transaction and record the run.

    Args:
        source: The file and how to read it.
        load: The loader.
        dry_run: Try everything, store nothing.

    Returns:
        The recorded run; its status says whether anything was stored, its refusals why not.
    """
    # Written before the rows, so that they can point at it, and still there where a loader crashes.
    run = ImportRun.objects.create(
        municipality=source.municipality,
        loader=source.loader,
        file_name=source.path.name[:255],
        sha256=checksum(source.path),
        started_at=timezone.now(),
        finished_at=timezone.now(),
        status=ImportRun.Status.FAILED,
    )
    report = Report(import_run=run)
    failed = False
    try:
        with transaction.atomic(), pghistory.context(door="import", **{"import": run.pk}):
            _take_turns(source)
            load(source, report)
            failed = bool(report.refused and not source.partial)
            if failed or dry_run:
                raise _Undo
    except _Undo:
        pass
    except RowRefused as error:
        failed = True
        report.refuse(error)
    except OSError as error:
        failed = True
        report.refuse(
            FileRefused(
                _("%(file)s cannot be read: %(reason)s")
                % {"file": Path(error.filename or source.path).name, "reason": error.strerror or error},
                remedy=_("Check the name in the manifest and the rights of the file."),
            )
        )
    except DatabaseError as error:
        failed = True
        report.refuse(
            FileRefused(
                _("the database refused it: %(reason)s") % {"reason": str(error).strip().splitlines()[0]},
                remedy=_("Nothing was stored. Correct the file and load it again."),
            )
        )
    run.status = ImportRun.Status.FAILED if failed else ImportRun.Status.DRY_RUN if dry_run else ImportRun.Status.DONE
    _count(run, report)
    run.finished_at = timezone.now()
    run.save()
    return run


def _take_turns(source: Source | CountrySource) -> None:
    """Wait for other imports of the same municipalities: two at once would both write the rows that they both miss."""
    touched = Municipality.objects.all()
    if isinstance(source, Source):
        touched = touched.filter(pk__in=[source.municipality.pk, *source.wanted])
    # In one order, so that two loads never wait for each other.
    list(touched.select_for_update(no_key=True).order_by("pk"))


def _count(run: ImportRun, report: Report) -> None:
    stored = run.status != ImportRun.Status.FAILED
    run.rows_read = report.read
    # Of a refused file nothing was stored, whatever the loader had begun.
    run.rows_created = report.created if stored else 0
    run.rows_updated = report.updated if stored else 0
    run.rows_unchanged = report.unchanged
    run.rows_skipped = report.skipped
    run.rows_refused = report.refused
    run.refusals = [
        {name: storable(value) if isinstance(value, str) else value for name, value in vars(refusal).items()}
        for refusal in report.refusals
    ]
    run.notes = [storable(note) for note in report.notes]


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot keep: NUL and halves of characters, as rubbish files hold."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def checksum(path: Path) -> str:
    """SHA-256 of a file in hex; empty where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
