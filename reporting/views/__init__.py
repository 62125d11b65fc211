"""The pages of reports, one file per object."""
