"""What of a new OpenAPI document breaks clients that were written by an old one."""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
Schema = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")


def breaking_changes(old: Document, new: Document) -> list[str]:
    """In words, everything that clients of the old document may rely on and that the new one has no more.

    Removed: paths, methods, parameters, members of bodies and answers, media types, good statuses, and values that a
    client may send. Newly required: parameters and members of bodies. Changed: types. Additions break nothing: clients
    ignore members that they do not know.
    """
    return list(_of_paths(_Pair(old, new)))


class _Pair:
    """Two documents, so that references are followed in each."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._compared: set[tuple[str, bool]] = set()

    def is_first(self, schema: Schema, *, sent: bool) -> bool:
        """Whether a component is met for the first time; those that contain themselves would never end."""
        key = (schema.get("$ref", ""), sent)
        if key[0] and key in self._compared:
            return False
        self._compared.add(key)
        return True


def _at(document: Document, thing: Any) -> Any:
    """What a reference refers to."""
    while "$ref" in thing:
        found: Any = document
        for step in thing["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        thing = found
    return thing


def _of_paths(both: _Pair) -> Iterator[str]:
    for path, item in both.old["paths"].items():
        if path not in both.new["paths"]:
            yield f"{path} is gone"
            continue
        for method in METHODS:
            if method in item and method not in both.new["paths"][path]:
                yield f"{method.upper()} {path} is gone"
            elif method in item:
                yield from _of_operation(
                    both, f"{method.upper()} {path}", item[method], both.new["paths"][path][method]
                )


def _of_operation(both: _Pair, where: str, old: Any, new: Any) -> Iterator[str]:
    before, after = (
        {(each["name"], each["in"]): each for each in (_at(document, one) for one in operation.get("parameters", []))}
        for document, operation in ((both.old, old), (both.new, new))
    )
    for key, parameter in before.items():
        place = f"{where}: parameter {key[0]} ({key[1]})"
        if key not in after:
            yield f"{place} is gone"
        else:
            yield from _of_schema(both, place, parameter["schema"], after[key]["schema"], sent=True)
    for key, parameter in after.items():
        if parameter.get("required") and not before.get(key, {}).get("required"):
            yield f"{where}: parameter {key[0]} ({key[1]}) is required now"
    if "requestBody" in new and new["requestBody"].get("required") and "requestBody" not in old:
        yield f"{where}: a body is required now"
    yield from _of_content(both, f"{where}: body", old.get("requestBody", {}), new.get("requestBody", {}), sent=True)
    for status, answer in old["responses"].items():
        if status.startswith("2") and status not in new["responses"]:
            yield f"{where}: status {status} is gone"
        elif status in new["responses"]:
            told = (answer, new["responses"][status])
            yield from _of_content(both, f"{where}: answer {status}", *told, sent=False)


def _of_content(both: _Pair, where: str, old: Any, new: Any, *, sent: bool) -> Iterator[str]:
    for media_type, body in _at(both.old, old).get("content", {}).items():
        others = _at(both.new, new).get("content", {})
        if media_type not in others:
            yield f"{where} as {media_type} is gone"
        elif "schema" in body:
            yield from _of_schema(both, where, body["schema"], others[media_type].get("schema", {}), sent=sent)


def _of_schema(both: _Pair, where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[str]:
    if not both.is_first(old, sent=sent):
        return
    old, new = _at(both.old, old), _at(both.new, new)
    before, after = _types(old), _types(new)
    # What is sent may be more than before, what is answered less.
    if not (before <= after if sent else after <= before):
        yield f"{where} was {_said(before)} and is {_said(after)}"
    if sent and "enum" in new:
        yield from (f"{where} takes {value!r} no more" for value in old.get("enum", []) if value not in new["enum"])
    yield from _of_members(both, where, old, new, sent=sent)
    for part in ("items", "additionalProperties"):
        if isinstance(old.get(part), dict) and isinstance(new.get(part), dict):
            yield from _of_schema(both, f"{where}: each", old[part], new[part], sent=sent)
    for one, other in zip(old.get("oneOf", []), new.get("oneOf", []), strict=False):
        yield from _of_schema(both, where, one, other, sent=sent)


def _of_members(both: _Pair, where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[str]:
    members, others = old.get("properties", {}), new.get("properties", {})
    for name, member in members.items():
        if name in others:
            yield from _of_schema(both, f"{where}: member {name}", member, others[name], sent=sent)
        else:
            yield f"{where}: member {name} is gone"
    before, after = set(old.get("required", [])), set(new.get("required", []))
    if sent:
        yield from (f"{where}: member {name} is required now" for name in sorted(after - before))
    else:
        yield from (f"{where}: member {name} may be left out now" for name in sorted((before - after) & others.keys()))


def _types(schema: Schema) -> frozenset[str]:
    """The types that a value may have; none where any will do."""
    kinds = schema.get("type", [])
    return frozenset([kinds] if isinstance(kinds, str) else kinds)


def _said(types: frozenset[str]) -> str:
    return " or ".join(sorted(types)) or "anything"
