"""A file of rules, read: what is wrong in it is said in one line that names the rule, the key and what is accepted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wenyuan.checking.rules.model import KINDS, Condition, Property, Rules, Step
from wenyuan.errors import UsageError

_LARGEST = 1_000_000


def load(path: str | Path) -> Rules:
    """The rules of a TOML file. Raises UsageError for one that cannot be read or means nothing."""
    try:
        with Path(path).expanduser().open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise UsageError(f"{path} is no file of rules: it is larger than a million bytes")
    try:
        return parse(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not written in UTF-8") from error


def parse(text: str, name: str = "rules") -> Rules:
    """The rules of a text in TOML; `name` is what messages call it."""
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is no TOML: {error}") from error
    if "rule" not in given:
        raise UsageError(f"{name} holds no rule: each begins with a line [[rule]]")
    try:
        return Rules.model_validate(given)
    except ValidationError as error:
        raise UsageError(f"{name}: {_said(error.errors(include_url=False)[0], given)}") from error


def _said(error: ErrorDetails, given: Mapping[str, Any]) -> str:
    """One fault in words."""
    place = error["loc"]
    where = _where(place, given)
    key = str(place[-1]) if place else ""
    match error["type"]:
        case "extra_forbidden":
            return f"{where}`{key}` is no key here; accepted: {', '.join(_accepted(place))}"
        case "missing":
            return f"{where}`{key}` is missing"
        case "union_tag_not_found":
            return f"{where}`kind` is missing; accepted: {', '.join(KINDS)}"
        case "union_tag_invalid":
            tag = _short(error["ctx"]["tag"]) if "ctx" in error else "wrong"
            return f"{where}`kind` is {tag}; accepted: {', '.join(KINDS)}"
        case "literal_error" if key == "property":
            accepted = ", ".join(get_args(Property))
            return f'{where}{_short(error["input"])} is no property; accepted: {accepted}; or {{ pattern = "…" }}'
        case "value_error":
            return f"{where}{error['msg'].removeprefix('Value error, ')}"
        case _:
            return f"{where}`{key}`: {error['msg'][:1].lower()}{error['msg'][1:]}, not {_short(error['input'])}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _where(place: Sequence[str | int], given: Mapping[str, Any]) -> str:
    """The rule and the step that a fault is in: 'rule 2 "Dividends", step 3: '."""
    if len(place) < 2 or place[0] != "rule" or not isinstance(place[1], int):
        return ""
    out = f"rule {place[1] + 1}"
    rules: Any = given.get("rule")
    rule: Any = rules[place[1]] if isinstance(rules, list) and place[1] < len(cast("list[Any]", rules)) else None
    name: Any = cast("dict[str, Any]", rule).get("name") if isinstance(rule, dict) else None
    if isinstance(name, str) and name:
        out += f" “{name[:60]}”"
    if len(place) > 4 and place[3] == "step" and isinstance(place[4], int):
        out += f", step {place[4] + 1}"
    elif len(place) > 4 and place[3] in ("when", "must"):
        out += f", `{place[3]}`"
    return f"{out}: "


def _accepted(place: Sequence[str | int]) -> list[str]:
    """The keys of the table that a fault is in."""
    model: type[BaseModel] = Rules
    if "step" in place[3:-1]:
        model = Step
    elif any(part in ("when", "must") for part in place[3:-1]):
        model = Condition
    elif len(place) > 2 and str(place[2]) in KINDS:
        model = KINDS[str(place[2])]
    return [field.alias or name for name, field in model.model_fields.items()]
