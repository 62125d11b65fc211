"""Who took part in finding the needs: asked of every kindergarten and owner."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from needs.models.tables import LONG_TEXT


class StaffGroup(models.TextChoices):
    HEADS = "heads", _("Heads")
    PEDAGOGICAL_LEADERS = "pedagogical_leaders", _("Pedagogical leaders")
    TEACHERS = "teachers", _("Kindergarten teachers")
    SKILLED = "skilled", _("Child care and youth workers")
    ASSISTANTS = "assistants", _("Assistants")
    SPECIAL_NEEDS = "special_needs", _("Special needs teachers")
    UNION = "union", _("Employee representatives")
    PARENTS = "parents", _("Parents")
    NOBODY = "nobody", _("Nobody has taken part yet")


class PptPart(models.TextChoices):
    YES = "yes", _("Yes, they have taken part")
    PLANNED = "planned", _("Not yet, but it is planned")
    NO = "no", _("No")


class Involvement(models.Model):
    """Which staff groups took part, when and how."""

    staff_groups = ArrayField(models.CharField(max_length=30, choices=StaffGroup), default=list, blank=True)
    involved_when = models.CharField(blank=True, max_length=200)
    staff_involvement = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        abstract = True
