"""The demo county: Trøndelag's known facts, completed with made-up places and people, and played year by year.

Everything here is fictional except what `networks/data/trondelag` holds. The same day gives the same county.
"""
