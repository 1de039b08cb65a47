"""What is known of emissions trading systems, made comparable."""

from tallystick.linking.systems.profile import Profile, profile, profiles

__all__ = ["Profile", "profile", "profiles"]
