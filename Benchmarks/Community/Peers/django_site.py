"""What both peers are given: PostgreSQL over connections that stay open, Redis for cache and sessions, debug off."""

import os

DEBUG = False
SECRET_KEY = "only a bench reads what this signs"
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "127.0.0.1",
        "PORT": os.environ["PEER_POSTGRES"],
        "USER": "wayfellow",
        "NAME": os.environ["PEER_DATABASE"],
        "CONN_MAX_AGE": None,
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"unix://{os.environ['PEER_REDIS']}",
        "KEY_PREFIX": os.environ["PEER_DATABASE"],
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
STATIC_URL, MEDIA_URL = "/static/", "/media/"
STATIC_ROOT, MEDIA_ROOT = os.path.join(os.environ["PEER_FOLDER"], "static"), os.path.join(os.environ["PEER_FOLDER"], "media")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LANGUAGE_CODE, TIME_ZONE, USE_I18N, USE_TZ = "en-us", "UTC", True, True
