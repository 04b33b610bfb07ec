"""What a person types: one module a command, beside the options, screen and progress they share.

What two commands need beyond that belongs in another room.
"""
