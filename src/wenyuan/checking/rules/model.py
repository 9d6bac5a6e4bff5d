"""What a file of rules may say, as one typed tree: a class for each kind of rule. What these do not know is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from wenyuan.checking.rules.pattern import Pattern
from wenyuan.checking.rules.syntax import RESERVED, Expression, Type, WrongExpression, parse
from wenyuan.text.dates import periods

TOTALS = "total|totals|subtotal|合计|总计|小计|共计"

Property = Literal[
    "amount",
    "base_period",
    "citation_mark",
    "company",
    "named_in_source",
    "number",
    "percentage",
    "percentage_change",
    "period",
    "quotation",
    "supported",
    "unit",
]


def _pattern(written: str) -> str:
    Pattern(written)
    return written


def _period(written: str) -> str:
    if written and not periods(written) and not written.isdecimal():
        raise ValueError(f"{written!r} is no period that is understood; 2024, FY2023, Q3 2024, 2024年前三季度 are")
    return written


Words = Annotated[str, AfterValidator(_pattern)]
_Place = Literal["draft", "sources", "both"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Strict):
    """Something that holds of a claim or not: a property, or words that it says."""

    property: Property | None = Field(default=None, description="a property of the claim")
    pattern: Words | None = Field(default=None, description="words it says, with | and *")
    names: tuple[Words, ...] = Field(default=(), description="names, one of which it says")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum((self.property is not None, self.pattern is not None, bool(self.names))) != 1:
            raise ValueError("a condition has one of: property, pattern, names")
        return self


def _conditions(given: Any) -> Any:
    """One condition or a list of them; a plain word is a property."""
    listed: list[Any] = list(given) if isinstance(given, (list, tuple)) else [given]
    return tuple({"property": one} if isinstance(one, str) else one for one in listed)


Conditions = Annotated[tuple[Condition, ...], BeforeValidator(_conditions), Field(min_length=1)]


class _Rule(_Strict):
    name: str = Field(min_length=1, max_length=200, description="what the report calls it")


class Sum(_Rule):
    """Totals equal the sum of their parts."""

    kind: Literal["sum"]
    total: Words = Field(default=TOTALS, description="what the label of a total says")
    where: _Place = Field(default="draft", alias="in", description="whose tables: draft, sources or both")
    document: str = Field(default="", description="of the sources, only those whose title or file name says this")
    tolerance: float | None = Field(
        default=None, ge=0, description="how far a total may be off, as written; else what rounding can explain"
    )


class Require(_Rule):
    """Every claim of which `when` holds must have what `must` says."""

    kind: Literal["require"]
    when: Conditions
    must: Conditions

    @model_validator(mode="after")
    def _about_names(self) -> Self:
        if any(one.property == "named_in_source" for one in self.must) and not any(
            one.property in (None, "company") for one in self.when
        ):
            raise ValueError(
                '`named_in_source` is about names: `when` is company, { names = […] } or { pattern = "…" }'
            )
        return self


class Forbid(_Rule):
    """No claim may be one of which `when` holds."""

    kind: Literal["forbid"]
    when: Conditions


def _parsed(written: str, wanted: Type) -> Expression:
    try:
        expression = parse(written)
    except WrongExpression as wrong:
        raise ValueError(f"{written!r} is no expression: {wrong}") from wrong
    if expression.type != wanted:
        need = "compares, such as a > b" if wanted == "truth" else "gives a number: what compares belongs into `check`"
        raise ValueError(f"{written!r} is not one that {need}")
    return expression


class Step(_Strict):
    """One step of a deduction: a figure that is looked up (find), one that is reckoned (is), or a check."""

    name: str = Field(default="", max_length=100, description="what later steps call it")
    find: Words | None = Field(default=None, description="words of the row or sentence that gives the figure")
    document: str = Field(default="", alias="in", description="words of the title or file name of its document")
    under: Words | None = Field(default=None, description="words of a heading or caption above it")
    period: Annotated[str, AfterValidator(_period)] = Field(default="", description="the time it is of")
    kind: Literal["amount", "percentage", "count", ""] = Field(default="", alias="as", description="what figure it is")
    formula: str | None = Field(default=None, alias="is", description="arithmetic over earlier steps")
    check: str | None = Field(default=None, description="a comparison over earlier steps")
    _expression: Expression | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [one for one in (self.find, self.formula, self.check) if one is not None]
        if len(given) != 1:
            raise ValueError("a step has one of: find, is, check")
        if self.find is None and (self.document or self.period or self.kind or self.under):
            raise ValueError("`in`, `under`, `period` and `as` belong to a step with `find`")
        if self.check is None and (not self.name.isidentifier() or self.name in RESERVED):
            raise ValueError(
                f"a step that later ones use needs a `name` of letters, digits and _, such as net_income or 净利润, "
                f"and none of {', '.join(sorted(RESERVED))}; not {self.name!r}"
            )
        if self.formula is not None:
            self._expression = _parsed(self.formula, "number")
        elif self.check is not None:
            self._expression = _parsed(self.check, "truth")
        return self

    @property
    def expression(self) -> Expression | None:
        """What is reckoned, where something is."""
        return self._expression


class Deduce(_Rule):
    """A chain of steps that ends in checks."""

    kind: Literal["deduce"]
    step: tuple[Step, ...] = Field(min_length=1, max_length=200, description="the steps, in order")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        """Steps use earlier ones only, so that there is no going round in circles."""
        names = [one.name for one in self.step if one.check is None]
        known = set[str]()
        for step in self.step:
            called = step.name or step.check
            for token in step.expression.names if step.expression else ():
                if token.text in known:
                    continue
                if token.text == step.name:
                    raise ValueError(f"step {called!r} uses itself")
                if token.text in names:
                    raise ValueError(f"step {called!r} uses {token.text!r}, which comes later: steps use earlier ones")
                raise ValueError(
                    f"step {called!r} uses {token.text!r}, and no step is called so; before it come: "
                    f"{', '.join(names[: len(known)]) or 'none'}"
                )
            if step.check is None:
                if step.name in known:
                    raise ValueError(f"two steps are called {step.name!r}")
                known.add(step.name)
        if not any(step.check is not None for step in self.step):
            raise ValueError('nothing is checked: a deduction needs a step with `check`, such as check = "a > b"')
        return self


Rule = Annotated[Sum | Require | Forbid | Deduce, Field(discriminator="kind")]
KINDS: dict[str, type[Sum | Require | Forbid | Deduce]] = {
    "sum": Sum,
    "require": Require,
    "forbid": Forbid,
    "deduce": Deduce,
}


class Rules(_Strict):
    """A file of rules."""

    rule: tuple[Rule, ...] = Field(min_length=1, max_length=1_000)
