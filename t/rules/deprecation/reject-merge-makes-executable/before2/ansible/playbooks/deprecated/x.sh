# DEPRECATED — DO NOT RUN
# Reason: y
# Date: 2026-01-01
# Replacement: none
a
