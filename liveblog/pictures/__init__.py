"""Pictures as files: taken in piece by piece, looked at, cleaned, and made in several sizes.

A leaf of the trunk: it knows nothing of blogs, entries or who is asking.
"""
