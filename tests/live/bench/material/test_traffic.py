from __future__ import annotations

import itertools
import re

from gesturegan_live.bench.material.traffic import LEFT_OUT, RECALL, Traffic, TrafficSpec
from gesturegan_live.control.messages.arguments import check
from gesturegan_live.control.messages.routes.route import concrete
from gesturegan_live.control.messages.routes.table import ROUTES

PLAIN = TrafficSpec(0, 100, (2, 3), latent_dim=4, conditions=0, presets=("low", "high"), axes=("attack", ""))
VOICE_ROUTES = {
    route.address
    for route in ROUTES
    if route.writable and route.address.startswith("/gan/voice/") and not route.address.endswith(LEFT_OUT)
}


def test_every_writable_route_of_a_voice_is_sent_to_and_none_that_could_end_the_show() -> None:
    conditional = TrafficSpec(0, 100, (2,), latent_dim=4, conditions=3, presets=("low",), axes=("attack",))
    assert set(Traffic(conditional).addresses) == VOICE_ROUTES | {RECALL}
    assert set(Traffic(PLAIN).addresses) == (VOICE_ROUTES | {RECALL}) - {"/gan/voice/{n}/condition"}
    without = TrafficSpec(0, 100, (2,), latent_dim=4, conditions=0, presets=())
    missing = (VOICE_ROUTES | {RECALL}) - set(Traffic(without).addresses)
    assert missing == {RECALL, *(f"/gan/voice/{{n}}/{name}" for name in ("condition", "axis/{a}", "axes"))}


def test_every_message_is_valid_and_spares_the_first_voice() -> None:
    places = {address: route for route in ROUTES for address, _, _ in concrete(route, 3, 4, PLAIN.axes)}
    traffic = Traffic(PLAIN)
    sent = [traffic.message() for _ in range(3000)]
    for address, values in sent:
        check(places[address].arguments, values)
        if address == RECALL:
            assert values[1] in PLAIN.voices
        else:
            assert re.match(r"/gan/voice/[23]/", address)
    assert {places[address].address for address, _ in sent} == set(traffic.addresses)
    assert {len(values) for address, values in sent if address.endswith("/z")} == {4}
    assert all(values[0] == -1.0 for address, values in sent if address.endswith("/pan"))


def test_a_seed_gives_the_same_traffic_again() -> None:
    once, again = Traffic(PLAIN), Traffic(PLAIN)
    assert [once.message() for _ in range(50)] == [again.message() for _ in range(50)]
    other = Traffic(TrafficSpec(0, 100, (2, 3), 4, 0, ("low",), seed=1))
    assert len(set(map(str, itertools.chain([once.message(), other.message()])))) == 2
