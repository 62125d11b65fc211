"""Inputs for hypothesis with what the first years did not have: leftovers, and amounts set by hand."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.grants.allocation_inputs import amounts, problems


@st.composite
def tried(draw: Callable[..., Any], *, most: Any = amounts, **changes: Any) -> dict[str, Any]:
    """Any input with a leftover and some amounts set by hand; the amounts may be too much."""
    data = draw(problems(**changes))
    data["individual"]["leftover"] = draw(st.sampled_from(["collective", "local", "held"]))
    known = [row["id"] for row in data["collective"]["networks"]]
    chosen = draw(st.lists(st.sampled_from(known), unique=True)) if known else []
    data["collective"]["overrides"] = [{"network": name, "amount": draw(most)} for name in chosen]
    data["collective"]["recompute_rest"] = draw(st.booleans())
    return data
