"""A real nginx in front of a dashboard, set up as the README says."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"
_BLOCK = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
_AROUND = """
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off; keepalive_requests 10000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{said}
}}
"""


def nginx() -> str | None:
    """The program, where it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def running_nginx(port: int) -> Iterator[str]:
    """The address of an nginx that passes on to the dashboard at that port."""
    program = nginx()
    if program is None:
        raise RuntimeError("There is no nginx here: apt-get install nginx")
    said = next(block for block in _BLOCK.findall(README.read_text(encoding="utf-8")) if "proxy_cache_path" in block)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        own = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        Path(folder).chmod(0o755)
        said = said.replace("/var/cache/nginx", folder).replace("listen 80;", f"listen 127.0.0.1:{own};")
        said = said.replace("127.0.0.1:8050", f"127.0.0.1:{port}").replace("Host $host;", "Host $http_host;")
        settings = Path(folder) / "nginx.conf"
        settings.write_text(_AROUND.format(folder=folder, said=said), encoding="utf-8")
        process = subprocess.Popen([program, "-c", str(settings), "-e", "stderr"])
        try:
            _wait_for(own, process)
            yield f"http://127.0.0.1:{own}"
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx has not started.")
