"""Who may do what to people, rounds and deadlines."""

from networks.rules.completion import (
    DONE_BY_OFFICE,
    DONE_OUTSIDE,
    check_is_not_done,
    check_may_mark_done,
    check_may_undo_done,
)
from networks.rules.dispensations import (
    asks_for,
    check_is_later,
    check_may_answer_request,
    check_may_ask_dispensation,
    check_may_decline_request,
    check_may_grant_dispensation,
    check_may_withdraw_request,
    gives,
    is_shaped,
    latest_for,
)
from networks.rules.facts import (
    check_may_update_network,
    check_may_update_office,
    check_may_update_organisation,
)
from networks.rules.feeds import check_may_make_feed
from networks.rules.people import (
    check_body_in_county,
    check_may_keep_people,
    check_may_update_profile,
    county_id_of,
)
from networks.rules.rounds import (
    check_is_new_round,
    check_may_change_dates,
    check_may_open_round,
)

__all__ = [
    "DONE_BY_OFFICE",
    "DONE_OUTSIDE",
    "asks_for",
    "check_body_in_county",
    "check_is_later",
    "check_is_new_round",
    "check_is_not_done",
    "check_may_answer_request",
    "check_may_ask_dispensation",
    "check_may_change_dates",
    "check_may_decline_request",
    "check_may_grant_dispensation",
    "check_may_keep_people",
    "check_may_make_feed",
    "check_may_mark_done",
    "check_may_open_round",
    "check_may_undo_done",
    "check_may_update_network",
    "check_may_update_office",
    "check_may_update_organisation",
    "check_may_update_profile",
    "check_may_withdraw_request",
    "county_id_of",
    "gives",
    "is_shaped",
    "latest_for",
]
