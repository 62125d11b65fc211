"""What universities work with over many rounds is what is said of each round."""

from networks.models import Kindergarten, Partnership, Round
from networks.queries import networks_of_university, partnered
from networks.queries.partners import reaches_of


def test_reaches_say_the_same_as_each_round(world, django_assert_num_queries):
    universities = list(Partnership.objects.values_list("university", flat=True).distinct())
    rounds = list(Round.objects.all())
    for chosen in ([universities[0]], universities, []):
        with django_assert_num_queries(2 if chosen else 0):
            reaches = reaches_of(chosen, rounds)
        assert sorted(key for reach in reaches for key in reach.rounds) == sorted(row.pk for row in rounds)
        for round in rounds:
            (reach,) = [reach for reach in reaches if round.pk in reach.rounds]
            assert reach.networks == set(networks_of_university(chosen, round).values_list("pk", flat=True))
            theirs = Kindergarten.objects.filter(partnered(chosen, round)).distinct()
            assert set(theirs) == set(Kindergarten.objects.filter(municipality__in=reach.municipalities))


def test_municipality_of_their_own_is_reached_alone(world):
    row = Partnership.objects.filter(municipality__isnull=True).first()
    row.municipality = world.municipality
    row.save(update_fields=["municipality"])
    (reach,) = reaches_of([row.university_id], [world.round])
    assert world.municipality.pk in reach.municipalities
    theirs = Kindergarten.objects.filter(partnered([row.university_id], world.round)).distinct()
    assert set(theirs) == set(Kindergarten.objects.filter(municipality__in=reach.municipalities))
