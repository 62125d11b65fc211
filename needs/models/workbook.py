"""What the portal remembers of workbooks that owners fill in: what waits to be looked over, and what was stored."""

from django.db import models

from common.models import Attachment
from needs.models.needs_report import NeedsReport
from networks.models import Network, Organisation, Round, User


class WorkbookUpload(models.Model):
    """A workbook that somebody has uploaded and not yet stored: theirs alone, one for each report, gone after."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="workbook_uploads")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workbook_uploads")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="workbook_uploads")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="workbook_uploads")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="workbook_upload")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "owner", "network", "by"], name="workbook_upload_once")
        ]

    def __str__(self) -> str:
        return f"{self.owner} – {self.network}: {self.by}"


class WorkbookMemory(models.Model):
    """What a person's workbook held when it was last stored, so that the same file can be uploaded again.

    `prints`: by object and field, fingerprints of what the workbook said and of what stood after; `new_needs`: which
    need each of its empty rows became.
    """

    report = models.ForeignKey(NeedsReport, on_delete=models.CASCADE, related_name="workbook_memories")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="workbook_memories")
    token = models.CharField(max_length=32)
    prints = models.JSONField(default=dict)
    new_needs = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "by", "token"], name="workbook_memory_once")]

    def __str__(self) -> str:
        return self.token
