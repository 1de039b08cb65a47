"""Whether an agreement is lawful on a day: who may make it, and what it has to say."""
