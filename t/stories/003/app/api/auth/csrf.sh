#!/bin/sh
# GET /api/auth/csrf: sets the token's cookie.
[ "$(cat ../../../../config 2>/dev/null)" = no-csrf ] || cookie='
Set-Cookie: csrf_token=t0ken; Path=/; SameSite=Lax'
printf 'HTTP/1.1 200 OK\nContent-Type: application/json%s\n\n{"ok": true}' "$cookie"
