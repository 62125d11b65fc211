"""Measures and nominations of decisions that are issued already are told what they got. Nobody is mailed."""

from collections import defaultdict

from django.db import migrations

NO_MONEY = (
    "Pengene rakk til de første %(reached)s av %(number)s i den prioriterte rekkefølgen. Denne innmeldingen sto som "
    "nummer %(place)s."
)
NOT_LISTED = (
    "Innmeldingen sto ikke på en liste som nettverket hadde sendt da pengene ble fordelt, og kunne derfor ikke "
    "vurderes."
)
NOTHING = "Det var ingen penger til individuelle tiltak dette året."
NAME = "nomination-"


def tell(apps, schema_editor):
    Decision = apps.get_model("grants", "Decision")
    for decision in Decision.objects.filter(state="issued").select_related("run"):
        lines = list(
            apps.get_model("grants", "GrantLine")
            .objects.filter(grant__decision=decision)
            .values_list("measure", "nomination", "grant__university", "kind", "amount_nok")
        )
        _tell_measures(apps, decision, lines)
        _tell_nominations(apps, decision, lines)


def _tell_measures(apps, decision, lines):
    asked = apps.get_model("needs", "Measure").objects.filter(
        basis__round=decision.round, basis__state__in=["submitted", "accepted"]
    )
    parts = {pk: [0, 0] for pk in asked.values_list("pk", flat=True)}
    for measure, _nomination, university, _kind, amount in lines:
        if measure is not None:
            parts.setdefault(measure, [0, 0])[university is not None] += amount
    MeasureOutcome = apps.get_model("needs", "MeasureOutcome")
    MeasureOutcome.objects.bulk_create(
        [
            MeasureOutcome(measure_id=pk, network_nok=own, university_nok=other, told_at=decision.issued_at)
            for pk, (own, other) in parts.items()
        ],
        ignore_conflicts=True,
    )


def _tell_nominations(apps, decision, lines):
    granted = defaultdict(int)
    for _measure, nomination, _university, kind, amount in lines:
        if kind == "individual" and nomination is not None:
            granted[nomination] += amount
    asked = apps.get_model("needs", "Nomination").objects.filter(round=decision.round, state="submitted")
    keys = {*granted, *asked.values_list("pk", flat=True)}
    NominationOutcome = apps.get_model("needs", "NominationOutcome")
    NominationOutcome.objects.bulk_create(
        [
            NominationOutcome(
                nomination_id=pk,
                granted_nok=granted[pk],
                reason="" if granted[pk] else _reason(pk, decision.run),
                told_at=decision.issued_at,
            )
            for pk in sorted(keys)
        ],
        ignore_conflicts=True,
    )


def _reason(pk, run):
    order = sorted(run.input["individual"]["requests"], key=lambda row: (row["rank"], row["id"]))
    places = {row["id"].removeprefix(NAME): place for place, row in enumerate(order, start=1)}
    place = places.get(str(pk))
    if place is None:
        return NOT_LISTED
    reached = len(run.output["individual"]["granted"])
    if not reached:
        return NOTHING
    return NO_MONEY % {"reached": reached, "number": len(order), "place": place}


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial"), ("needs", "0006_more_study_types")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
