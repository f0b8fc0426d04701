"""From voices to loudspeakers: gains, DC blocker, limiter, and each voice's own copy.

The audio callback's. Knows `interface`.
"""
