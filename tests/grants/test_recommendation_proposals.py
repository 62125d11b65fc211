"""The texts that the secretary can begin with: collected, never more than fits, and never typed over."""

from types import SimpleNamespace

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from grants.models import Recommendation
from grants.queries.recommendation import measure_facts
from grants.recommendation_proposals import MeasureFacts, clipped, proposed_texts
from needs.models import MeasureCriterion
from tests.grants.money_stage import STUDENT, basis, ready
from tests.world import MARCH

YEAR = {"year": 2027}
CRITERIA = [("local_needs", "Egne behov"), ("sami", "Samiske perspektiver")]
ROW = MeasureFacts(
    network="Prøvenettverket",
    title="Lek & læring",
    kindergartens=2,
    owners=["Lekestua Prøve SA", "Lekestua Prøve SA"],
    universities=["Prøve høgskole"],
    start="høst 2027",
    years=2,
    criteria=frozenset({"local_needs"}),
)


def test_each_measure_says_who_takes_part_and_how_long():
    text = proposed([ROW])["priorities"]
    assert "Prøvenettverket\n1. Lek & læring: " in text
    for words in ("2 ", "Prøve høgskole", "høst 2027"):
        assert words in text


def test_the_criteria_name_the_measures_that_say_nothing():
    lines = proposed([ROW])["criteria_met"].splitlines()
    assert lines[0].startswith("Egne behov")
    assert "Lek & læring (Prøvenettverket)" in lines[1]
    assert "Lek & læring" not in lines[0]


def test_owners_are_named_once():
    assert proposed([ROW])["cooperation"].count("Lekestua Prøve SA") == 1


def test_without_bases_and_run_there_is_nothing_to_propose():
    assert set(proposed([]).values()) == {""}


def test_the_dissent_of_the_minutes_is_proposed():
    assert proposed([], dissent="Utdanningsforbundet er uenig.")["dissent"] == "Utdanningsforbundet er uenig."


@given(st.text(alphabet="abæ \n", max_size=300), st.integers(min_value=10, max_value=200))
def test_a_proposal_is_cut_at_a_line_and_never_too_long(text, most):
    found = clipped(text, most)
    assert len(found) <= most
    assert found == text or (found.endswith("…") and text.startswith(found[:-2]))


def test_measures_are_read_from_sent_bases_with_their_answers(world):
    made = basis(world)
    measure = made.measures.get()
    measure.kindergartens.add(world.kindergarten, world.sister)
    MeasureCriterion.objects.create(measure=measure, criterion="sami", text="Slik")
    MeasureCriterion.objects.create(measure=measure, criterion="partnership", text=" ")
    (row,) = measure_facts(world.round)
    assert (row.network, row.kindergartens, row.criteria) == ("Prøvenettverket", 2, frozenset({"sami"}))
    assert set(row.owners) == {"Lekestua Prøve SA"}


def test_more_measures_need_no_more_queries(world, django_assert_num_queries):
    basis(world)
    with django_assert_num_queries(5):
        measure_facts(world.round)
    basis(world, world.other_network)
    with django_assert_num_queries(5):
        assert len(measure_facts(world.round)) == 2


def test_the_page_fills_only_empty_fields_and_stores_nothing(world, at, sign_in):
    at(MARCH)
    ready(world)
    typed = {"version": 1, "do": "propose", "priorities": "Mitt eget", "split": " ", "dissent": ""}
    page = sign_in("case_officer").post(reverse("grants:recommendation_edit", kwargs=YEAR), typed)
    form = page.context["form"]
    assert form["priorities"].value() == "Mitt eget"
    assert "850\u00a0000\u00a0kr" in form["split"].value()
    assert "Prøve høgskole" in form["cooperation"].value()
    assert STUDENT not in page.content.decode()
    assert Recommendation.objects.get().split == "40 prosent flatt"


def proposed(measures, dissent=""):
    return proposed_texts(measures, CRITERIA, None, dissent=dissent)


def test_the_split_names_the_sums_of_the_run(world):
    made = SimpleNamespace(run=ready(world).run)
    text = proposed_texts([], CRITERIA, made.run, dissent="")["split"]
    assert "500\u00a0000\u00a0kr" in text
