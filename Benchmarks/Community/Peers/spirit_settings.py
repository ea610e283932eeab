"""Spirit with the production settings that it ships; over them what both peers are given."""

from spirit.extra.project_template.project_name.settings.prod import *  # noqa: F403

from django_site import *  # noqa: F403
from django_site import CACHES

ROOT_URLCONF = "spirit_urls"
CACHES = {**CACHES, "st_rate_limit": {**CACHES["default"], "KEY_PREFIX": "rate", "TIMEOUT": None}}
ST_SITE_URL = "http://127.0.0.1/"
# Pages name files without their hashes: nobody collects static files here.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
