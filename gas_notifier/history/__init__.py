"""Recorded weeks, and what a rule would have made of them: replays, figures, report, charts.

No settings files, no screen, no AWS.
"""
