"""What the host's .env says, and what an operator has switched since (runtime.env)."""
import os
import pathlib

TOP = pathlib.Path(__file__).resolve().parent.parent


def _read(path):
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split('=', 1) for line in lines if '=' in line and not line.startswith('#'))


def _names(text):
    return [name for name in text.split(',') if name]


class Settings:
    def __init__(self):
        env = {**_read(TOP / '.env'), **os.environ}
        env = {**env, **_read(pathlib.Path(env.get('SITE', '.')) / 'runtime.env')}
        on = lambda name: env.get(name) == 'true'
        self.site = env.get('SITE', '.')
        self.app_env = env.get('APP_ENV', 'dev')
        self.strict_cors = on('STRICT_CORS')
        self.cors_origins = _names(env.get('CORS_ORIGINS', ''))
        self.trust_proxy_headers = on('TRUST_PROXY_HEADERS')
        self.trusted_proxy_ips = _names(env.get('TRUSTED_PROXY_IPS', ''))
        self.trusted_proxy_cidrs = _names(env.get('TRUSTED_PROXY_CIDRS', ''))
        self.auth_secret_key = env.get('AUTH_SECRET_KEY', 'dev-auth-secret')
        self.basic = {role: (env.get(f'{role.upper()}_BASIC_USERNAME'), env.get(f'{role.upper()}_BASIC_PASSWORD'))
                      for role in ('owner', 'admin', 'dispatcher', 'accountant', 'viewer')}
        self.stripe_secret_key = env.get('STRIPE_SECRET_KEY')
        self.email_mode = env.get('EMAIL_MODE', 'off')
        self.order_storage_backend = env.get('ORDER_STORAGE_BACKEND', 'local')
        self.metrics_token = env.get('METRICS_TOKEN')
        self.admin_read_only = on('ADMIN_READ_ONLY')
        self.admin_mfa_required = on('ADMIN_MFA_REQUIRED')
        self.captcha_mode = env.get('CAPTCHA_MODE', 'off')
        self.heartbeat_required = on('JOB_HEARTBEAT_REQUIRED')
        self.heartbeat_ttl = int(env.get('JOB_HEARTBEAT_TTL_SECONDS', '60'))
        self.down = on('DOWN')
        for role, (name, _) in self.basic.items():
            setattr(self, f'{role}_basic_username', name)


settings = Settings()
