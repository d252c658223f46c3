"""The classes can be told apart, by colour-blind readers too, in light and in dark."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from venues.pages.classes import CLASSES, NO_FIGURE
from venues.pages.indicators import INDICATORS

CSS = Path(settings.BASE_DIR) / "static" / "css"
# Machado, Oliveira & Fernandes (2009), full severity, on linear RGB.
SEEN_BY = {
    "everyone": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.412456, 0.357576, 0.180438], [0.212673, 0.715152, 0.072175], [0.019334, 0.119192, 0.950304]])
TELLS_APART = 15
"""CIE76 distance at which patches that do not touch are still told apart with ease."""


def tokens(scheme):
    light, dark = (CSS / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", dark)) if scheme == "dark" else found


RULES = (CSS / "coverage.css").read_text() + (CSS / "indicators.css").read_text()


def colour_of(css, scheme):
    token = re.search(rf"^\.{css} {{ fill: var\((--[\w-]+)\); --paint: var\(\1\); }}$", RULES, re.MULTILINE)
    return tokens(scheme)[token[1]]


def linear(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    low, high = sorted(float(linear(colour) @ TO_XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("reader", SEEN_BY)
@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_no_two_classes_look_alike(scheme, reader, indicator):
    colours = [colour_of(painted.css, scheme) for painted in indicator.classes]
    seen = [lab(np.array(SEEN_BY[reader]) @ linear(colour)) for colour in colours]

    distances = [np.linalg.norm(a - b) for i, a in enumerate(seen) for b in seen[i + 1 :]]

    assert min(distances) >= TELLS_APART


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", ["reach", "fragility", "bridging"])
def test_a_share_runs_one_way_from_light_to_dark(scheme, key):
    lightness = [lab(linear(colour_of(c.css, scheme)))[0] for c in INDICATORS[key].classes]
    steps = [after - before for before, after in pairwise(lightness)]

    assert all(step > 0 for step in steps) or all(step < 0 for step in steps)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_change_is_plainest_in_the_middle_and_the_same_step_up_stands_out_as_much_as_down(scheme):
    lightness = [lab(linear(colour_of(c.css, scheme)))[0] for c in INDICATORS["change"].classes]
    ground = lightness[3]

    away = [abs(one - ground) for one in lightness]
    assert away[0] > away[1] > away[2] > 0
    assert away[6] > away[5] > away[4] > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shortage_runs_one_way_from_light_to_dark(scheme):
    lightness = [lab(linear(tokens(scheme)[f"--infra-{c.css}"]))[0] for c in CLASSES if c.high <= 1]
    steps = [after - before for before, after in pairwise(lightness)]

    assert all(step > 0 for step in steps) or all(step < 0 for step in steps)


def test_every_class_and_every_missing_figure_has_one_rule():
    rules = RULES

    for painted in [*(c for each in INDICATORS.values() for c in each.classes), *NO_FIGURE.values()]:
        assert len(re.findall(rf"^\.{painted.css} \{{ fill:", rules, re.MULTILINE)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "text",
    ["--utrecht-document-color", "--infra-muted-color", "--utrecht-link-color", "--utrecht-heading-color"],
)
@pytest.mark.parametrize(
    "ground",
    [
        "--utrecht-document-background-color",
        "--infra-surface-color",
        "--infra-highlight-color",
        "--infra-notice-background-color",
        "--infra-fictional-background-color",
    ],
)
def test_text_stands_out_from_every_ground(scheme, text, ground):
    assert contrast(tokens(scheme)[text], tokens(scheme)[ground]) >= 4.5
