"""Webhooks as Django knows them."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Who is told of postings, and how far each has been told."""

    name = "tallystick.web.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
