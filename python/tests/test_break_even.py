"""What docs/executors.md says of costs is what docs/break_even.py computes."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from conftest import ROOT


def computed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("break_even", ROOT / "docs/break_even.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_and_its_picture_are_what_is_computed() -> None:
    costs = computed()
    page = (ROOT / "docs/executors.md").read_text()

    assert costs.table() in page
    assert (ROOT / "docs/images/break-even.svg").read_text() == costs.svg()
    per_run = costs.SCORING_MINUTES + costs.LOADING_MINUTES
    assert f"cheapest up to {costs.even(per_run)} runs per day, one every {per_run} minutes" in page
    assert f"from {costs.even(per_run + costs.IDLE_MINUTES)} runs per day" in page


def test_each_way_is_cheapest_where_the_page_says_so() -> None:
    costs = computed()

    assert costs.batch(119) < costs.endpoint(119)
    assert costs.batch(121) > costs.endpoint(121)
    assert costs.batch(24) < costs.asynchronous(24) < costs.endpoint(24)
    assert costs.asynchronous(54) == costs.endpoint(54)
