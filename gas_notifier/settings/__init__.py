"""What a deployment can be told, what values that takes, and where they are kept.

No AWS, no emulator, no screen.
"""
