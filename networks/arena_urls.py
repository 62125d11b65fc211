"""The addresses of a network's arenas and meetings."""

from django.urls import URLPattern, path

from networks.views import arenas, network_meetings

ALL = "nettverk/<int:network>/arenaer"
OWN = f"{ALL}/uh/<int:university>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", arenas.ArenaList.as_view(), name="arena_list"),
    path(f"{ALL}/lag/", arenas.ArenasMake.as_view(), name="arenas_make"),
    path(f"{OWN}/lag/", arenas.ArenasMake.as_view(), name="arenas_make"),
    path(f"{ALL}/ny/", arenas.ArenaCreate.as_view(), name="arena_create"),
    path(f"{OWN}/ny/", arenas.ArenaCreate.as_view(), name="arena_create"),
    path(f"{ALL}/rekkefolge/", arenas.ArenasOrder.as_view(), name="arenas_order"),
    path(f"{OWN}/rekkefolge/", arenas.ArenasOrder.as_view(), name="arenas_order"),
    path(f"{ALL}/<int:pk>/endre/", arenas.ArenaEdit.as_view(), name="arena_edit"),
    path(f"{ALL}/<int:pk>/avslutt/", arenas.ArenaEnd.as_view(), name="arena_end"),
    path(
        "nettverk/<int:network>/moter/", network_meetings.NetworkMeetings.as_view(), name="network_meetings"
    ),
    path(
        "nettverk/<int:network>/moter/nytt/",
        network_meetings.NetworkMeetingCreate.as_view(),
        name="network_meeting_create",
    ),
]
