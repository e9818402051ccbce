"""One line for each budget: what was measured, what is allowed, and whether that holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """figure and limit in `unit`; `at_least` turns the comparison round. beside: what stands in brackets behind."""

    what: str
    figure: float
    limit: float
    unit: str = ""
    at_least: bool = False
    beside: str = ""

    @property
    def holds(self) -> bool:
        """True while the figure keeps to the limit."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def line(self) -> str:
        """The row as it is printed."""
        sign = ">=" if self.at_least else "<="
        limit = f"{sign} {_said(self.limit)} {self.unit}"
        return f"{'ok  ' if self.holds else 'OVER'}  {_said(self.figure):>9} {self.unit:<8} {limit:<18} {self.what}" + (
            f"  ({self.beside})" if self.beside else ""
        )


def _said(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or value >= 1000 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def median(values: Iterable[float]) -> float:
    """The middle one, the upper of two."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
