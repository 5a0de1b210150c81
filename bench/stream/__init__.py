"""Load test of the stream: ours beside others, in one run on one machine."""
