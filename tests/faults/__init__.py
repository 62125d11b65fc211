"""Faults that the mail must survive, with real processes: killed workers, stopped servers, moved clocks."""
