"""The article's program, written afresh: what Gas Notifier is measured against.

It does what the 2022 article's program did, faults and all: it reads the whole feed, scans the
table, takes the first item, inserts when the price is lower, and mails `Records[0]`.
"""
