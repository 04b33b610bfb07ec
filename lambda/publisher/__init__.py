"""The publisher: mails the notice of each recorded week."""
