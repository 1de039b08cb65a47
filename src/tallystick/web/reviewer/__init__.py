"""The workspaces of reviewers, verifiers, joint bodies and auditors."""
