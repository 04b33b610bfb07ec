"""The bare pipeline: two functions that put an item, and mail that there is one.

Nothing is read, judged or checked: no program whose table's stream mails can do less.
"""
