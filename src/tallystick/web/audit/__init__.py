"""Who did what, when and from where: entries that are completed once and never changed."""
