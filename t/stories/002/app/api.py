#!/usr/bin/env python3
"""The API, as a CGI program: serve.pl of t/helper calls it for each of its paths."""
import base64
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from app.db import query  # noqa: E402
from app.settings import TOP, settings  # noqa: E402

ORG = '00000000-0000-0000-0000-000000000001'
METHOD = os.environ['REQUEST_METHOD']


def answer(status, body, kind='application/json', **headers):
    print(f'HTTP/1.1 {status} -\nContent-Type: {kind}')
    for name, value in headers.items():
        print(f'{name}: {value}')
    print()
    print(body if isinstance(body, str) else json.dumps(body), end='')
    sys.exit()


def problem(status, title):
    answer(status, {'title': title, 'status': status}, 'application/problem+json')


def who():
    """The role of the caller; None: nobody's."""
    scheme, _, coded = os.environ.get('HTTP_AUTHORIZATION', '').partition(' ')
    if scheme != 'Basic':
        return None
    name, _, password = base64.b64decode(coded).decode().partition(':')
    return next((role for role, known in settings.basic.items() if all(known) and (name, password) == known), None)


def body():
    return json.loads(sys.stdin.read() or '{}')


def healthz():
    answer(500 if settings.down else 200, {'status': 'down' if settings.down else 'ok'})


def readyz():
    jobs = {'enabled': settings.heartbeat_required, 'ok': True}
    database = {'ok': False, 'migrations_current': False}
    try:
        head = max(path.name.split('_')[0] for path in (TOP / 'migrations').glob('*.sql'))
        database = {'ok': True, 'migrations_current': query('select version_num from alembic_version') == [[head]]}
        age = query("select extract(epoch from now() - max(last_success_at))::int from job_heartbeats")[0][0]
        if settings.heartbeat_required:
            jobs.update(age_seconds=int(age or 10**6), ok=int(age or 10**6) < settings.heartbeat_ttl)
    except Exception:
        pass
    ok = database['migrations_current'] and jobs['ok'] and not settings.down
    answer(200 if ok else 503, {'status': 'ok' if ok else 'unavailable', 'database': database, 'jobs': jobs})


def estimate():
    asked = body()
    (config, rate), = query('select id, rate from pricing_configs order by id desc limit 1')
    answer(200, {'pricing_config_id': int(config), 'total_before_tax': float(rate) * asked['beds'] + 40 * asked['baths']})


def leads():
    asked = body()
    if settings.captcha_mode != 'off' and not asked.get('captcha_token'):
        problem(422, 'captcha')
    (lead,), = query("insert into leads (org_id, name) values (current_setting('app.current_org_id')::uuid, :'name') returning id", ORG, name=asked['name'])
    answer(201, {'lead_id': int(lead)})


def admin(path):
    role = who()
    if not role:
        answer(401, {'title': 'who are you'}, **{'WWW-Authenticate': 'Basic realm=admin'})
    if path == 'break-glass/start':
        if role != 'owner':
            problem(403, 'an owner breaks the glass')
        (pathlib.Path(settings.site) / 'glass').write_text('glass-token')
        answer(200, {'token': 'glass-token', 'ttl_minutes': body()['ttl_minutes']})
    glass = pathlib.Path(settings.site) / 'glass'
    held = glass.exists() and os.environ.get('HTTP_X_BREAK_GLASS_TOKEN') == glass.read_text()
    if METHOD != 'GET' and settings.admin_read_only and not held:
        problem(409, 'read-only')
    if path == 'cleanup':
        answer(202, {'deleted': len(query("delete from bookings where status = 'pending' returning id", ORG))})
    if path == 'email-scan':
        answer(202, {'scanned': len(query('select id from leads', ORG)), 'sent': 0})
    if path == 'retention/cleanup':
        answer(200, {'deleted': len(query("delete from leads where created_at < now() - interval '5 years' returning id", ORG))})
    if path == 'jobs/status':
        rows = query('select name, extract(epoch from now() - last_success_at)::int, consecutive_failures from job_heartbeats order by name')
        answer(200, {'jobs': [{'name': n, 'seconds_since_success': int(a), 'consecutive_failures': int(f)} for n, a, f in rows]})
    if path == 'metrics':
        answer(200, 'metric,from,to,value\nleads,2026-01-01,2026-12-31,1\n', 'text/csv')
    if path == 'queue/invoices' and role not in ('owner', 'accountant'):
        problem(403, 'finance only')
    answer(200, [])


path = os.environ['PATH_INFO'].lstrip('/')
if path.startswith('v1/admin/'):
    admin(path[len('v1/admin/'):])
{'healthz': healthz, 'readyz': readyz, 'v1/estimate': estimate, 'v1/leads': leads}[path]()
