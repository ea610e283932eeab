"""nginx serving one static file: the limit that our pages stand beside."""

import gzip
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness  # noqa: E402


class Nginx:
    def __init__(self, page):
        self.folder = harness.STORE / "nginx"
        self.port = harness.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (self.folder / "www").mkdir(parents=True, exist_ok=True)
        (self.folder / "www" / "page.html").write_bytes(page)
        (self.folder / "www" / "page.html.gz").write_bytes(gzip.compress(page, 6))

    def __enter__(self):
        config = self.folder / "nginx.conf"
        config.write_text(
            f"pid {self.folder}/pid; error_log {self.folder}/error.log; worker_processes 2;\n"
            "events { worker_connections 512; }\n"
            "http { access_log off; sendfile on; gzip_static on; keepalive_requests 1000000; types { text/html html; }\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {self.folder}/www; }} }}\n")
        for place in [*harness.STORE.parents, self.folder, self.folder / "www"]:
            if place.exists() and place.stat().st_uid == 0 and str(place).startswith(str(harness.ROOT)):
                place.chmod(place.stat().st_mode | 0o055)
        self.process = subprocess.Popen(["nginx", "-c", str(config), "-g", "daemon off; user root;"])
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def cpu_seconds(self):
        return harness.family_cpu_seconds(self.process.pid)
