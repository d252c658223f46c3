"""The colours that a person sees: the pixels of a picture of the page."""

import base64

from playwright.sync_api import Locator, Page

_READ = """async ([picture, points]) => {
    const image = new Image();
    image.src = picture;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return points.map(([x, y]) => "#" + [...context.getImageData(x, y, 1, 1).data.slice(0, 3)]
        .map((part) => part.toString(16).padStart(2, "0")).join(""));
}"""

_OF_CANVASES = """(canvases) => [...new Set(canvases.filter((canvas) => canvas.width).flatMap((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return [...data.keys()].filter((i) => i % 4 === 0 && data[i + 3] > 90).map((i) => data.slice(i, i + 4).join(" "));
}))]"""


def colours_at(page: Page, points: list[tuple[float, float]]) -> list[str]:
    """The colours of the page at points, in CSS pixels of the window, as `#rrggbb`."""
    picture = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
    found: list[str] = page.evaluate(_READ, [picture, [[round(x), round(y)] for x, y in points]])
    return found


def token(page: Page, name: str) -> str:
    """The colour of a design token."""
    found: str = page.evaluate(
        "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()", f"--infra-{name}"
    )
    return found


def colours_in(canvases: Locator) -> set[tuple[int, ...]]:
    """The colours in canvases as red, green, blue and opacity; what is hardly there is left out."""
    return {tuple(map(int, found.split())) for found in canvases.evaluate_all(_OF_CANVASES)}
