"""Gas Notifier on a bare machine: the stack of `app.py` in an AWS emulator on loopback."""
