"""What talks to the deployed stack on AWS, with its owner's own credentials."""
