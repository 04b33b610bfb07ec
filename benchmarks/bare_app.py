"""A bare CDK app with one topic: the floor under every synth.

`--unchecked` leaves out the CDK's own validation of the template, as `app.py` does.
"""

import sys

from aws_cdk import App, Stack
from aws_cdk import aws_sns as sns

app = App(builtin_cloud_formation_validation=False if "--unchecked" in sys.argv else None)
sns.Topic(Stack(app, "Bare"), "Topic")
app.synth()
