"""What differs between two checks of the same network or forum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One rule that reads otherwise than before: whether it is met, who has come and who has gone."""

    label: str
    was_met: bool | None
    is_met: bool | None
    came: Sequence[str]
    went: Sequence[str]


def differences(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """What differs, in the order of `now`, then what is no longer asked; both as `CompositionYear.checks`.

    A rule that one of them does not ask has None where the other says whether it was met.
    """
    old = {row["rule"]: row for row in before}
    new = {row["rule"]: row for row in now}
    found = [_difference(old.get(key, {}), new.get(key, {})) for key in dict.fromkeys([*new, *old])]
    return [row for row in found if row.was_met != row.is_met or row.came or row.went]


def _difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> Difference:
    was, are = list(old.get("people", ())), list(new.get("people", ()))
    return Difference(
        label=str((new or old)["label"]),
        was_met=old.get("is_met"),
        is_met=new.get("is_met"),
        came=[name for name in are if name not in was],
        went=[name for name in was if name not in are],
    )
