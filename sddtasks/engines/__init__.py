"""Which executor runs jobs. Serial work needs none; the registry waits for its first engine."""
