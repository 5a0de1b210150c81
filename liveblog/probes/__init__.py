"""The door of machines that watch a process: whether it is well, and how it is in figures."""
