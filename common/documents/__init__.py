"""Documents: made from HTML as PDF, issued once, never changed."""
