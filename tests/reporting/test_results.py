"""What came of a round, counted: who was reached, and what the money was used for."""

from grants.models import LineKind
from networks.models import Kindergarten, KindergartenFigures, Organisation
from reporting.queries.results import results_of
from tests import factories as f
from tests.reporting import stage, summary_stage

STATEMENTS = 10


def _named(parts):
    return {part.name: part for part in parts}


def test_a_round_without_letters_has_nothing(world):
    found = results_of(world.fresh_round())
    assert (found.total.kindergartens, found.total.granted_nok, found.reports_due) == (0, 0, 0)
    assert (found.themes, found.networks, found.studies) == ((), (), ())


def test_kindergartens_are_counted_once_with_the_children_of_the_grant_year(world):
    summary_stage.with_children(world)
    summary_stage.agreed_facts(world)
    total = results_of(world.fresh_round()).total
    assert (total.measures, total.kindergartens, total.municipalities, total.children) == (2, 2, 1, 50)
    assert total.staff_reached == 24


def test_a_kindergarten_without_figures_is_named_as_a_number(world):
    KindergartenFigures.objects.all().delete()
    KindergartenFigures.objects.create(kindergarten=world.kindergarten, year=2028, children=20)
    summary_stage.agreed_facts(world)
    found = results_of(world.fresh_round())
    assert (found.total.children, found.without_figures) == (0, 2)


def test_facts_that_are_not_approved_by_all_do_not_count(world):
    from_draft = stage.network_grant(world).lines.filter(measure__isnull=False).first()
    f_draft = summary_stage.MeasureReport.objects.create(measure=from_draft.measure, staff_reached=5)
    f_draft.kindergartens.add(world.kindergarten)
    found = results_of(world.fresh_round())
    assert (found.total.measures, found.total.kindergartens, found.measures_granted) == (0, 0, 2)


def test_money_is_used_when_the_report_is_in(world):
    grant = stage.network_grant(world)
    before = results_of(world.fresh_round())
    summary_stage.sent_report(world, unspent=7_000)
    after = results_of(world.fresh_round())
    assert (before.total.used_nok, before.reports_in, before.reports_due) == (0, 0, 2)
    assert (after.total.used_nok, after.total.unspent_nok) == (grant.amount_nok - 7_000, 7_000)
    assert (after.reports_in, after.network_money.unspent_nok, after.university_money.used_nok) == (
        1,
        7_000,
        0,
    )


def test_the_parts_add_up_to_the_whole(world):
    summary_stage.agreed_facts(world)
    summary_stage.sent_report(world, unspent=7_000)
    found = results_of(world.fresh_round())
    whole = found.total.granted_nok
    assert found.network_money.granted_nok + found.university_money.granted_nok == whole
    assert sum(one.granted_nok for one in found.purposes) == whole
    collective = sum(one.granted_nok for one in found.purposes if one.key == LineKind.COLLECTIVE)
    assert sum(one.granted_nok for one in found.themes) == collective
    assert sum(one.kindergartens for one in found.owners) == found.total.kindergartens
    assert sum(one.kindergartens for one in found.municipalities) == found.total.kindergartens


def test_owners_are_those_of_the_reference_day(world):
    commune = f.OrganisationFactory(county=world.county, name="Prøvedal kommune 2", kind="municipality")
    public = f.KindergartenFactory(name="Storstua", owner=commune, municipality=world.other_municipality)
    facts = summary_stage.agreed_facts(world)
    facts[0].kindergartens.add(public)
    municipal, private = results_of(world.fresh_round()).owners
    assert (municipal.kindergartens, municipal.measures, municipal.staff_reached) == (1, 1, None)
    assert (private.kindergartens, private.measures, private.granted_nok) == (2, 2, None)
    assert Organisation.objects.get(pk=commune.pk).kind == "municipality"


def test_networks_and_universities_have_their_measures_and_money(world):
    summary_stage.agreed_facts(world)
    found = results_of(world.fresh_round())
    network, university = _named(found.networks)["Prøvenettverket"], found.universities[0]
    assert (network.key, network.measures) == (str(world.network.pk), 2)
    assert (university.key, university.name) == (str(world.university.pk), "Prøve høgskole")
    assert university.measures == 2
    assert university.granted_nok == stage.university_grant(world).amount_nok


def test_answers_are_counted_by_choice(world):
    summary_stage.agreed_facts(world)
    found = results_of(world.fresh_round())
    assert {one.key: one.measures for one in found.carried_out} == {"fully": 2, "partly": 0, "not": 0}
    assert {one.key: one.measures for one in found.attainment if one.measures} == {"mostly": 2}


def test_individual_money_is_told_by_study_and_number_of_students(world):
    summary_stage.sent_report(world)
    (study,) = results_of(world.fresh_round()).studies
    assert (study.key, study.students, study.granted_nok, study.used_nok) == ("ablu", 1, 40_000, 40_000)


def test_results_take_the_same_statements_whatever_was_reached(world, django_assert_num_queries):
    first, second = summary_stage.agreed_facts(world)
    first.kindergartens.set([])
    summary_stage.sent_report(world)
    round = world.fresh_round()
    with django_assert_num_queries(STATEMENTS):
        results_of(round)
    first.kindergartens.set(Kindergarten.objects.all())
    second.kindergartens.set(Kindergarten.objects.all())
    with django_assert_num_queries(STATEMENTS):
        results_of(round)
