#!/bin/sh
# GET /api/health: 503 until the application is up, or while something that it needs is gone. How that is stands
# in the configuration of the application, and in what its release brings along.
mode=$(cat ../../config ../../../config 2>/dev/null)
case $mode in
starting*)
	left=${mode#starting } && left=$((left - 1))
	[ "$left" -gt 0 ] && echo "starting $left" >../../../config || rm ../../../config
	printf 'HTTP/1.1 503 Service Unavailable\nContent-Type: application/json\n\n{"status": "starting"}' ;;
down) printf 'HTTP/1.1 503 Service Unavailable\nContent-Type: application/json\n\n{"status": "down"}' ;;
degraded) printf 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"status": "degraded"}' ;;
*) printf 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"status": "healthy"}' ;;
esac
