"""The fetcher: reads the feed and records each new week."""

import gc

# What is imported stays: to look for garbage among it takes a sixth of a cold start.
gc.set_threshold(100_000)
