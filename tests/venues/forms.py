"""A form as a browser would send it: what its fields hold, read from the page itself."""

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.in_template = form_id, False, 0
        self.fields: dict[str, Any] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form" and given.get("id") == self.form_id:
            self.inside = True
        self.in_template += tag == "template"
        if not self.inside or self.in_template:
            return
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"}:
                if "checked" in given:
                    self.fields.setdefault(name, []).append(given.get("value") or "on")
            elif kind not in {"submit", "button", "file"}:
                self.fields[name] = given.get("value") or ""
        elif tag == "select":
            self.select, self.fields[name] = name, None
        elif tag == "option" and self.select and ("selected" in given or self.fields[self.select] is None):
            self.fields[self.select] = given.get("value") or ""
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        self.in_template -= tag == "template"
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def filled(response: Any, form_id: str = "entry", **changes: Any) -> dict[str, Any]:
    """What the form of a page would send, with some fields filled in otherwise."""
    form = _Form(form_id)
    form.feed(response.content.decode())
    assert form.fields, f"the page has no form #{form_id}"
    return form.fields | {name.replace("__", "-"): value for name, value in changes.items()}


def sent(client: Any, address: str, **changes: Any) -> Any:
    """The answer to the form of a page, opened and sent with some fields filled in otherwise."""
    return client.post(address, filled(client.get(address), **changes))
