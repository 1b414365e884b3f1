# DEPRECATED — DO NOT RUN
# Reason: z
# Date: 2026-01-01
# Replacement: none
a
