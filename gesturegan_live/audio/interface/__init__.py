"""What the engine is told and what it tells: its events, the parameters of its voices, what is shared and what is kept.

Numbers and layouts; the control side imports it too, and nothing else of `audio`.
"""
