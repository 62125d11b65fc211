"""The addresses of the annual wheels, and of the events that people put into them."""

from django.urls import URLPattern, path

from networks.views import wheel, wheel_events

WHEEL = "nettverk/<int:network>/arshjul"
TOWN = f"{WHEEL}/kommune/<int:municipality>"
HOUSE = f"{WHEEL}/barnehage/<int:kindergarten>"
FILE = "fil/<slug:file>/"

urlpatterns: list[URLPattern] = [
    path("nettverk/arshjul/", wheel.CountyWheel.as_view(), name="county_wheel"),
    path(f"nettverk/arshjul/{FILE}", wheel.CountyWheelDownload.as_view(), name="county_wheel_download"),
    path(
        "nettverk/arshjul/nytt/",
        wheel_events.CountyWheelEventCreate.as_view(),
        name="county_wheel_event_create",
    ),
    path("nettverk/arshjul/<int:pk>/endre/", wheel_events.WheelEventEdit.as_view(), name="wheel_event_edit"),
    path(
        "nettverk/arshjul/<int:pk>/fjern/",
        wheel_events.WheelEventRemove.as_view(),
        name="wheel_event_remove",
    ),
    path(f"{WHEEL}/", wheel.NetworkWheel.as_view(), name="network_wheel"),
    path(f"{WHEEL}/{FILE}", wheel.NetworkWheelDownload.as_view(), name="network_wheel_download"),
    path(f"{WHEEL}/nytt/", wheel_events.WheelEventCreate.as_view(), name="wheel_event_create"),
    path(f"{TOWN}/", wheel.MunicipalityWheel.as_view(), name="municipality_wheel"),
    path(f"{TOWN}/{FILE}", wheel.MunicipalityWheelDownload.as_view(), name="municipality_wheel_download"),
    path(f"{HOUSE}/", wheel.KindergartenWheel.as_view(), name="kindergarten_wheel"),
    path(f"{HOUSE}/{FILE}", wheel.KindergartenWheelDownload.as_view(), name="kindergarten_wheel_download"),
]
