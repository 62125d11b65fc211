"""Named reads of what is wanted. Nothing here writes."""
