"""What the rules of Article 6 say: first transfer, adjustment, balance, reporting, consistency."""
