"""Reading order on pages set in columns.

Most files draw their text in reading order already. Columns are looked for in the geometry (gutters that few lines
cross, with running text on every side), and only a page that is drawn to and fro across a gutter is put in order.
"""

from __future__ import annotations

import itertools

from wenyuan.reading.readers.pdf.runs import Run

_BIN = 2.0  # points
_MIN_LINES = 5


def flows(runs: list[Run], width: float) -> list[list[Run]]:
    """The page's runs as stretches to be read one after the other, each one column wide."""
    gutters = _gutters(runs, width)
    if not gutters:
        return [runs] if runs else []
    columns = [_column(run, gutters) for run in runs]
    if not _prose(runs, columns, len(gutters) + 1):
        return [runs]
    switches = sum(a != b for a, b in itertools.pairwise(columns))
    crossing = columns.count(-1)
    if switches <= len(gutters) + 2 * crossing + 2:
        return _split_where_column_changes(runs, columns)
    return _in_order(runs, columns, len(gutters) + 1)


def _gutters(runs: list[Run], width: float) -> list[tuple[float, float]]:
    wide = [run for run in runs if len(run.text) > 12]
    if len(wide) < 2 * _MIN_LINES or width <= 0:
        return []
    left, right = min(run.x0 for run in wide), max(run.x1 for run in wide)
    bins = int((right - left) / _BIN) + 1
    if bins < 20 or bins > 5000:
        return []
    steps = [0] * (bins + 1)
    for run in wide:
        steps[max(0, int((run.x0 - left) / _BIN))] += 1
        steps[min(bins, int((run.x1 - left) / _BIN) + 1)] -= 1
    allowed = max(1, len(wide) // 6)
    found, open_at, cover = list[tuple[float, float]](), -1, 0
    for index, step in enumerate(steps):
        cover += step
        clear = cover <= allowed and index < bins
        if clear and open_at < 0:
            open_at = index
        elif not clear and open_at >= 0:
            x0, x1 = left + open_at * _BIN, left + index * _BIN
            if x1 - x0 >= 3 * _BIN and x0 > left + 0.15 * (right - left) and x1 < right - 0.15 * (right - left):
                found.append((x0, x1))
            open_at = -1
    return found


def _column(run: Run, gutters: list[tuple[float, float]]) -> int:
    """The run's column, from 0, or -1 for one that crosses a gutter."""
    for number, (x0, x1) in enumerate(gutters):
        middle = (x0 + x1) / 2
        if run.x1 <= middle:
            return number
        if run.x0 < middle:
            return -1
    return len(gutters)


def _prose(runs: list[Run], columns: list[int], count: int) -> bool:
    """True where every column holds lines that fill it, closely set, and mostly of letters: not a table."""
    for column in range(count):
        lines = sorted((run for run, own in zip(runs, columns, strict=True) if own == column), key=lambda run: run.top)
        if len(lines) < _MIN_LINES:
            return False
        measure = max(run.x1 for run in lines) - min(run.x0 for run in lines)
        widths = sorted(run.x1 - run.x0 for run in lines)
        if widths[len(widths) // 2] < 0.6 * measure or sum(map(len, (run.text for run in lines))) < 12 * len(lines):
            return False
        letters = sum(sum(map(str.isalpha, run.text)) for run in lines)
        if letters < 0.6 * sum(len(run.text) for run in lines):
            return False
        close = sum(below.top - above.top < 1.7 * above.height for above, below in itertools.pairwise(lines))
        if close < 0.7 * (len(lines) - 1):
            return False
    return True


def _split_where_column_changes(runs: list[Run], columns: list[int]) -> list[list[Run]]:
    parts: list[list[Run]] = []
    last = -2
    for run, column in zip(runs, columns, strict=True):
        if column != last:
            parts.append([])
            last = column
        parts[-1].append(run)
    return parts


def _in_order(runs: list[Run], columns: list[int], count: int) -> list[list[Run]]:
    """Down each column, from one line that crosses the gutters to the next."""
    parts: list[list[Run]] = []
    band: list[list[Run]] = [[] for _ in range(count)]

    def close() -> None:
        parts.extend(part for part in band if part)
        for number in range(count):
            band[number] = []

    for run, column in sorted(zip(runs, columns, strict=True), key=lambda pair: (pair[0].top, pair[0].x0)):
        if column >= 0:
            band[column].append(run)
        else:
            close()
            parts.append([run])
    close()
    return parts
