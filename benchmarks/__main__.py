"""Every benchmark, one after another: python -m benchmarks [DATA_FOLDER]."""

import sys
from pathlib import Path

from benchmarks import coverage, following, history, load, tiles, uncertainty, walking, what_if

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not (folder / "amsterdam").is_dir():
        raise SystemExit(f"{folder} has no folder amsterdam. Name the data folder: make bench ARGS=FOLDER")
    for benchmark in (walking, coverage, uncertainty, history, following, what_if, tiles, load):
        print(f"\n{benchmark.__name__}")
        benchmark.main([str(folder)])
