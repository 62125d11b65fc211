"""The county's code tables: themes and study types."""

from django.db import models

from networks.models import County

LONG_TEXT = 20_000
"""Characters in a long text. What is longer is refused with a sentence, and what was typed stays."""


class Theme(models.Model):
    """What a need or an assessment is about."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    asks_free_text = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="theme_name_once")]

    def __str__(self) -> str:
        return self.name


class StudyType(models.Model):
    """A kind of further education that a nomination can be for."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="study_types")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="study_type_code_once")]

    def __str__(self) -> str:
        return self.name
