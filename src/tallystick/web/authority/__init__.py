"""The workspace of a national authority: from the approach to the filed report."""
