"""The machine under the instrument: late blocks, stalls, memory, and whose fault they were."""
