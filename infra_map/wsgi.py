"""The door that a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra_map.settings")
application = get_wsgi_application()
# What is loaded by now stays: the collector need not look at it for each request.
gc.freeze()
# The figures of a city are thousands of objects that stay for minutes. By its standard thresholds the collector would
# look at all of them several times while they are read, a tenth of a second each.
gc.set_threshold(50_000, 20, 50)
