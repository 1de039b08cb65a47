"""The workspace of who regulates and negotiates links: dashboard, partners, drafts, simulation."""
