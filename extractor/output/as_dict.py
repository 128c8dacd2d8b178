"""A result as the JSON object of the contract (`SCHEMA_VERSION`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson

from extractor.model import Box, Fact, Place, Report, Result

SCHEMA_VERSION = "1"

_ON_ONE_LINE = orjson.OPT_APPEND_NEWLINE
_INDENTED = orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2

Json = dict[str, Any]
"""An object that `json.dumps` takes as it is."""


def as_dict(result: Result) -> Json:
    """Turn a result into plain data: decimals as strings, boxes as four numbers.

    `report` is null when nothing could be read; everything else is always present.
    """
    coverage = result.coverage
    return {
        "schema_version": SCHEMA_VERSION,
        "source": {
            "name": result.source.name,
            "sha256": result.source.sha256,
            "media_type": result.source.media_type,
            "pages": result.pages,
        },
        "report": _report(result.report) if result.report else None,
        "profile": result.profile,
        "facts": [_fact(fact) for fact in result.report.facts] if result.report else [],
        "checks": [
            {
                "slug": check.slug,
                "title": check.title,
                "group": check.group,
                "severity": check.severity,
                "status": check.status,
                "arithmetic": check.arithmetic,
                "facts": list(check.facts),
                "reason": check.reason,
            }
            for check in result.checks
        ],
        "discrepancies": _discrepancies(result),
        "coverage": {
            "quantities": coverage.quantities,
            "bound": coverage.bound,
            "set_aside": [
                {
                    "raw": figure.raw,
                    "reason": figure.reason,
                    "ref": figure.places[0].ref if figure.places else None,
                }
                for figure in coverage.set_aside
            ],
            "unexplained": [
                {"raw": figure.raw, "context": figure.context, "places": _places(figure.places)}
                for figure in coverage.unexplained
            ],
        },
        "problems": [
            {
                "kind": problem.kind,
                "file": problem.file,
                "page": problem.page,
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in result.problems
        ],
    }


def to_json(results: Iterable[Result]) -> str:
    """All results as one JSON array, indented, ending in a newline."""
    return _dump([as_dict(result) for result in results], indented=True)


def to_json_object(result: Result) -> str:
    """One result as an indented JSON object, ending in a newline."""
    return _dump(as_dict(result), indented=True)


def to_json_lines(results: Iterable[Result]) -> str:
    """One JSON object a line."""
    return "".join(_dump(as_dict(result), indented=False) for result in results)


def _dump(value: Json | list[Json], *, indented: bool) -> str:
    try:
        return orjson.dumps(value, option=_INDENTED if indented else _ON_ONE_LINE).decode("utf-8")
    except orjson.JSONEncodeError:
        # an undecodable byte in a file name is a lone surrogate, which UTF-8 cannot carry
        text = json.dumps(
            value, ensure_ascii=False, indent=2 if indented else None, allow_nan=False,
            separators=(",", ": " if indented else ":"),
        )  # fmt: skip
        return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def _report(report: Report) -> Json:
    return {
        "unit": report.unit,
        "year": report.year,
        "kind": report.kind,
        "title": report.title,
        "fill_date": report.fill_date,
    }


def _fact(fact: Fact) -> Json:
    quantity = fact.quantity
    return {
        "id": fact.id,
        "path": fact.path,
        "item": fact.item,
        "label": fact.label,
        "type": fact.type,
        "value": fact.text,
        "unit": quantity.unit if quantity else None,
        "decimals": quantity.decimals if quantity else None,
        "comparator": quantity.comparator if quantity else None,
        "approximate": quantity.approximate if quantity else False,
        "year": fact.year,
        "quote": fact.quote,
        "places": _places(fact.places),
        "pattern": fact.pattern,
    }


def _places(places: Iterable[Place]) -> list[Json]:
    return [
        {
            "page": place.page,
            "bbox": _bbox(place.box) if place.box else None,
            "ref": place.ref,
        }
        for place in places
    ]


def _bbox(box: Box) -> list[float]:
    """The edges to hundredths of a point; `round` would take more than twice as long."""
    x0, top, x1, bottom = box
    return [
        (x0 * 100.0 + 0.5) // 1.0 / 100.0, (top * 100.0 + 0.5) // 1.0 / 100.0,
        (x1 * 100.0 + 0.5) // 1.0 / 100.0, (bottom * 100.0 + 0.5) // 1.0 / 100.0,
    ]  # fmt: skip


def _discrepancies(result: Result) -> list[Json]:
    return [
        {
            "id": found.id,
            "severity": found.severity,
            "title": found.title,
            "message": found.message,
            "expected": found.expected,
            "reported": found.reported,
            "difference": found.difference,
            "causes": [
                {"kind": cause.kind, "explanation": cause.explanation} for cause in found.causes
            ],
            "effect": found.effect,
            "checks": list(found.checks),
            "facts": list(found.facts),
        }
        for found in result.discrepancies
    ]
