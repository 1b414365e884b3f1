#!/bin/sh
# backup_pg.sh: the whole database, in the current folder. Row-level security does not hide rows of a backup: the role
# that makes it reads them all, or it fails.
file=app-$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump "$BACKUP_URL" -Fc -f "$file" || { rm -f "$file"; exit 1; }
echo "Restore path: ./scripts/restore_pg.sh $file"
