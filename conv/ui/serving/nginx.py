"""What nginx is told: which process serves which visitor, what is compressed and kept, and how much may be uploaded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from conv.images import MAX_MEGABYTES
from conv.text import _

COOKIE = "kernelwalk_process"
TEXTS = "application/javascript application/json image/svg+xml text/css text/javascript text/plain"
KEPT = r"^/(?:static|player)/"  # the bundle and the player, whose names carry a hash of what is in them


def configuration(folder: Path, address: str, port: int, processes: Sequence[int]) -> str:
    """The text of nginx.conf.

    A visitor stays with one process, which a cookie names: a class shares one network address. Who brings no cookie
    gets any process with a page, and always the same one for all else. Where the process is gone, another takes over.

    Args:
        folder: For nginx's own files, and the pages that it keeps.
        address, port: Where it listens.
        processes: The ports of the app's processes on this machine.
    """
    return f"""\
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  server_tokens off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/kept keys_zone=kept:4m max_size=200m inactive=30d use_temp_path=off;

{_routing(processes)}
  map $http_upgrade $connection_header {{ default upgrade; "" ""; }}
  map $http_x_forwarded_proto $protocol {{ default $http_x_forwarded_proto; "" $scheme; }}
  gzip on;
  gzip_proxied any;
  gzip_vary on;
  gzip_min_length 1000;
  gzip_types {TEXTS};

  server {{
    listen {address}:{port} backlog=2048;
    client_max_body_size {MAX_MEGABYTES + 1}m;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_header;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $protocol;
    proxy_connect_timeout 3s;
    proxy_read_timeout 1d;
    proxy_send_timeout 60s;
    proxy_request_buffering off;  # an upload goes on to its process, and never to the disk
    proxy_max_temp_file_size 0;
    error_page 502 503 504 @soon;

    location / {{
      add_header Set-Cookie $new_cookie;
      proxy_pass http://process_$process;
    }}
    location ~ {KEPT} {{
      proxy_cache kept;
      proxy_cache_key $request_uri;
      proxy_cache_lock on;
      proxy_cache_use_stale error timeout updating;
      proxy_pass http://process_$process;
    }}
    location @soon {{
      internal;
      default_type "text/html; charset=utf-8";
      add_header Retry-After 2 always;
      return 503 '{_soon()}';
    }}
  }}
}}
"""


def _routing(processes: Sequence[int]) -> str:
    """Which process a request goes to, and the cookie that says so from then on."""
    numbers = range(1, len(processes) + 1)
    share = 100 / len(processes)
    parts = " ".join(f"{share:.2f}% {number};" for number in numbers[:-1]) + f" * {numbers[-1]};"
    named = " ".join(f"{number} {number};" for number in numbers)
    unnamed = " ".join(f'{number} "";' for number in numbers)
    return f"""\
  split_clients "$request_id" $any_process {{ {parts} }}
  split_clients "$remote_addr$http_user_agent" $same_process {{ {parts} }}
  map $uri $new_process {{ default $any_process; ~/(?:_stcore|media)/ $same_process; }}
  map $cookie_{COOKIE} $process {{ default $new_process; {named} }}
  map $cookie_{COOKIE} $new_cookie {{ default "{COOKIE}=$process; Path=/; HttpOnly; SameSite=Lax"; {unnamed} }}
{_upstreams(processes)}"""


def _upstreams(processes: Sequence[int]) -> str:
    """For each process one that names it, and the others where it does not answer."""
    found = []
    for number, own in enumerate(processes, start=1):
        others = [f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s backup;" for port in processes if port != own]
        servers = " ".join([f"server 127.0.0.1:{own} max_fails=1 fail_timeout=2s;", *others])
        found.append(f"  upstream process_{number} {{ {servers} keepalive 64; }}")
    return "\n".join(found)


def _soon() -> str:
    """The page that is shown while no process answers; it tries again by itself."""
    text = escape(_("Kernelwalk is starting. This page tries again in two seconds."))
    style = "<style>body{font:1.1rem sans-serif;margin:20vh auto;max-width:30rem;padding:1rem}</style>"
    head = f'<meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Kernelwalk</title>{style}'
    return f"<!doctype html>{head}<p>{text}</p>".replace("'", "&#39;").replace("$", "&#36;")
