"""A bare CDK app with one topic, as the CDK makes it by default: what a synth stands beside."""

from aws_cdk import App, Stack
from aws_cdk import aws_sns as sns

app = App()
sns.Topic(Stack(app, "Bare"), "Topic")
app.synth()
