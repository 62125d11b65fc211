"""Which colour a state is shown in. Five classes: not begun, under way, needs you, well, not well."""

COLORS = {
    "neutral": {
        "draft",
        "planned",
        "withdrawn",
        "no_needs",
        "closed",
        "cancelled",
        "skipped",
        "missing",
        "asked",
        "moved",
        "stopped",
        "minuted",
        "cleared",
        "locked",
        "dismissed",
    },
    "info": {
        "submitted",
        "shared",
        "prepared",
        "open",
        "proposed",
        "sent",
        "claimed",
        "waiting",
        "sending",
        "called",
        "held",
        "declared",
        "ordered",
        "making",
        "received",
        "forwarded",
    },
    "warning": {
        "returned",
        "passed",
        "late",
        "in_doubt",
        "overridden",
        "paused",
        "on_leave",
        "divided",
        "postponed",
        "recused",
        "on_hold",
    },
    "success": {
        "approved",
        "issued",
        "adopted",
        "agreed",
        "granted",
        "paid",
        "done",
        "answered",
        "accepted",
        "finished",
        "voted",
        "upheld",
        "settled",
    },
    "danger": {"declined", "failed", "overdue"},
}
COLOR_OF = {state: color for color, states in COLORS.items() for state in states}


def color_of(state: str) -> str:
    """Designsystemet's colour name for a state's code; neutral for one that is not listed."""
    return COLOR_OF.get(state, "neutral")
