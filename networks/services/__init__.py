"""What can be done to people, places, rounds and deadlines: one function per action."""

from networks.services.completion import mark_done, undo_done
from networks.services.county import DataSetError, data_set_number, data_sets, load_county
from networks.services.dispensations import (
    ask_dispensation,
    decline_request,
    give_dispensation,
    grant_dispensation,
    grant_request,
    withdraw_request,
)
from networks.services.facts import update_network, update_office, update_organisation
from networks.services.feeds import make_feed, revoke_feed
from networks.services.invitations import accept_invitation, invite
from networks.services.people import (
    SYSTEM_EMAIL,
    choose_language,
    system_user,
    update_profile,
    welcome_first_person,
)
from networks.services.registering import register_kindergarten, register_kindergartens
from networks.services.round_dates import (
    DutyPlan,
    change_dates,
    check_mark,
    dates_mark,
    plan_of,
    proposed_plans,
)
from networks.services.rounds import default_deadlines, mark_deadlines, open_round
from networks.services.seats import end_seat, seat_person, unseat

__all__ = [
    "SYSTEM_EMAIL",
    "DataSetError",
    "DutyPlan",
    "accept_invitation",
    "ask_dispensation",
    "change_dates",
    "check_mark",
    "choose_language",
    "data_set_number",
    "data_sets",
    "dates_mark",
    "decline_request",
    "default_deadlines",
    "end_seat",
    "give_dispensation",
    "grant_dispensation",
    "grant_request",
    "invite",
    "load_county",
    "make_feed",
    "mark_deadlines",
    "mark_done",
    "open_round",
    "plan_of",
    "proposed_plans",
    "register_kindergarten",
    "register_kindergartens",
    "revoke_feed",
    "seat_person",
    "system_user",
    "undo_done",
    "unseat",
    "update_network",
    "update_office",
    "update_organisation",
    "update_profile",
    "welcome_first_person",
    "withdraw_request",
]
