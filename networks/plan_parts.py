"""The parts of a long-term plan: what each is called, what belongs in it, and which must be there to be adopted.

Sources: "Langsiktig plan", De regionale kompetansenettverkenes oppgaver (a network's plan), and the headings of the
county's own plan.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from networks.models import LongTermPlan


@dataclass(frozen=True)
class PlanPart:
    """One part: its key in `LongTermPlan.parts`, its name, what belongs in it, and whether it must be written."""

    key: str
    label: Any
    help_text: Any
    is_needed: bool = False


@dataclass(frozen=True)
class PlanStep:
    """Parts that are written on one page. `slug` stands in its address; the first step also has title and years."""

    slug: str
    label: Any
    parts: tuple[PlanPart, ...]


GOALS = "goals"
"""The part that stands before the goals, which are rows of their own."""

NETWORK_STEPS = (
    PlanStep(
        "mal",
        _("Goals"),
        (
            PlanPart(
                GOALS,
                _("What the plan is to lead to"),
                _(
                    "Why the network works together, and what the goals build on. The goals themselves follow."
                ),
            ),
        ),
    ),
    PlanStep(
        "tiltak",
        _("Measures and priorities"),
        (
            PlanPart(
                "measures",
                _("Competence measures"),
                _("What the network will do to reach the goals, and for whom."),
                is_needed=True,
            ),
            PlanPart(
                "priorities",
                _("Priorities"),
                _("What comes first, and which kindergartens start in which year."),
                is_needed=True,
            ),
        ),
    ),
    PlanStep(
        "arbeid",
        _("How we work"),
        (
            PlanPart(
                "ways_of_working",
                _("Ways of working and cooperation"),
                _("How the network, the owners and the university work together, and who does what."),
                is_needed=True,
            ),
            PlanPart(
                "information",
                _("How information is passed on"),
                _("How heads, owners and staff get to know what is decided, and how they are heard."),
                is_needed=True,
            ),
            PlanPart(
                "meetings",
                _("Meeting plan"),
                _("When the network meets, and who calls the meetings."),
                is_needed=True,
            ),
        ),
    ),
    PlanStep(
        "rammer",
        _("Money and time"),
        (
            PlanPart(
                "money",
                _("Use of money"),
                _("How the money is shared out, and what it is used for."),
                is_needed=True,
            ),
            PlanPart(
                "time_frames",
                _("Time frames"),
                _("When the work starts and ends, and when it is looked at again."),
                is_needed=True,
            ),
        ),
    ),
    PlanStep(
        "perspektiver",
        _("Sami perspectives and PPT"),
        (
            PlanPart(
                "sami",
                _("Sami perspectives"),
                _(
                    "How Sami children get their rights, and how all children learn about Sami language and culture."
                ),
                is_needed=True,
            ),
            PlanPart(
                "ppt",
                _("PPT and the team around the child"),
                _(
                    "PPT is the educational psychological service. How it and others around the child take part."
                ),
                is_needed=True,
            ),
        ),
    ),
)
COUNTY_STEPS = (
    PlanStep(
        "ordningen",
        _("The scheme"),
        (
            PlanPart("terms", _("Terms"), _("What partnership, local needs and collective measures mean.")),
            PlanPart(
                "scheme",
                _("Description of the scheme"),
                _("What the scheme is for, whom it is for, and which documents steer it."),
                is_needed=True,
            ),
            PlanPart(
                GOALS,
                _("What the plan is to lead to"),
                _("What the county wants for the children. Goals of the plan, if it has any, follow."),
            ),
        ),
    ),
    PlanStep(
        "roller",
        _("Roles and tasks"),
        (
            PlanPart(
                "roles",
                _("Roles and responsibilities"),
                _("Who answers for what, from the head of a kindergarten to the County Governor."),
                is_needed=True,
            ),
            PlanPart(
                "composition", _("Who is in the networks"), _("Who must be there, and who should be invited.")
            ),
            PlanPart(
                "tasks",
                _("Tasks"),
                _("What the networks, their leaders, the universities, Statped and the County Governor do."),
                is_needed=True,
            ),
        ),
    ),
    PlanStep(
        "midler",
        _("Money and cases"),
        (
            PlanPart(
                "money",
                _("Use of money"),
                _("Fixed amounts, individual measures, and how the rest is shared out."),
                is_needed=True,
            ),
            PlanPart(
                "individual",
                _("Individual measures"),
                _("Who can get money to study, and what comes first when there is not enough."),
                is_needed=True,
            ),
            PlanPart(
                "case_flow",
                _("How a case goes"),
                _("From needs report to report: who sends what to whom, and by when."),
                is_needed=True,
            ),
        ),
    ),
    PlanStep(
        "aret",
        _("The year, and perspectives"),
        (
            PlanPart("wheel", _("Annual wheel"), _("What happens in each month."), is_needed=True),
            PlanPart(
                "sami",
                _("Sami perspectives"),
                _(
                    "How Sami children get their rights, and how all children learn about Sami language and culture."
                ),
            ),
            PlanPart(
                "ppt",
                _("PPT and the competence boost (Kompetanseløftet)"),
                _("PPT is the educational psychological service. How the two schemes fit together."),
            ),
        ),
    ),
)
FRAME_FIELDS = ("title", "first_year", "last_year")
"""What every plan has besides its parts; asked in the first step."""


def steps_for(*, is_of_network: bool) -> tuple[PlanStep, ...]:
    """The steps of a network's plan, or of the county's."""
    return NETWORK_STEPS if is_of_network else COUNTY_STEPS


def steps_of(plan: LongTermPlan) -> tuple[PlanStep, ...]:
    """The steps in which the plan is written."""
    return steps_for(is_of_network=plan.network_id is not None)


def parts_of(plan: LongTermPlan) -> list[PlanPart]:
    """The parts of the plan in their order."""
    return [part for step in steps_of(plan) for part in step.parts]


def step_named(plan: LongTermPlan, slug: str) -> PlanStep | None:
    """The step of an address, or None."""
    return next((step for step in steps_of(plan) if step.slug == slug), None)


def step_of_part(plan: LongTermPlan, key: str) -> PlanStep:
    """The step in which a part is written; the first for what is no part."""
    steps = steps_of(plan)
    return next((step for step in steps if any(part.key == key for part in step.parts)), steps[0])
