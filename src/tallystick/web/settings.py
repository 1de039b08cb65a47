"""Django settings; everything that differs between installations comes from the environment."""

import os
from pathlib import Path

from tallystick.web.databases import database, shared_cache
from tallystick.web.environment import is_on, logs, mail, number, single_sign_on, words
from tallystick.web.secret import secret_key

BASE_DIR = Path(__file__).parent

LEDGER = os.environ.get("TALLYSTICK_DB", "tallystick-demo/ledger.sqlite")
SECRET_KEY = secret_key(LEDGER)
DEBUG = False
ALLOWED_HOSTS = words("TALLYSTICK_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES = {"default": database(LEDGER)}
CACHES = {"default": shared_cache(LEDGER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "tallystick.web.people",
    "tallystick.web.audit",
    "tallystick.web.api",
    "tallystick.web.webhooks",
    "tallystick.web.compliance",
    "tallystick.web.reviewer",
    "tallystick.web.authority",
    "tallystick.web.texts",
    "tallystick.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks_db",
]
ROOT_URLCONF = "tallystick.web.urls"
WSGI_APPLICATION = "tallystick.web.wsgi.application"
MIDDLEWARE = [
    "tallystick.web.operation.middleware.ClientAddress",
    "tallystick.web.operation.middleware.Known",
    "tallystick.web.operation.middleware.Measured",
    "django.middleware.security.SecurityMiddleware",
    "tallystick.web.operation.static.StaticFiles",
    "tallystick.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tallystick.web.people.middleware.Private",
    "tallystick.web.people.middleware.SessionLimits",
    "tallystick.web.people.middleware.SecondFactor",
    "tallystick.web.people.middleware.Declared",
    "tallystick.web.api.middleware.Problems",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tallystick.web.context.every_page",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "tallystick.web.formats"
TIME_ZONE = "UTC"

WEBHOOKS_PRIVATE = is_on("TALLYSTICK_WEBHOOKS_PRIVATE")
"""Whether webhooks may also be sent inside the network of the server, and without https."""

API_RATE = os.environ.get("TALLYSTICK_API_RATE", "600/min")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
STORAGES = {"staticfiles": {"BACKEND": "tallystick.web.operation.static.Fingerprinted"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"
ACCOUNT_LOGOUT_REDIRECT_URL = "transfers"
ACCOUNT_ADAPTER = "tallystick.web.people.adapter.ByInvitation"
SOCIALACCOUNT_ADAPTER = "tallystick.web.people.adapter.KnownOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if is_on("TALLYSTICK_HTTPS") else "http"
MFA_ADAPTER = "tallystick.web.people.adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tallystick"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not is_on("TALLYSTICK_HTTPS")
SOCIALACCOUNT_PROVIDERS = single_sign_on()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = bool(SOCIALACCOUNT_PROVIDERS)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = bool(SOCIALACCOUNT_PROVIDERS)

SESSION_IDLE_MINUTES = number("TALLYSTICK_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = number("TALLYSTICK_SESSION_HOURS", 12) * 3600
SESSION_COOKIE_NAME = "tallystick_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "tallystick_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tallystick.web.errors.forged"
CSRF_TRUSTED_ORIGINS = words("TALLYSTICK_ORIGINS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = is_on("TALLYSTICK_HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if is_on("TALLYSTICK_HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = is_on("TALLYSTICK_HTTPS")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = number("TALLYSTICK_PROXIES", 1) if os.environ.get("TALLYSTICK_PROXIES") else 0
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

JOB_QUEUES = os.environ.get("TALLYSTICK_JOB_QUEUES", "*").split(",")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
_MAIL = mail()
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT")
EMAIL_FILE_PATH = _MAIL.get("EMAIL_FILE_PATH")
EMAIL_SUBJECT_PREFIX = "[Tallystick] "
DEFAULT_FROM_EMAIL = os.environ.get("TALLYSTICK_MAIL_FROM", "tallystick@localhost")

METRICS_TOKEN = os.environ.get("TALLYSTICK_METRICS_TOKEN", "")
METRICS_ADDRESSES = words("TALLYSTICK_METRICS_ADDRESSES", "127.0.0.1,::1")
LOGGING = logs()
