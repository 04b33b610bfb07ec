"""The recorder: records a week by hand, for an operator whose feed is down."""

import gc
import os

# Lambda's own variable: whoever else imports this keeps Python as it was.
if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    # What is imported stays: to look for garbage among it takes a sixth of a cold start.
    gc.set_threshold(100_000)
