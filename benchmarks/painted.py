"""The median of what Lighthouse measured, and the time to the first painted area in a browser that is not slowed.

Usage: python -m benchmarks.painted ADDRESS FOLDER
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

VISITS = 5
FIRST_AREA = """() => new Promise(done => {
  const painted = () => document.querySelector("#map path[class*='coverage-']")
    ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(painted);
  painted();
})"""
LINES: dict[str, Callable[[dict[str, Any]], float]] = {
    "performance, of 100": lambda told: told["categories"]["performance"]["score"] * 100,
    "accessibility, of 100": lambda told: told["categories"]["accessibility"]["score"] * 100,
    "best practice, of 100": lambda told: told["categories"]["best-practices"]["score"] * 100,
    "first paint, ms": lambda told: told["audits"]["first-contentful-paint"]["numericValue"],
    "largest paint, ms": lambda told: told["audits"]["largest-contentful-paint"]["numericValue"],
    "blocked, ms": lambda told: told["audits"]["total-blocking-time"]["numericValue"],
    "layout shift, thousandths": lambda told: told["audits"]["cumulative-layout-shift"]["numericValue"] * 1000,
    "transfer, kB": lambda told: told["audits"]["total-byte-weight"]["numericValue"] / 1000,
    "requests": lambda told: len(told["audits"]["network-requests"]["details"]["items"]),
}


def main(address: str, folder: Path) -> None:
    """Print a line for each figure."""
    visits = [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]
    print(f"{address}: the median of {len(visits)} visits, Lighthouse {visits[0]['lighthouseVersion']}, mobile profile")
    for name, read in LINES.items():
        figures = [read(visit) for visit in visits]
        print(f"  {name:26} {median(figures):8.0f}   ({min(figures):.0f} to {max(figures):.0f})")
    print(f"  {'first area at a desk, ms':26} {median(_first_areas(address)):8.0f}")


def _first_areas(address: str) -> list[float]:
    """From the request to the first painted area, each time with an empty cache."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        times = []
        for _visit in range(VISITS):
            page = browser.new_context(viewport={"width": 1280, "height": 844}).new_page()
            page.goto(address, wait_until="commit")
            times.append(float(page.evaluate(FIRST_AREA)))
        browser.close()
    return times


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
