"""Who gets which answer from the pages of long-term plans."""

from django.core.files.uploadedfile import SimpleUploadedFile

from common.attachments import checked
from networks.services import plan_draft
from networks.states import PlanAttachmentKind
from tests.access import EVERYBODY, MOVED, Row
from tests.networks import meetings_stage
from tests.networks import plans_stage as stage
from tests.networks.plans_stage import SEPTEMBER, SPRING
from tests.world import World

INSIDE = ("leader", "coordinator", "member", "uh")
AROUND = (*INSIDE, "owner", "head", "case_officer", "approver")
PARTNERS = ("leader", "coordinator", "uh")
WRITERS = ("case_officer", "approver", "forum")
OFFICER = ("case_officer",)
SEATED_HERE = tuple(role for role in EVERYBODY if role not in ("anonymous", "nobody", "foreign_officer"))


def a_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def a_plan(world: World) -> dict[str, int]:
    stage.whole(world)
    return a_network(world)


def a_step(world: World) -> dict[str, object]:
    stage.begun(world)
    return {**a_network(world), "step": "rammer"}


def a_goal(world: World) -> dict[str, int]:
    plan = stage.whole(world)
    return {"network": world.network.pk, "pk": plan.goals.all()[0].pk}


def an_approved_plan(world: World) -> dict[str, int]:
    stage.approved(world)
    return a_network(world)


def an_adopted_plan(world: World) -> dict[str, int]:
    stage.adopted(world)
    return a_network(world)


def a_public_plan(world: World) -> dict[str, int]:
    return {"pk": stage.adopted(world).pk}


def a_county_plan(world: World) -> dict[str, int]:
    stage.county_plan(world)
    return {}


def a_laid_plan(world: World) -> dict[str, int]:
    stage.laid(world, now=meetings_stage.PLANNED)
    stage.case(world)
    return {}


def an_adopted_county_plan(world: World):
    return stage.adopted_county_plan(world)


def an_adopted_one(world: World) -> dict[str, int]:
    an_adopted_county_plan(world)
    return {}


def a_county_step(world: World) -> dict[str, str]:
    plan_draft.begin_plan(body=world.forum, by=world.person("forum"), now=SPRING)
    return {"step": "midler"}


def a_county_goal(world: World) -> dict[str, int]:
    plan = stage.county_plan(world)
    return {"pk": stage.goal(plan, world.person("case_officer")).pk}


def a_file_of(world: World, plan, now=SPRING):
    return plan_draft.attach(
        plan=plan,
        kind=PlanAttachmentKind.SAMI,
        title="Samisk plan",
        upload=checked("Samisk plan.pdf", b"%PDF-1.7 prove"),
        by=world.person("case_officer"),
        now=now,
    )


def a_file(world: World) -> dict[str, int]:
    return {"pk": a_file_of(world, stage.county_plan(world)).pk}


def a_public_file(world: World) -> dict[str, int]:
    plan = stage.adopted_county_plan(world, before=lambda plan: a_file_of(world, plan))
    return {"plan": plan.pk, "pk": plan.attachments.all()[0].pk}


def version(world: World) -> dict[str, object]:
    found = stage.newest()
    return {"version": str(found.version), "side": ""}


def adoption(world: World) -> dict[str, object]:
    return {**version(world), "item": str(stage.newest_case().pk)}


def upload(world: World) -> dict[str, object]:
    file = SimpleUploadedFile("Samisk plan.pdf", b"%PDF-1.7 prove")
    return {"title": "Samisk plan", "kind": "sami", "file": file}


def post(url: str, allowed, make, data=None, *, now=SPRING, refused=404) -> Row:
    return Row(
        f"networks:{url}",
        allowed=allowed,
        make=make,
        now=now,
        method="post",
        data=data or {},
        status=MOVED,
        refused=refused,
    )


def get(url: str, allowed, make, *, now=SPRING, status=200) -> Row:
    return Row(f"networks:{url}", allowed=allowed, make=make, now=now, status=status)


def both(url: str, allowed, make, data=None, *, now=SPRING) -> list[Row]:
    """The page, and what is sent from it."""
    return [get(url, allowed, make, now=now), post(url, allowed, make, data, now=now)]


GOAL = {"title": "Alle er med", "version": "1"}
NETWORKS = [
    get("plan_detail", AROUND, a_network),
    get("plan_detail", AROUND, a_plan),
    get("plan_detail", AROUND, an_adopted_plan, now=SEPTEMBER),
    post("plan_begin", INSIDE, a_network),
    *both("plan_edit", INSIDE, a_step, {"money": "Nytt"}),
    *both("plan_goal_create", INSIDE, a_plan, GOAL),
    *both("plan_goal_edit", INSIDE, a_goal, GOAL),
    *both("plan_goal_remove", INSIDE, a_goal),
    *both("plan_goals_order", INSIDE, a_plan),
    post("plan_approve", ("leader", "coordinator"), a_plan, version),
    post("plan_withdraw", ("leader", "coordinator"), an_approved_plan, version),
    *both("plan_adopt", PARTNERS, an_approved_plan, version),
    *both("plan_revise", INSIDE, an_adopted_plan),
    *both("plan_keep", PARTNERS, an_adopted_plan, now=SEPTEMBER),
    get("plan_versions", AROUND, an_adopted_plan),
]
COUNTY = [
    get("county_plan", SEATED_HERE, a_county_plan),
    get("county_plan", (*SEATED_HERE,), an_adopted_one, now=SEPTEMBER),
    post("county_plan_begin", WRITERS, lambda world: {}),
    *both("county_plan_edit", WRITERS, a_county_step, {"money": "Nytt"}),
    *both("county_plan_goal_create", WRITERS, a_county_plan, GOAL),
    *both("county_plan_goal_edit", WRITERS, a_county_goal, GOAL),
    *both("county_plan_goal_remove", WRITERS, a_county_goal),
    *both("county_plan_goals_order", WRITERS, a_county_plan),
    post("county_plan_approve", OFFICER, a_county_plan, version),
    post("county_plan_withdraw", OFFICER, a_laid_plan, version),
    *both("county_plan_record", OFFICER, a_laid_plan, adoption, now=SEPTEMBER),
    *both("county_plan_revise", WRITERS, an_adopted_one, now=SEPTEMBER),
    get("county_plan_versions", SEATED_HERE, an_adopted_one, now=SEPTEMBER),
    *both("county_plan_attach", WRITERS, a_county_plan, upload),
    post("county_plan_facts", OFFICER, a_county_plan),
    get("county_plan_file_download", WRITERS, a_file),
    *both("county_plan_detach", WRITERS, a_file),
]
PUBLIC = [
    get("plan_public", EVERYBODY, lambda world: a_public_plan(world) and {}),
    get("plan_public_detail", EVERYBODY, a_public_plan),
    get("plan_public_download", EVERYBODY, a_public_plan),
    get("plan_public_attachment_download", EVERYBODY, a_public_file, now=SEPTEMBER),
]
ROWS = [*NETWORKS, *COUNTY, *PUBLIC]
