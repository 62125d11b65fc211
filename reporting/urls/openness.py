"""The addresses that everybody may read: the same pages in bokmål and English, and the data's files."""

from django.urls import URLPattern, URLResolver, include, path

from reporting.views import open_data as data
from reporting.views import open_lists as lists
from reporting.views import open_plans as plans
from reporting.views import openness as pages

Words = dict[str, str]
BOKMÅL = {
    "open": "apent",
    "data": "apne-data",
    "measures": "tiltak",
    "grant": "tildeling",
    "key": "fordeling",
    "dates": "kalender",
    "plans": "planer",
}
ENGLISH = {
    "open": "en/open",
    "data": "en/open-data",
    "measures": "measures",
    "grant": "grant",
    "key": "sharing",
    "dates": "calendar",
    "plans": "plans",
}


def in_words(words: Words) -> list[URLPattern]:
    """The pages with the words of one language in their addresses."""
    front, data_front = words["open"], words["data"]
    return [
        path(f"{front}/", pages.OpenFront.as_view(), name="front"),
        path(f"{front}/<int:year>/", pages.OpenFront.as_view(), name="year"),
        path(f"{front}/{words['measures']}/", lists.OpenMeasures.as_view(), name="measures"),
        path(f"{front}/{words['grant']}/<int:pk>/", pages.OpenGrantPage.as_view(), name="grant"),
        path(f"{front}/{words['dates']}/", pages.OpenDates.as_view(), name="dates"),
        path(f"{front}/{words['plans']}/", plans.OpenPlans.as_view(), name="plans"),
        path(f"{front}/{words['plans']}/<int:pk>/", plans.OpenPlanPage.as_view(), name="plan"),
        path(f"{front}/{words['dates']}.ics", pages.OpenDatesFile.as_view(), name="dates_download"),
        path(f"{front}/{words['key']}/<int:year>/", lists.OpenKey.as_view(), name="key"),
        path(
            f"{front}/{words['key']}/<int:year>/<int:network>/",
            lists.OpenKeyNetwork.as_view(),
            name="key_network",
        ),
        path(f"{data_front}/", data.OpenDataIndex.as_view(), name="data"),
        path(f"{data_front}/<slug:dataset>/", data.OpenDataset.as_view(), name="dataset"),
    ]


files: list[URLPattern] = [
    path("v1/<slug:dataset>.csv", data.RowsAsCsv.as_view(), name="csv_download"),
    path("v1/<slug:dataset>.json", data.RowsAsJson.as_view(), name="json_download"),
    path("v1/<slug:dataset>.schema.json", data.SchemaAsJson.as_view(), name="schema_download"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((in_words(BOKMÅL), "open"), namespace="open")),
    path("", include((in_words(ENGLISH), "open"), namespace="open_en")),
    path("apne-data/", include((files, "open_data"), namespace="open_data")),
    path("robots.txt", data.robots, name="robots"),
    path("sitemap.xml", data.sitemap, name="sitemap"),
]
