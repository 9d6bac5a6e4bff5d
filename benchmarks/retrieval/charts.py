"""Two charts, drawn as SVG by hand: no library, and legible on light and on dark paper."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from measures import Interval

_STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #24292f }
.small { font-size: 11px } .head { font-weight: 600; font-size: 13px } .faint { fill: #6e7781 }
.ours { fill: #0969da } .other { fill: #afb8c1 } .whisker { stroke: #24292f; stroke-width: 1.2 }
.grid { stroke: #d0d7de; stroke-width: 1 } .line { fill: none; stroke: #8c959f; stroke-width: 1.8 }
.line.mine { stroke: #0969da; stroke-width: 2.6 } .dot { fill: #8c959f } .dot.mine { fill: #0969da }
@media (prefers-color-scheme: dark) {
 text { fill: #e6edf3 } .faint { fill: #9198a1 } .ours { fill: #4493f8 } .other { fill: #59636e }
 .whisker { stroke: #e6edf3 } .grid { stroke: #30363d } .line { stroke: #9198a1 } .dot { fill: #9198a1 }
 .line.mine { stroke: #4493f8 } .dot.mine { fill: #4493f8 }
}
</style>"""
_NAME, _BAR, _VALUE, _ROW = 170, 380, 60, 18


def bars(title: str, panels: Mapping[str, Mapping[str, Interval]], ours: Sequence[str]) -> str:
    """One panel a data set, one bar a system from 0 to 1, longest first, with its interval as a whisker."""
    parts, y = list[str](), 44
    for name, rows in panels.items():
        parts.append(f'<text class="head" x="0" y="{y}">{escape(name)}</text>')
        y += 8
        for system, value in sorted(rows.items(), key=lambda row: -row[1].mean):
            kind, middle = "ours" if system in ours else "other", y + _ROW / 2
            parts += [
                f'<text class="small" x="{_NAME - 8}" y="{middle + 4}" text-anchor="end">{escape(system)}</text>',
                f'<rect class="{kind}" x="{_NAME}" y="{y + 3}" width="{value.mean * _BAR:.1f}" height="{_ROW - 6}"/>',
                f'<line class="whisker" x1="{_NAME + value.low * _BAR:.1f}" x2="{_NAME + value.high * _BAR:.1f}" '
                f'y1="{middle}" y2="{middle}"/>',
                f'<text class="small" x="{_NAME + value.high * _BAR + 6:.1f}" y="{middle + 4}">{value.mean:.3f}</text>',
            ]
            y += _ROW
        y += 26
    return _page(title, _NAME + _BAR + _VALUE, y - 12, parts)


def lines(title: str, across: str, series: Mapping[str, Sequence[tuple[float, float]]], ours: Sequence[str]) -> str:
    """One line a system through its (x, y), both scales logarithmic; names stand at the lines' ends."""
    points = [point for line in series.values() for point in line]
    if not points:
        return _page(title, 300, 60, [])
    left, right, top, bottom, wide = 60, 480, 44, 330, 680
    x0, x1 = (math.log10(pick(x for x, _ in points)) for pick in (min, max))
    y0, y1 = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))
    x1, y1 = max(x1, x0 + 0.1), max(y1, y0 + 1)

    def place(x: float, y: float) -> tuple[float, float]:
        across = left + (math.log10(x) - x0) / (x1 - x0) * (right - left)
        return across, bottom - (math.log10(y) - y0) / (y1 - y0) * (bottom - top)

    parts = list[str]()
    for power in range(y0, y1 + 1):
        y = place(10**x0, 10**power)[1]
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="small faint" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for size in sorted({10 ** round(math.log10(x)) for x, _ in points}):
        x = min(max(place(size, 10**y0)[0], left), right)
        parts.append(f'<text class="small faint" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{size:,}</text>')
    middle = (left + right) / 2
    parts.append(
        f'<text class="small faint" x="{middle}" y="{bottom + 36}" text-anchor="middle">{escape(across)}</text>'
    )
    below = math.inf
    for name, line in sorted(series.items(), key=lambda one: one[1][-1][1]):
        mine, placed = " mine" if name in ours else "", [place(x, y) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline class="line{mine}" points="{path}"/>')
        parts += [f'<circle class="dot{mine}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in placed]
        at = below = min(placed[-1][1], below - 14)
        parts.append(f'<text class="small" x="{placed[-1][0] + 8:.1f}" y="{at + 4:.1f}">{escape(name)}</text>')
    return _page(title, wide, bottom + 48, parts)


def _page(title: str, wide: float, high: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 0 {wide + 24:.0f} {high:.0f}" role="img">'
    said = f'<title>{escape(title)}</title>\n<text class="head" x="0" y="18">{escape(title)}</text>'
    return "\n".join((head, _STYLE, said, *parts, "</svg>\n"))
