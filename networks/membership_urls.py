"""The addresses of a network's municipalities and universities, and of a new network."""

from django.urls import URLPattern, path

from networks.views import memberships as views

ONE = "nettverk/<int:network>"

urlpatterns: list[URLPattern] = [
    path("nettverk/nytt/", views.NetworkCreate.as_view(), name="network_create"),
    path("nettverk/medlemmer/ny/", views.MembershipPlace.as_view(), name="membership_place"),
    path(f"{ONE}/medlemmer/", views.MembershipList.as_view(), name="membership_list"),
    path(f"{ONE}/medlemmer/ny/", views.MembershipCreate.as_view(), name="membership_create"),
    path(f"{ONE}/medlemmer/<int:pk>/slutt/", views.MembershipEnd.as_view(), name="membership_end"),
    path(f"{ONE}/partnere/ny/", views.PartnershipCreate.as_view(), name="partnership_create"),
    path(f"{ONE}/partnere/<int:pk>/slutt/", views.PartnershipEnd.as_view(), name="partnership_end"),
]
