"""Works out what the ways to run a model cost per day, and draws it: docs/images/break-even.svg.

What the page says of them is what this file computes; change the assumptions here and run it again.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

USD_PER_HOUR = 0.23
"""One ml.m5.xlarge, by the sample prices of the jar."""
SCORING_MINUTES = 10
"""What one run's records take one instance."""
LOADING_MINUTES = 2
"""Paid before the first record: the container starts and loads its model."""
IDLE_MINUTES = 15
"""How long an endpoint that scales to zero stays up after its last request."""

DAY = 24 * 60
RUNS = [1, 2, 4, 8, 16, 24, 48, 96, 144, 288]


def batch(runs: float) -> float:
    """USD per day of transform jobs: instances are paid while they work."""
    return runs * (SCORING_MINUTES + LOADING_MINUTES) / 60 * USD_PER_HOUR


def asynchronous(runs: float) -> float:
    """USD per day of an asynchronous endpoint that scales to zero between runs."""
    minutes = runs * (SCORING_MINUTES + LOADING_MINUTES + IDLE_MINUTES)
    return min(minutes, max(DAY, runs * SCORING_MINUTES)) / 60 * USD_PER_HOUR


def endpoint(runs: float) -> float:
    """USD per day of an endpoint that is always on."""
    return max(DAY, runs * SCORING_MINUTES) / 60 * USD_PER_HOUR


WAYS = [
    ("batch-transform", batch, "#1b6ca8"),
    ("async, scaled to zero", asynchronous, "#c2571a"),
    ("endpoint, always on", endpoint, "#3a7d44"),
]


def even(one_runs_minutes: float) -> int:
    """Runs per day at which paying for each run costs as much as an instance that never stops."""
    return round(DAY / one_runs_minutes)


def table() -> str:
    """The figures of the page."""
    lines = [f"| Runs per day | {' | '.join(name for name, _, _ in WAYS)} |", "| --- " * 4 + "|"]
    for runs in [1, 8, 24, 96]:
        lines.append(f"| {runs} | {' | '.join(f'{cost(runs):.2f}' for _, cost, _ in WAYS)} |")
    return "\n".join(lines)


def svg() -> str:
    """Both axes are logarithmic."""
    left, top, width, height = 70, 20, 520, 280
    lowest, highest = 0.04, 20.0

    def x(runs: float) -> float:
        return left + width * math.log(runs) / math.log(RUNS[-1])

    def y(usd: float) -> float:
        return top + height * (1 - math.log(usd / lowest) / math.log(highest / lowest))

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 360" font-family="sans-serif" font-size="13">',
        "<title>USD per day by runs per day</title>",
        '<rect width="760" height="360" fill="#ffffff"/>',
    ]
    for usd in [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]:
        parts.append(
            f'<line x1="{left}" x2="{left + width}" y1="{y(usd):.1f}" y2="{y(usd):.1f}" stroke="#dddddd"/>'
            f'<text x="{left - 8}" y="{y(usd) + 4:.1f}" text-anchor="end" fill="#333333">{usd:g}</text>'
        )
    for runs in RUNS:
        parts.append(
            f'<text x="{x(runs):.1f}" y="{top + height + 18}" text-anchor="middle" fill="#333333">{runs}</text>'
        )
    for _, cost, colour in WAYS:
        points = [RUNS[-1] ** (step / 100) for step in range(101)]
        line = " ".join(f"{x(runs):.1f},{y(cost(runs)):.1f}" for runs in points)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
    for row, (name, _, colour) in enumerate(WAYS):
        parts.append(
            f'<line x1="605" x2="625" y1="{60 + 22 * row}" y2="{60 + 22 * row}" stroke="{colour}" stroke-width="2.5"/>'
            f'<text x="630" y="{64 + 22 * row}" fill="#333333">{name}</text>'
        )
    parts.append(
        f'<text x="{left + width / 2}" y="348" text-anchor="middle" fill="#333333">runs per day</text>'
        f'<text x="16" y="{top + height / 2}" text-anchor="middle" fill="#333333" transform="rotate(-90 16 {top + height / 2})">USD per day</text>'
    )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(svg())
    print(table())
    print(even(SCORING_MINUTES + LOADING_MINUTES))
    print(even(SCORING_MINUTES + LOADING_MINUTES + IDLE_MINUTES))
