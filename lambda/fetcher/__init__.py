"""The fetcher: reads the feed and records each new week."""
