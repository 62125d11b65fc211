"""The addresses of people, their seats, and the invitations to them."""

from django.urls import URLPattern, path

from networks.views import invitations, people, people_of, seat_invite, seats

SEAT = "nettverk/personer/<int:pk>"
INVITATION = "nettverk/invitasjoner/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("nettverk/personer/", people.PersonList.as_view(), name="person_list"),
    path("nettverk/personer/excel/", people.PersonListDownload.as_view(), name="person_list_download"),
    path("nettverk/personer/inviter/", seat_invite.SeatInvite.as_view(), name="seat_invite"),
    path(f"{SEAT}/", seats.SeatDetail.as_view(), name="seat_detail"),
    path(f"{SEAT}/avslutt/", seats.SeatEnd.as_view(), name="seat_end"),
    path(f"{SEAT}/siste-dag/", seats.SeatChange.as_view(), name="seat_change"),
    path(f"{SEAT}/overlat/", seats.SeatHandOver.as_view(), name="seat_hand_over"),
    path(f"{SEAT}/vara/", seats.SeatInviteSubstitute.as_view(), name="seat_invite_substitute"),
    path(f"{SEAT}/leder/", seats.SeatAppointChair.as_view(), name="seat_appoint_chair"),
    path("nettverk/invitasjoner/", people.InvitationList.as_view(), name="invitation_list"),
    path(f"{INVITATION}/ta-imot/", invitations.InvitationAccept.as_view(), name="invitation_accept"),
    path(f"{INVITATION}/send/", invitations.InvitationResend.as_view(), name="invitation_resend"),
    path(f"{INVITATION}/trekk/", invitations.InvitationWithdraw.as_view(), name="invitation_withdraw"),
    path("invitasjon/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("nettverk/forum/personer/", people_of.ForumPeople.as_view(), name="forum_people"),
    path("nettverk/<int:network>/personer/", people_of.NetworkPeople.as_view(), name="network_people"),
    path(
        "nettverk/<int:network>/personer/excel/",
        people_of.NetworkPeopleDownload.as_view(),
        name="network_people_download",
    ),
    path(
        "nettverk/<int:network>/personer/inviter/",
        seat_invite.NetworkSeatInvite.as_view(),
        name="network_seat_invite",
    ),
    path(
        "nettverk/virksomheter/<int:organisation>/personer/",
        people_of.OwnerPeople.as_view(),
        name="owner_people",
    ),
    path(
        "nettverk/virksomheter/<int:organisation>/personer/inviter/",
        seat_invite.OwnerSeatInvite.as_view(),
        name="owner_seat_invite",
    ),
]
