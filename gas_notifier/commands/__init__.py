"""What a person types: one module a command, beside the options and the screen they share.

What two commands need beyond that belongs in another room.
"""
