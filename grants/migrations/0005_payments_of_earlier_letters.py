"""Letters that are issued already get a plan of one payment each, paid where that is marked as done, and a ledger."""

from zoneinfo import ZoneInfo

import pgtrigger
from django.db import connection, migrations

OSLO = ZoneInfo("Europe/Oslo")
EARLIER = "earlier:"
"""How the keys of these postings begin, so that they are found again."""


def plan(apps, schema_editor):
    Decision = apps.get_model("grants", "Decision")
    for decision in Decision.objects.filter(state="issued").select_related("round", "run"):
        grants = list(
            apps.get_model("grants", "Grant")
            .objects.filter(decision=decision, letter__isnull=False, instalments__isnull=True)
            .select_related("letter", "network", "university")
        )
        _post_frame(apps, decision)
        done = _done(apps, decision.round)
        for grant in grants:
            _plan_grant(apps, decision, grant, done)


def _post_frame(apps, decision):
    frame, held = decision.run.input["frame"], decision.run.output["held"]
    year = str(decision.round.grant_year)
    _post(apps, decision, "frame", f"frame:{decision.round_id}", year, ("frame", "free"), None, frame)
    if held:
        _post(apps, decision, "held", f"held:{decision.round_id}", year, ("free", "held"), None, held)


def _plan_grant(apps, decision, grant, done):
    if not grant.amount_nok:
        return
    number, name = grant.letter.number, (grant.network or grant.university).name
    instalment = apps.get_model("grants", "Instalment").objects.create(
        grant=grant,
        number=1,
        due_on=_due_on(apps, decision, done),
        amount_nok=grant.amount_nok,
        reference=f"{number}-1",
    )
    _post(
        apps, decision, "letter", f"letter:{grant.pk}", f"{number} {name}", ("free", "granted"), grant,
        grant.amount_nok,
    )  # fmt: skip
    if done is not None:
        _pay(apps, decision, instalment, done, f"{number}-1 {name}")


def _pay(apps, decision, instalment, done, text):
    """Marked as paid on the day somebody marked the payments of the round as done, by the same person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rekom.moving', 'on', true)")
    paid_on = done.done_at.astimezone(OSLO).date()
    rows = apps.get_model("grants", "Instalment").objects.filter(pk=instalment.pk)
    rows.update(state="paid", paid_on=paid_on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('rekom.moving', '', true)")
    types = apps.get_model("contenttypes", "ContentType").objects
    apps.get_model("common", "StateChange").objects.create(
        content_type=types.get_or_create(app_label="grants", model="instalment")[0],
        object_id=instalment.pk,
        verb="pay",
        before="planned",
        after="paid",
        by_id=done.done_by_id,
        at=done.done_at,
    )
    _post(
        apps, decision, "payment", f"payment:{instalment.pk}", text, ("granted", "paid"), instalment.grant,
        instalment.amount_nok, done=done,
    )  # fmt: skip


def _post(apps, decision, kind, key, text, accounts, grant, amount, done=None):
    """Move `amount` from one account to another."""
    at = done.done_at if done else decision.issued_at
    posting, is_new = apps.get_model("grants", "Posting").objects.get_or_create(
        key=f"{EARLIER}{key}",
        defaults={
            "round": decision.round,
            "kind": kind,
            "text": text[:300],
            "on": at.astimezone(OSLO).date(),
            "by_id": done.done_by_id if done else decision.approved_by_id,
            "at": at,
        },
    )
    if not is_new:
        return
    of_grants = ("granted", "paid")
    PostingLine = apps.get_model("grants", "PostingLine")
    PostingLine.objects.bulk_create(
        PostingLine(
            posting=posting,
            account=account,
            grant=grant if account in of_grants else None,
            amount_nok=amount * sign,
        )
        for account, sign in zip(accounts, (-1, 1), strict=True)
    )


def _done(apps, round):
    return (
        apps.get_model("networks", "Completion")
        .objects.filter(
            deadline__round=round, deadline__duty="payment", network__isnull=True, undone_at__isnull=True
        )
        .first()
    )


def _due_on(apps, decision, done):
    rows = apps.get_model("networks", "Deadline").objects.filter(round=decision.round, duty="payment")
    due_at = rows.values_list("due_at", flat=True).first() or (done.done_at if done else decision.issued_at)
    return due_at.astimezone(OSLO).date()


def unplan(apps, schema_editor):
    """Take away what `plan` made. The database's own rules let it, for these statements alone."""
    postings = apps.get_model("grants", "Posting").objects.filter(key__startswith=EARLIER)
    lines = apps.get_model("grants", "PostingLine").objects.filter(posting__in=postings)
    letters = lines.filter(posting__kind="letter", account="granted")
    grants = list(letters.values_list("grant", flat=True))
    with pgtrigger.ignore(
        "grants.PostingLine:posting_line_never_changes",
        "grants.Posting:posting_never_changes",
        "grants.Instalment:grant_adds_up",
    ):
        lines.delete()
        postings.delete()
        apps.get_model("grants", "Instalment").objects.filter(grant__in=grants).delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_versions_and_writing_places"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("grants", "0004_money_adds_up"),
        ("networks", "0007_meetings"),
    ]

    operations = [migrations.RunPython(plan, unplan)]
