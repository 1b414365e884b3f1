"""python -m app.jobs.run --job NAME... --once: what the scheduler does, one time."""
import json
import sys

from app.db import query

for name in [sys.argv[i + 1] for i, word in enumerate(sys.argv) if word == '--job']:
    query("insert into job_heartbeats (name, last_success_at) values (:'name', now()) "
          "on conflict (name) do update set last_success_at = now(), consecutive_failures = 0", name=name)
    print(json.dumps({'event': 'job_complete', 'job': name}))
