"""A municipality from its manifest to a scored map: import, measure, score."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.assessment.arrays import NothingToScore, bound_m
from venues.assessment.history import is_behind, last_month, store_history
from venues.assessment.run import seal_run, store_live_run
from venues.importing.base import Refusal, Source, run_import
from venues.importing.demand import estimate_demand
from venues.importing.demo_town import DEMO_CODE, generator_version, write_demo_town
from venues.importing.loaders import LOADERS
from venues.importing.manifest import Manifest, SourceEntry, read_manifest
from venues.models import Edition, History, ImportRun, Municipality, Run, VenueType
from venues.register.following import settle, waiting_in
from venues.walking.measure import measure_walks
from venues.walking.points import place_points

Say = Callable[[str], object]

DEMO_SINCE = date(2016, 1, 1)
"""The fictional town has a past from here on."""


class CityRefused(Exception):
    """A source of the manifest was refused; what was stored before it stays, its own rows do not."""


def load_city(manifest_path: Path, data: Path, say: Say) -> Run:
    """Import every source of a manifest, measure the walks and store the live run.

    Args:
        manifest_path: The TOML file.
        data: The folder that its file names are relative to.
        say: Receives one line a stage: time, counts, and each refused row.

    Returns:
        The live run.

    Raises:
        ManifestRefused: If the manifest is wrong.
        CityRefused: If a file is refused.
    """
    municipality = _import(read_manifest(manifest_path, LOADERS), data, say)
    return measure_and_score(municipality, say)


def try_city(manifest_path: Path, data: Path, say: Say) -> None:
    """Try every import of a manifest, each on top of the ones before it, and store nothing.

    Raises:
        ManifestRefused, CityRefused: As for `load_city`.
    """
    with transaction.atomic():
        _import(read_manifest(manifest_path, LOADERS), data, say)
        transaction.set_rollback(True)
    say(_("Dry run: nothing was stored."))


def load_demo_town(folder: Path, say: Say, *, again: bool = False) -> Run:
    """Write the files of the fictional town and load them as any municipality's; once a version of the generator.

    Args:
        folder: Where its files go.
        say: Receives one line a stage.
        again: Also where it is loaded already.

    Returns:
        The live run, as of today.

    Raises:
        CityRefused: If a file of its own is refused, which is an error in the generator.
    """
    version = generator_version()
    made = ImportRun.objects.filter(municipality=DEMO_CODE, loader="demo-town", sha256=version).exists()
    live = Run.objects.filter(municipality=DEMO_CODE, kind=Run.Kind.LIVE).select_related("municipality").first()
    if made and live and not again:
        say(_("The fictional town %(name)s is loaded.") % {"name": live.municipality.name})
        today = timezone.localdate()
        if is_behind(live.municipality, today):
            _keep_history(live.municipality, today, say)
        return live if live.as_of == today else store_live_run(live.municipality, today)
    started_at = timezone.now()
    with _stage(say, _("draw the town")) as note:
        write_demo_town(folder)
        note(folder)
    run = load_city(folder / "manifest.toml", folder, say)
    _keep_history(run.municipality, run.as_of, say)
    ImportRun.objects.create(
        municipality_id=DEMO_CODE,
        loader="demo-town",
        file_name="manifest.toml",
        sha256=version,
        started_at=started_at,
        finished_at=timezone.now(),
        status=ImportRun.Status.DONE,
    )
    return run


def measure_and_score(municipality: Municipality, say: Say, day: date | None = None) -> Run:
    """From imported figures and streets to the live run of a municipality.

    Raises:
        CityRefused: If what was imported is not enough to score it; the message says what is missing.
    """
    changes = waiting_in(municipality.pk)
    around = _with_neighbours(municipality)
    editions = Edition.objects.filter(municipality__in=around, is_active=True).select_related("municipality")
    with _stage(say, _("demand")) as note:
        for edition in editions:
            note(estimate_demand(edition.municipality, edition))
    with _stage(say, _("points")) as note:
        for edition in editions:
            note(f"{edition.municipality.name}: {_in_words(place_points(edition))}")
    _analyse()
    with _stage(say, _("walks")) as note:
        for each in around:
            note(measure_walks(each, bound_m=bound_m(each)))
    _analyse()
    with _stage(say, _("score")) as note:
        try:
            run = store_live_run(municipality, day or timezone.localdate())
        except NothingToScore as error:
            raise CityRefused(str(error)) from None
        note(_in_words(run.counts))
    settle(municipality, changes)
    return run


def score_again(municipality: Municipality, day: date, *, seal: bool = False) -> Run:
    """Score a municipality whose data are there already: in place of its live run, or sealed.

    Walks that are missing or out of date are measured first: a new place would seem to serve nobody, and the points of
    a neighbour may have changed.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
    """
    changes = waiting_in(municipality.pk)
    for each in _with_neighbours(municipality):
        measure_walks(each, bound_m=bound_m(each))
    if seal:
        return seal_run(municipality, day)
    run = store_live_run(municipality, day)
    if day == timezone.localdate():
        settle(municipality, changes)
    return run


def score_history(municipality: Municipality, first: date, last: date) -> History:
    """Score the months of a municipality whose data are there already, and keep them.

    Walks that are missing or out of date are measured first, as by `score_again`.

    Raises:
        NothingToScore: If it has no active boundaries or nobody's figures.
        ValueError: If the last month comes before the first.
    """
    for each in _with_neighbours(municipality):
        measure_walks(each, bound_m=bound_m(each))
    return store_history(municipality, first, last)


def _keep_history(municipality: Municipality, day: date, say: Say) -> None:
    with _stage(say, _("history")) as note:
        # Coming months that were stored stay.
        last = max([day, *(last_month(stored) for stored in municipality.histories.all())])
        history = store_history(municipality, DEMO_SINCE, last)
        note(_("%(count)d months since %(first)s") % {"count": history.months, "first": f"{history.first_on:%Y-%m}"})


def _import(manifest: Manifest, data: Path, say: Say) -> Municipality:
    municipality = _municipality(manifest)
    for entry in manifest.sources:
        with _stage(say, entry.loader + (f" {entry.options['table']}" if "table" in entry.options else "")) as note:
            run = _import_source(manifest, municipality, entry, data)
            note(outcome(run))
        for refusal in run.refusals[:20]:
            say(f"    {_refusal_line(refusal)}")
        if run.rows_refused > 20:
            say("    " + _("… and %(count)d more") % {"count": run.rows_refused - 20})
        for text in run.notes[:10]:
            say(f"    {text}")
        if len(run.notes) > 10:
            say("    " + _("… and %(count)d more notes") % {"count": len(run.notes) - 10})
        if run.status == ImportRun.Status.FAILED:
            raise CityRefused(_("%(file)s was refused; nothing of it was stored.") % {"file": run.file_name})
    with transaction.atomic():
        # A neighbour that is scored itself keeps the boundaries that its own manifest chose.
        chosen = Q(municipality=manifest.code) | Q(
            municipality__in=list(manifest.neighbours), municipality__is_scored=False
        )
        for edition in Edition.objects.filter(chosen, year=manifest.edition):
            edition.activate()
    return municipality


def _import_source(manifest: Manifest, municipality: Municipality, entry: SourceEntry, data: Path) -> ImportRun:
    source = Source(
        loader=entry.loader,
        path=data / entry.file,
        municipality=municipality,
        edition_year=manifest.edition,
        options=entry.options,
        partial=entry.partial,
    )
    return run_import(source, LOADERS[entry.loader])


def _municipality(manifest: Manifest) -> Municipality:
    municipality, _created = Municipality.objects.update_or_create(
        code=manifest.code,
        defaults={
            "name": manifest.name,
            "is_fictional": manifest.is_fictional,
            "is_scored": True,
            "attribution": list(manifest.attribution),
        },
    )
    types = VenueType.objects.filter(code__in=manifest.unrecorded_types)
    if unknown := set(manifest.unrecorded_types) - {each.code for each in types}:
        raise CityRefused(
            _("unrecorded_types names “%(code)s”, which is no venue type here.") % {"code": ", ".join(sorted(unknown))}
        )
    municipality.unrecorded_types.set(types)
    for code, name in manifest.neighbours.items():
        neighbour, _created = Municipality.objects.get_or_create(code=code, defaults={"name": name, "is_scored": False})
        municipality.neighbours.add(neighbour)
    return municipality


def _with_neighbours(municipality: Municipality) -> list[Municipality]:
    return [municipality, *municipality.neighbours.all()]


@contextmanager
def _stage(say: Say, name: str) -> Iterator[Callable[[object], None]]:
    notes: list[str] = []
    started = perf_counter()
    yield lambda text: notes.append(str(text))
    say(f"{name:24s}{perf_counter() - started:6.1f} s  {'; '.join(notes)}")


def outcome(run: ImportRun) -> str:
    """What an import did, in one line."""
    counts = {
        _("read"): run.rows_read,
        _("new"): run.rows_created,
        _("changed"): run.rows_updated,
        _("unchanged"): run.rows_unchanged,
        _("not for us"): run.rows_skipped,
        _("refused"): run.rows_refused,
    }
    return f"{run.file_name}: " + ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def _refusal_line(refusal: dict[str, object]) -> str:
    return str(Refusal(**refusal))  # type: ignore[arg-type]


def _in_words(counts: Mapping[str, int]) -> str:
    words = {
        "square": _("100 m squares"),
        "street": _("points on the street network"),
        "centre": _("points for a whole area"),
        "points": _("demand points"),
        "walks": _("walks"),
        "offers": _("offers"),
        "offersWithRoom": _("of them with room"),
        "offersUnreached": _("with room that nobody reaches"),
        "scoresOk": _("figures"),
        "scoresNoNeed": _("without anybody of the group"),
        "scoresSuppressed": _("withheld for fewer than 10 persons"),
        "scoresUnknown": _("unknown"),
    }
    return ", ".join(f"{count} {words[name]}" for name, count in counts.items())


def _analyse() -> None:
    # Tens of thousands of rows are new: without fresh statistics the planner walks them one by one.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
