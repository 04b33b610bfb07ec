"""The commands of `python -m gas_notifier.local`: a module each, with its options and `main`."""
