"""SQL through psql: one transaction, of one organisation where that is given."""
import os
import subprocess


def query(sql, org=None, **values):
    """The rows, each a list of texts."""
    given = [item for name, value in values.items() for item in ('-v', f'{name}={value}')]
    scope = f"set local app.current_org_id = '{org}';\n" if org else ''
    run = subprocess.run(['psql', os.environ['DATABASE_URL'], '-XAtq', '-1', '-v', 'ON_ERROR_STOP=1', *given, '-f', '-'],
                         input=scope + sql, capture_output=True, text=True, check=True)
    return [line.split('|') for line in run.stdout.splitlines()]
