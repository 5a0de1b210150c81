"""The one thing that this app tells the world."""

from django.dispatch import Signal

# A contest's declaration or turnout changed, its count moved, or its declaration is expected at
# another time: the sender is the model that was written. Sent with `contest`, inside the
# transaction of the deed, so that what a receiver writes stands or falls with the figures.
declared = Signal()

# Much of an election was set up or recorded at once. Sent with `election`, likewise. What was
# declared with it is told by `declared` as well, marked `in_bulk`.
loaded = Signal()
