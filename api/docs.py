"""The schema told to people: what can be asked, with which parameters, and what comes back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.settings import spectacular_settings

_SHAPES = "#/components/schemas/"
_MOST_VALUES = 12  # of an enumeration, before it is told by its number


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One parameter, or one field of an answer. shape: the name of the shape that it has, "" for a plain value."""

    name: str
    kind: str
    shape: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One address that can be asked. anchor: where it stands on the page."""

    anchor: str
    path: str
    text: str
    parameters: list[FieldRow]
    shape: str
    statuses: list[str]
    example: str


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """One kind of object that answers hold."""

    name: str
    text: str
    fields: list[FieldRow]


@dataclass(frozen=True, slots=True)
class ApiDocs:
    """groups: operations by the first part of their address."""

    groups: dict[str, list[OperationRow]] = field(default_factory=dict)
    shapes: list[ShapeRow] = field(default_factory=list)


def api_docs() -> ApiDocs:
    """Return the schema as rows; labels in the reader's language where the schema has them so."""
    return _docs(get_language() or "")


@cache
def _docs(_language: str) -> ApiDocs:
    schema = spectacular_settings.DEFAULT_GENERATOR_CLASS().get_schema(request=None, public=True)
    docs = ApiDocs()
    for path, methods in schema["paths"].items():
        group = path.removeprefix("/api/v1/").split("/")[0]
        docs.groups.setdefault(group, []).append(_operation(path, methods["get"]))
    docs.shapes.extend(_shapes(schema["components"]["schemas"]))
    return docs


def _operation(path: str, told: Mapping[str, Any]) -> OperationRow:
    answers = told["responses"]
    content = answers["200"].get("content", {})
    shape = next((_kind(each["schema"])[1] for each in content.values()), "")
    parameters = [
        FieldRow(
            each["name"],
            *_kind(each["schema"]),
            required=each.get("required", False),
            text=each.get("description", "") or each["schema"].get("description", ""),
        )
        for each in told.get("parameters", [])
    ]
    return OperationRow(
        anchor=told["operationId"],
        path=path,
        text=told.get("summary") or told.get("description", ""),
        parameters=parameters,
        shape=shape,
        statuses=sorted(answers),
        example=_example(path, parameters),
    )


def _example(path: str, parameters: list[FieldRow]) -> str:
    """Return the address with something in the place of what it has to be told."""
    filled = path
    query = []
    for each in parameters:
        if f"{{{each.name}}}" in filled:
            filled = filled.replace(f"{{{each.name}}}", "bark" if each.kind == "string" else "1")
        elif each.required:
            query.append(f"{each.name}=…")
    return f"{filled}?{'&'.join(query)}" if query else filled


def _shapes(schemas: Mapping[str, Any]) -> Iterator[ShapeRow]:
    for name, told in sorted(schemas.items()):
        if "properties" in told:
            required = {*told.get("required", ())}
            rows = [
                FieldRow(each, *_kind(schema), required=each in required, text=schema.get("description", ""))
                for each, schema in told["properties"].items()
            ]
            yield ShapeRow(name, told.get("description", ""), rows)
        elif "enum" in told:
            yield ShapeRow(name, ", ".join(map(str, told["enum"])), [])


def _kind(schema: Mapping[str, Any]) -> tuple[str, str]:
    """Return what kind of value it is in words, and the shape that it has or that its parts have."""
    if reference := schema.get("$ref", ""):
        return "", reference.removeprefix(_SHAPES)
    if inner := next((schema[each] for each in ("allOf", "oneOf", "anyOf") if each in schema), None):
        return _kind(next((each for each in inner if each), {}))
    if schema.get("type") == "array":
        kind, shape = _kind(schema.get("items", {}))
        return f"list of {kind}" if kind else "list of", shape
    values = [str(each) for each in schema.get("enum", ()) if each not in (None, "")]
    if values:
        return ", ".join(values) if len(values) <= _MOST_VALUES else f"one of {len(values)} codes", ""
    return " ".join(filter(None, (schema.get("type", ""), schema.get("format", "")))), ""
