"""The desk's pages: newsroom (which blogs), composer (write), entry (change), blog (run)."""
