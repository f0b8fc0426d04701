"""Random traffic that an instrument must bear: every message is valid, and made from the table of routes.

Process and thread
------------------
A process of its own, so that sending takes nothing from the ear. It says when it begins, ends when its pipe is told to
or is closed, and then says what came back.

Conventions
-----------
What is sent: every writable route of a voice, and recalls of presets. What is not: what loads, stores, records, ends,
speaks to the whole output, or would move a voice into the loudspeaker of the one that is listened to. Voices count
from 1.
"""

from __future__ import annotations

import collections
import contextlib
import itertools
import json
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import numpy as np
from pythonosc.osc_message import OscMessage

from gesturegan_live.bench.material.hands import moving
from gesturegan_live.control.messages.arguments import Argument, Value
from gesturegan_live.control.messages.routes.route import Route, concrete
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.messages.wire import encode

RECALL = "/gan/preset/recall"
# Narrower than what is allowed: a glide of ten minutes would leave nothing to generate, full gain would only tell of
# the limiter, and another voice in the loudspeaker of the one that is listened to could not be told from it.
NARROWED = {
    **dict.fromkeys(("glide", "seconds"), (0.0, 1.0)),
    **dict.fromkeys(("attack", "release"), (0.005, 1.0)),
    "gain": (0.0, 0.25),
    "pan": (-1.0, -1.0),
    "beats": (0.5, 16.0),
}
LEFT_OUT = ("azimuth", "distance", "matrix", "morph")  # what places a voice; what wants scenes
_LONGEST_PAUSE = 0.05  # seconds between two looks at the pipe
_BURST = 200  # the most that is sent without reading answers
_PACKETS = 8192  # different ones, made beforehand: their making must not take a core from the instrument


@dataclass(frozen=True)
class TrafficSpec:
    """What is to be sent, and where to."""

    port: int
    rate: float  # messages a second
    voices: Sequence[int]
    latent_dim: int
    conditions: int
    presets: Sequence[str]
    seed: int = 0
    axes: Sequence[str] = ()
    hands: bool = False  # sensors (`gesturegan_live.bench.material.hands`) in place of routes


class Traffic:
    """Random messages without end.

    Parameters
    ----------
    spec : TrafficSpec
    """

    def __init__(self, spec: TrafficSpec) -> None:
        self._spec = spec
        self._random = np.random.default_rng(spec.seed)
        self._routes = [route for route in ROUTES if self._wanted(route)]
        self._places = {
            route.address: [
                address
                for address, voice, _ in concrete(route, max(spec.voices), spec.latent_dim, spec.axes)
                if voice < 0 or voice + 1 in spec.voices
            ]
            for route in self._routes
        }

    @property
    def addresses(self) -> list[str]:
        """Addresses of the routes that are sent to."""
        return [route.address for route in self._routes]

    def message(self) -> tuple[str, list[Value]]:
        """Make the next message."""
        spec, random = self._spec, self._random
        route = self._routes[random.integers(len(self._routes))]
        if route.address == RECALL:
            return RECALL, [str(random.choice(spec.presets)), int(random.choice(spec.voices))]
        places = self._places[route.address]
        values = [value for argument in route.arguments for value in self._values(argument)]
        return places[random.integers(len(places))], values

    def _wanted(self, route: Route) -> bool:
        if route.address == RECALL:
            return bool(self._spec.presets)
        if not route.writable or not route.address.startswith("/gan/voice/") or route.address.endswith(LEFT_OUT):
            return False
        if route.handler in ("axis", "axes"):
            return bool(self._spec.axes)
        return route.handler != "condition" or self._spec.conditions > 0

    def _values(self, argument: Argument) -> list[Value]:
        counts = {
            "latent_dim": self._spec.latent_dim,
            "conditions": self._spec.conditions,
            "axes": len(self._spec.axes),
            "": 1,
        }
        return [self._value(argument) for _ in range(counts[argument.many])]

    def _value(self, argument: Argument) -> Value:
        random = self._random
        if argument.choices:
            return str(random.choice(argument.choices))
        low, high = NARROWED.get(argument.name, (argument.low, argument.high))
        if argument.name in ("coordinate", "deviations"):
            return float(np.clip(random.standard_normal(), low, high))
        return int(random.integers(int(low), int(high) + 1)) if "i" in argument.osc_type else random.uniform(low, high)


def run(spec: TrafficSpec, pipe: Connection) -> None:
    """Send until the pipe says something or is closed; answer with how many were sent, and what came back."""
    traffic = Traffic(spec)
    messages = moving(spec.seed) if spec.hands else (traffic.message() for _ in itertools.count())
    packets = itertools.cycle([encode(*message) for message in itertools.islice(messages, _PACKETS)])
    answers, failure, sent = collections.Counter[str](), "", 0
    pipe.send_bytes(json.dumps({"begun": True}).encode())
    began = time.perf_counter()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("127.0.0.1", spec.port))
        client.setblocking(False)
        while not pipe.poll(min(max(began + (sent + 1) / spec.rate - time.perf_counter(), 0.0), _LONGEST_PAUSE)):
            due = int((time.perf_counter() - began) * spec.rate) - sent
            for packet in itertools.islice(packets, min(due, _BURST)):
                with contextlib.suppress(BlockingIOError, ConnectionRefusedError):  # it may be gone: others say so
                    client.send(packet)
                sent += 1
            for message in received(client):
                answers[message.address] += 1
                if message.address == "/fail" and not failure:
                    failure = " ".join(map(str, message.params))
    report = {"sent": sent, "fails": answers["/fail"], "first_failure": failure}
    with contextlib.suppress(OSError):  # whoever asked may be gone
        pipe.send_bytes(json.dumps(report).encode())


def received(client: socket.socket) -> Iterator[OscMessage]:
    """Give the answers that have come, without waiting."""
    with contextlib.suppress(BlockingIOError, ConnectionRefusedError):
        while True:
            yield OscMessage(client.recv(65536))
