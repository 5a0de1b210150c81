"""What the desk's pages ask for. Typed text stays text: the deeds read, check and refuse it."""
