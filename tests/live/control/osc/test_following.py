"""Values that are told as they change."""

from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.routes.following import LEASE
from gesturegan_live.control.osc import following
from gesturegan_live.control.osc.following import MOST, Following
from gesturegan_live.latent.walk import Walk
from gesturegan_live.show.parameters import VOICE_PARAMETERS


class Followed:
    """A following of an instrument, at a time that tests set."""

    def __init__(self, instrument):
        self.now, self.told = 100.0, []
        self.following = Following(instrument.places, instrument.read, lambda: self.now)

    def follow(self, *wanted, who="ann", seconds=LEASE):
        self.following.follow(who, *wanted, self.told.append, seconds)

    def after(self, seconds):
        """What is told after so many seconds more."""
        self.now += seconds
        self.told.clear()
        self.following.tick()
        return [dict(told) for told in self.told]


@pytest.fixture
def followed(instrument):
    return Followed(instrument)


def play(instrument, address, *values):
    instrument.handle(address, values, lambda *answer: pytest.fail(str(answer)))


def test_a_value_is_told_at_once_and_then_as_it_changes(followed, instrument):
    followed.follow("/gan/voice/1/gain", 10)
    assert followed.after(0) == [{"/gan/voice/1/gain": (1.0,)}]
    assert followed.after(0.2) == []
    play(instrument, "/gan/voice/1/gain", 0.5)
    play(instrument, "/gan/voice/1/gain", 0.25)
    assert followed.after(0.2) == [{"/gan/voice/1/gain": (0.25,)}]
    assert followed.after(0.2) == []


def test_it_is_told_no_more_often_than_was_asked_for(followed, instrument):
    followed.follow("/gan/voice/1/gain", 10)
    told = 0
    for step in range(100):
        play(instrument, "/gan/voice/1/gain", step / 100)
        told += len(followed.after(0.008))
    assert told == 8  # in 0.8 s


def test_a_pattern_is_told_in_one_and_only_what_has_changed(followed, instrument):
    followed.follow("/gan/voice/*/{gain,z,hold}", 10)
    assert len(followed.after(0)[0]) == 6  # of three voices, and `hold` cannot be read
    play(instrument, "/gan/voice/2/gain", 0.5)
    assert followed.after(0.1) == [{"/gan/voice/2/gain": (0.5,)}]
    play(instrument, "/gan/voice/3/z/0", 2.0)
    assert followed.after(0.1)[0]["/gan/voice/3/z"][0] == 2.0


def test_it_ends_by_itself_and_who_asks_again_is_told_all_again(followed, instrument):
    followed.follow("/gan/voice/1/gain", 10)
    assert len(followed.after(0)) == 1
    followed.now += LEASE - 1
    followed.follow("/gan/voice/1/gain", 10)
    assert followed.after(0) == [{"/gan/voice/1/gain": (1.0,)}]
    play(instrument, "/gan/voice/1/gain", 0.5)
    assert len(followed.after(LEASE - 0.1)) == 1
    play(instrument, "/gan/voice/1/gain", 0.75)
    assert followed.after(0.2) == []
    assert len(followed.following) == 0


def test_who_leaves_is_told_no_more(followed):
    followed.follow("/gan/voice/1/gain", 10)
    followed.follow("/gan/voice/1/pan", 10)
    followed.follow("/gan/voice/1/pan", 10, who="bob")
    followed.following.leave("ann", "/gan/voice/1/gain")
    assert len(followed.following) == 2
    followed.following.leave("ann", "/gan/voice/1/gain")
    assert len(followed.following) == 2
    followed.following.leave("ann")
    assert followed.after(0) == [{"/gan/voice/1/pan": (0.0,)}]


def test_another_model_is_followed_by_the_addresses_that_it_has(followed, instrument):
    followed.follow("/gan/voice/1/{z,axis}/*", 10)
    assert len(followed.after(0)[0]) == 4 + 3
    asyncio.run(instrument.handle("/gan/model/load", ["metal"], lambda *_: None)[0])
    followed.after(0.1)
    followed.follow("/gan/voice/1/{z,axis}/*", 10)
    assert len(followed.after(0.1)[0]) == 2 + 3


@pytest.mark.parametrize("address", ["/nothing", "/gan/voice/9/gain", "/gan/voice/{", "/quit", "/gan/voice/*/hold"])
def test_what_cannot_be_read_cannot_be_followed(followed, address):
    with pytest.raises(RefusedError, match="there is nothing that can be read"):
        followed.follow(address, 10)


def test_how_much_is_followed_is_bounded(followed, monkeypatch):
    monkeypatch.setattr(following, "MOST_A_SECOND", 1000)
    followed.follow("/gan/voice/*/gain", 100)
    with pytest.raises(RefusedError, match="9 values 100 times a second: 700 values a second are left"):
        followed.follow("/gan/voice/*/{pan,rate,transpose}", 100)
    monkeypatch.undo()
    monkeypatch.setattr(following, "MOST_AT_ONCE", 2)
    with pytest.raises(RefusedError, match="stands for 3 values: wanted 2 at most"):
        followed.follow("/gan/voice/*/gain", 1)
    monkeypatch.undo()
    followed.following.leave("ann")
    for number in range(MOST):
        followed.follow("/gan/voice/1/gain", 1, who=number)
    assert len(followed.following) == MOST
    followed.follow("/gan/voice/1/gain", 2, who=0)  # is there already
    with pytest.raises(RefusedError, match=f"{MOST} addresses are followed already"):
        followed.follow("/gan/voice/1/gain", 1)
    followed.now += LEASE
    followed.follow("/gan/voice/1/gain", 1)
    assert len(followed.following) == 1


def test_a_fault_in_telling_ends_it_and_nothing_else(followed, caplog):
    def fault(_):
        raise RuntimeError("broken")

    followed.following.follow("bob", "/gan/voice/1/gain", 10, fault)
    followed.follow("/gan/voice/1/pan", 10)
    assert len(followed.after(0)) == 1
    assert "/gan/voice/1/gain is followed no more" in caplog.text
    assert len(followed.following) == 1


def test_a_client_subscribes_and_is_told_until_it_leaves(play, instrument):
    async def act(server, client):
        done = ["/done", "/gan/subscribe", "/gan/voice/1/gain", LEASE]
        assert await client.ask("/gan/subscribe", "/gan/voice/1/gain", 50.0) == done
        server.tick()
        assert await client.answer() == ["/gan/voice/1/gain", 1.0]
        client.send(wire.encode("/gan/voice/1/gain", [0.5]))
        assert await client.synced() == []
        await asyncio.sleep(0.03)
        server.tick()
        assert await client.answer() == ["/gan/voice/1/gain", 0.5]
        assert await client.ask("/gan/unsubscribe") == ["/done", "/gan/unsubscribe"]
        assert len(server.following) == 0
        assert (await client.ask("/gan/subscribe", "/x"))[:2] == ["/fail", "/gan/subscribe"]

    play(act)


def test_many_values_come_as_bundles_that_a_network_carries_whole(play):
    async def act(server, client):
        await client.ask("/gan/subscribe", "/gan/voice/*/*")
        server.tick()
        addresses, packets = set(), 0
        while len(addresses) < 3 * len(VOICE_PARAMETERS):
            data = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client.socket, 65536), 10)
            assert len(data) < 1400
            assert data.startswith(b"#bundle\0\0\0\0\0\0\0\0\1")
            (batch,) = wire.parse(data)
            assert batch.time == 0
            addresses |= {address for address, _ in batch.messages}
            packets += 1
        assert packets < len(addresses) / 5

    play(act)


def test_who_only_looks_on_does_not_end_the_wandering(play, instrument):
    async def act(_, client):
        instrument.walk = Walk.through(4, 0, {}, {})
        assert (await client.ask("/gan/subscribe", "/gan/voice/1/gain"))[0] == "/done"
        assert instrument.walk is not None

    play(act)
