"""Numbers with their nouns."""


def counted(number: int, noun: str) -> str:
    """Return `1 week`, or `1,000 weeks`: a number, and its noun with an s where it takes one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
