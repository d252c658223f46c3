"""The pictures of the README, of the demo town: few colours, so that they stay small in the history of the project.

Usage: bin/pictures.py ADDRESS FOLDER
"""

import base64
import shutil
import struct
import sys
import time
import urllib.request
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = {
    "map": ("/en/?municipality=GM9999&group=youth", 1280, 860, 0.75),
    "area": ("/en/areas/BU99990103?group=youth", 1280, 860, 0.75),
    "place": ("", 1280, 860, 0.75),
    "phone": ("/?municipality=GM9999&group=youth", 390, 700, 1.5),
}
"""Address, width and height of the window, and scale. The place is the first that the area names."""
FIRST_PLACE = ".parts tbody a[href*='/venues/']"
PIXELS = """async encoded => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return [image.width, image.height, btoa(text)];
}"""


def main(address: str, folder: Path) -> None:
    """Look at each page and store what is seen."""
    _wait_for(address)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        found = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        place = ""
        for name, (path, width, height, scale) in PICTURES.items():
            view = {"width": width, "height": height}
            page = browser.new_context(viewport=view, device_scale_factor=scale, locale="en-GB").new_page()
            page.goto(f"{address}{path or place}")
            page.wait_for_load_state("networkidle")
            if name == "phone":
                page.evaluate("document.querySelector('h1').scrollIntoView()")
            if name == "area":
                place = str(page.locator(FIRST_PLACE).first.get_attribute("href"))
            (folder / f"{name}.png").write_bytes(_few_colours(browser, page))
        browser.close()


def _few_colours(browser: Browser, page: Page) -> bytes:
    """The window as a PNG with a palette of 64."""
    encoded = base64.b64encode(page.screenshot(animations="disabled")).decode()
    width, height, data = browser.new_page().evaluate(PIXELS, encoded)
    pixels = np.frombuffer(base64.b64decode(data), np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    steps = pixels // 8
    key = steps[:, 0] * 1024 + steps[:, 1] * 32 + steps[:, 2]
    _keys, place, count = np.unique(key, return_inverse=True, return_counts=True)
    colours = np.stack([np.bincount(place, pixels[:, part]) / count for part in range(3)], axis=1)
    palette = colours[np.argsort(-count)[:64]]
    nearest = ((colours[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1)
    indices = nearest[place].astype(np.uint8).reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), indices]).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette.round().astype(np.uint8).tobytes()))
    parts += ((b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, part) for name, part in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _wait_for(address: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5)  # noqa: S310  # our own machine
        except OSError:
            time.sleep(0.5)
        else:
            return
    sys.exit(f"{address} did not answer within a minute.")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
