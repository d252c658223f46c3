"""Somebody who uses the site on a phone: by thumb or by keyboard alone, counting what it takes."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TAP_S, LETTER_S = 3.0, 0.35
"""What finding and tapping something takes somebody, and a letter on a phone's keyboard."""
MOST_TABS = 150
WAYS = [(by, language) for by in ("touch", "keyboard") for language in ("nl", "en")]
"""How each journey is made: by thumb and by keyboard, in both languages."""


class Person:
    """Does what a person does: taps, types, chooses. `by` is touch or keyboard."""

    def __init__(self, page: Page, by: str = "touch") -> None:
        self.page, self.by = page, by
        self.taps = self.letters = 0

    @property
    def seconds(self) -> float:
        """How long somebody takes for what was done, the waiting left out."""
        return self.taps * TAP_S + self.letters * LETTER_S

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Tap something; by keyboard, go there and press a key."""
        self.taps += 1
        if self.by == "touch":
            target.tap()
        else:
            self._go(target)
            self.page.keyboard.press(key)

    def tick(self, target: Locator) -> None:
        """Tick a box or choose a radio."""
        self.press(target, "Space")
        expect(target).to_be_checked()

    def write(self, target: Locator, text: str) -> None:
        """Tap a field and type."""
        self.taps += 1
        self.letters += len(text)
        if self.by == "touch":
            target.tap()
        else:
            self._go(target)
        if target.get_attribute("type") in {"date", "time"}:
            # Each device has its own clock and calendar for these.
            target.fill(text)
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        """Open a list and choose from it: two taps."""
        self.taps += 2
        if self.by == "touch":
            target.select_option(label=label)
            return
        self._go(target)
        self.page.keyboard.press("Home")
        for _option in range(target.locator("option").count()):
            if target.evaluate("list => list.selectedOptions[0].label") == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {label}")

    def pick(self, radio: Locator) -> None:
        """Tap a radio button; by keyboard, go to its set and move by the arrow keys."""
        if self.by == "touch":
            self.tick(radio)
            return
        self.taps += 1
        name = radio.get_attribute("name")
        self._go(self.page.locator(f"input[name='{name}']").first)
        for _button in range(self.page.locator(f"input[name='{name}']").count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def give(self, target: Locator, file: Path) -> None:
        """Press a field for a file and choose one in the device's own window."""
        with self.page.expect_file_chooser() as chooser:
            self.press(target, "Space")
        chooser.value.set_files(file)

    def _go(self, target: Locator) -> None:
        """Tab until it has the focus: what cannot be reached fails here."""
        expect(target).to_be_visible()
        for key in ("Tab", "Shift+Tab"):
            for _step in range(MOST_TABS):
                if target.evaluate("element => element === document.activeElement"):
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"the keyboard does not reach {target}")


def nothing_wrong_with(page: Page, width: int = 390) -> None:
    """No finding of axe, and nothing wider than the screen."""
    page.wait_for_load_state("load")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    findings = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
    assert not findings, findings
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{wide} px wide"


def sign_in(page: Page, live_server: Any, client: Any, user: Any) -> None:
    """Let a page be somebody's, without the sign-in page."""
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
