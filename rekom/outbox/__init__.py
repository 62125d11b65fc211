"""The outbox as staff and leaders see it: who was told what and when."""
