"""The play: what everybody did, when, through the same services as the pages use.

Each file of this folder writes the script of one step as a list of events; `stage` holds what they share.
"""
