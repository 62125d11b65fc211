"""The county's code tables, as the scheme's county uses them."""

from collections.abc import Iterable

from django.db import transaction

from needs.models import StudyType, Theme
from networks.models import County

OTHER = "Annet"
THEMES = (
    "Inkluderende praksis",
    "Pedagogisk dokumentasjon",
    "Profesjonelle læringsfellesskap og ledelse",
    "Språk, lek og miljø",
    "Spesialpedagogikk og laget rundt barnet",
    "Samisk språk og kultur",
    OTHER,
)
STUDY_TYPES = (
    ("ablu", "Arbeidsplassbasert barnehagelærerutdanning (ABLU)"),
    ("ablu_sami", "ABLU med samisk profil"),
    ("part_time", "Deltids- eller samlingsbasert barnehagelærerutdanning"),
    ("tib", "Tilleggsutdanning i barnehagepedagogikk (TiB)"),
    ("fagbrev", "Fagbrev i barne- og ungdomsarbeiderfaget"),
    ("mentoring", "Veilederutdanning"),
    ("leadership", "Ledelse"),
    ("special_needs", "Spesialpedagogikk"),
    ("sami", "Samisk språk og kultur"),
    ("other", OTHER),
)


@transaction.atomic
def load_themes(county: County, names: Iterable[str] = THEMES) -> None:
    """Give the county its themes in this order; a theme that is no longer named stays on old needs only."""
    wanted = list(names)
    for order, name in enumerate(wanted, start=1):
        Theme.objects.update_or_create(
            county=county,
            name=name,
            defaults={"order": order, "is_active": True, "asks_free_text": name == OTHER},
        )
    Theme.objects.filter(county=county).exclude(name__in=wanted).update(is_active=False)


@transaction.atomic
def load_study_types(county: County, rows: Iterable[tuple[str, str]] = STUDY_TYPES) -> None:
    """Give the county its study types (code, name) in this order."""
    wanted = list(rows)
    for order, (code, name) in enumerate(wanted, start=1):
        StudyType.objects.update_or_create(
            county=county, code=code, defaults={"name": name, "order": order, "is_active": True}
        )
    StudyType.objects.filter(county=county).exclude(code__in=[code for code, _name in wanted]).update(
        is_active=False
    )
