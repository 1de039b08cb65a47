"""The texts of organisations as Django knows them."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Every version of every text that an organisation has saved."""

    name = "tallystick.web.texts"
    label = "texts"
    default_auto_field = "django.db.models.BigAutoField"
