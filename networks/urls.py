"""The addresses of networks, kindergartens, organisations, people and rounds."""

from django.urls import URLPattern, path

from networks.views import facts, networks, people, rounds

app_name = "networks"
urlpatterns: list[URLPattern] = [
    path("nettverk/", networks.NetworkList.as_view(), name="network_list"),
    path("nettverk/<int:pk>/", networks.NetworkDetail.as_view(), name="network_detail"),
    path("nettverk/<int:pk>/endre/", facts.network_edit, name="network_edit"),
    path("nettverk/virksomheter/", facts.OrganisationList.as_view(), name="organisation_list"),
    path("nettverk/virksomheter/<int:pk>/", facts.organisation_detail, name="organisation_detail"),
    path("nettverk/virksomheter/<int:pk>/endre/", facts.organisation_edit, name="organisation_edit"),
    path("nettverk/kontoret/", facts.office_detail, name="office_detail"),
    path("nettverk/kontoret/endre/", facts.office_edit, name="office_edit"),
    path("nettverk/barnehager/", networks.KindergartenList.as_view(), name="kindergarten_list"),
    path("nettverk/personer/", people.PersonList.as_view(), name="person_list"),
    path("nettverk/personer/inviter/", people.seat_invite, name="seat_invite"),
    path("nettverk/personer/<int:pk>/avslutt/", people.seat_end, name="seat_end"),
    path("nettverk/runder/", rounds.RoundList.as_view(), name="round_list"),
    path("nettverk/runder/ny/", rounds.round_open, name="round_open"),
    path("meg/", people.profile, name="profile"),
]
