"""The rules on agreed electronic format submissions, one subject per module."""
