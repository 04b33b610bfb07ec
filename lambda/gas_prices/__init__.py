"""The domain: regions, weeks, prices and the rule. Pure: no AWS, no network, no clock."""
