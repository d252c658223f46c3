"""Files in the folder that is filled: whole or not there at all, and remembered so that a second run goes on."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORD = "fetched.json"


@dataclass(frozen=True)
class Folder:
    """A folder with fetched files; `fetched.json` says which of them are whole and what they answer."""

    path: Path

    def write(self, name: str, content: bytes) -> None:
        """Write a file, so that nobody ever sees half of it."""
        self.path.mkdir(parents=True, exist_ok=True)
        part = self.path / f"{name}.part"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path / name)

    def write_table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write a CSV file; None becomes an empty cell: unknown."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
        self.write(name, text.getvalue().encode())

    def once(
        self, name: str, question: Mapping[str, Any], fetch: Callable[[], int], *, may_be_edited: bool = False
    ) -> int | None:
        """Fetch a file unless it is there already, unchanged, as the answer to the same question.

        Args:
            name: The file that `fetch` writes.
            question: What it answers: year and municipalities.
            fetch: Writes the file and returns how many rows came.
            may_be_edited: Keep it although a person changed it since.

        Returns:
            How many rows came; None where the file was there.
        """
        record = self._record()
        known = record.get(name)
        now = self._sha256(name)
        if known and now and known["question"] == question and (may_be_edited or known["sha256"] == now):
            return None
        rows = fetch()
        record[name] = {"question": dict(question), "rows": rows, "sha256": self._sha256(name)}
        self.write(RECORD, json.dumps(record, indent=2, ensure_ascii=False).encode())
        return rows

    def _record(self) -> dict[str, Any]:
        try:
            record = json.loads((self.path / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def _sha256(self, name: str) -> str:
        try:
            return hashlib.sha256((self.path / name).read_bytes()).hexdigest()
        except OSError:
            return ""
