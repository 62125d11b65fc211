"""The owner's workbook: written, opened safely, read, its faults marked. Knows cells and sheets, stores nothing."""
