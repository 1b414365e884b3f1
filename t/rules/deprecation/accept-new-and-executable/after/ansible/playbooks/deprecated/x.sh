# DEPRECATED — DO NOT RUN
# Reason: x
# Date: 2026-01-01
# Replacement: none
a
