"""The newest letters were issued before the portal planned payouts: plan them, half and half.

A network that has marked the spring or the autumn payout as done has paid outside the portal; its marks stand, and
nothing is planned for it. Older rounds are marked by hand as before.
"""

from collections import defaultdict

from django.db import migrations


def plan(apps, schema_editor):
    Decision = apps.get_model("grants", "Decision")
    newest = {}
    for decision in (
        Decision.objects.filter(state="issued").select_related("round").order_by("round__grant_year")
    ):
        newest[decision.round.county_id] = decision
    for decision in newest.values():
        plan_round(apps, decision)


def plan_round(apps, decision):
    Completion = apps.get_model("networks", "Completion")
    GrantLine = apps.get_model("grants", "GrantLine")
    Payout = apps.get_model("grants", "Payout")
    marked = set(
        Completion.objects.filter(
            deadline__round=decision.round_id,
            deadline__duty__in=["spring_payout", "autumn_payout"],
            undone_at__isnull=True,
        ).values_list("network_id", flat=True)
    )
    known = set(Payout.objects.filter(round=decision.round_id).values_list("nomination_id", flat=True))
    lines = (
        GrantLine.objects.filter(
            grant__decision=decision.pk,
            grant__network__isnull=False,
            grant__letter__isnull=False,
            kind="individual",
            nomination__isnull=False,
            amount_nok__gt=0,
        )
        .exclude(nomination__in=known)
        .select_related("grant", "nomination__kindergarten")
        .order_by("nomination", "pk")
    )
    numbers = dict(
        apps.get_model("grants", "GrantLetter")
        .objects.filter(grant__decision=decision.pk)
        .values_list("grant_id", "number")
    )
    supports = defaultdict(list)
    for line in lines:
        if line.grant.network_id not in marked:
            supports[line.nomination_id].append(line)
    Payout.objects.bulk_create(
        row
        for rows in supports.values()
        for row in payouts_for(Payout, rows, decision.round_id, numbers[rows[0].grant_id])
    )


def payouts_for(payout, rows, round_id, number):
    line, total = rows[0], sum(row.amount_nok for row in rows)
    nomination = line.nomination
    has_moved = nomination.state == "moved" and nomination.moved_to_id
    owner = nomination.moved_to_id if has_moved else nomination.kindergarten.owner_id
    for half, letter, amount in (("spring", "V", total - total // 2), ("autumn", "H", total // 2)):
        if amount:
            yield payout(
                line=line,
                nomination=nomination,
                round_id=round_id,
                network_id=line.grant.network_id,
                owner_id=owner,
                half=half,
                amount_nok=amount,
                reference=f"{number}-{nomination.pk}-{letter}",
                state="planned",
            )


class Migration(migrations.Migration):
    dependencies = [("grants", "0006_money_faults"), ("needs", "0006_more_study_types")]

    operations = [
        # Backwards: the plan stays as it is; the tables themselves go with the schema's own migration.
        migrations.RunPython(plan, migrations.RunPython.noop),
    ]
