"""Inputs for the tests of the allocation: small ones by hand, and any number of them by hypothesis."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Rows = list[dict[str, Any]]


def network(name: str, requested: int, *, universities: dict[str, int] | None = None, **figures: Any) -> dict:
    """A network's row; it has 100 children unless told otherwise."""
    asked = [{"id": key, "requested": value} for key, value in (universities or {}).items()]
    return {"id": name, "requested": requested, "universities": asked, "children": 100, **figures}


def fixed(name: str, amount: int, recipient: str | None = "fosen") -> dict:
    """A fixed or committed post."""
    return {"id": name, "recipient": recipient, "label": "Fast post", "amount": amount}


def request(name: str, amount: int, rank: int, recipient: str = "fosen") -> dict:
    """A request for an individual measure."""
    return {"id": name, "recipient": recipient, "amount": amount, "rank": rank}


def problem(frame: int = 1000, networks: Rows | None = None, **changes: Any) -> dict:
    """An input with equal sharing by default; `changes` go to the part that has the field."""
    data: dict[str, Any] = {
        "frame": frame,
        "fixed": [],
        "individual": {"cap_percent": 30, "committed": [], "requests": []},
        "collective": {
            "flat_percent": 100,
            "weights": {},
            "round_to": 1,
            "cap_at_requested": False,
            "networks": networks or [],
        },
    }
    for name, value in changes.items():
        part = next(part for part in (data, data["individual"], data["collective"]) if name in part)
        part[name] = value
    return data


names = st.text("abæøåš", min_size=1, max_size=3)
amounts = st.integers(0, 2000)
percents = st.sampled_from([0, 100, "33.3", Decimal("12.5"), 40, "99.999"])
weights = st.sampled_from([0, 1, 2, "0.5", Decimal("1.75")])
numbers = st.integers(0, 500) | st.decimals(0, 50, places=2).map(str)


def rows(fields: dict[str, st.SearchStrategy], most: int = 6) -> st.SearchStrategy[Rows]:
    """Rows with ids that are all different, in any order."""
    one = st.fixed_dictionaries({"id": names, **fields})
    return st.lists(one, max_size=most, unique_by=lambda row: row["id"])


@st.composite
def networks(draw: Callable[..., Any]) -> Rows:
    """Up to eight networks, some with universities that ask for a part."""
    figures = {"children": numbers, "staff": numbers, "kindergartens": st.integers(0, 50)}
    found = draw(rows({"requested": amounts, **figures}, most=8))
    for row in found:
        left = row["requested"]
        row["universities"] = []
        for name in draw(st.lists(names, max_size=3, unique=True)):
            asked = draw(st.integers(0, left))
            left -= asked
            row["universities"].append({"id": name, "requested": asked})
    return found


@st.composite
def problems(draw: Callable[..., Any], *, with_requests: bool = True, cap: bool | None = None) -> dict:
    """Any valid input: posts fit in the frame and under the cap, each weight has something to weigh."""
    held_or_given = st.none() | names
    posts = draw(rows({"recipient": held_or_given, "label": st.just("Post"), "amount": amounts}))
    committed = draw(rows({"recipient": names, "label": st.just(""), "amount": amounts}, most=3))
    requested = draw(rows({"recipient": names, "amount": amounts, "rank": st.integers(0, 4)}))
    needed = sum(row["amount"] for row in posts + committed)
    found = draw(networks())
    chosen = {
        name: draw(weights)
        for name in draw(st.lists(st.sampled_from(["children", "staff", "kindergartens"]), unique=True))
        if not found or any(Decimal(row[name]) for row in found)
    }
    is_weighted = any(Decimal(weight) for weight in chosen.values())
    frame = needed + draw(st.integers(0, 20_000))
    least = sum(row["amount"] for row in committed) * 100 / frame if frame else 0
    return problem(
        frame,
        found,
        fixed=posts,
        committed=committed,
        requests=requested if with_requests else [],
        cap_percent=draw(st.integers(min(int(least) + 1, 100), 100)),
        flat_percent=draw(percents) if is_weighted else 100,
        weights=chosen,
        round_to=draw(st.sampled_from([1, 1, 7, 100, 1000])),
        cap_at_requested=draw(st.booleans()) if cap is None else cap,
    )
