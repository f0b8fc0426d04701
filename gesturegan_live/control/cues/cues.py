"""What each message about cues does: a list of things that happen, one after the other.

The cue that is *armed* is the next one. It goes when a hand says so, or by itself when what it waits for has come; then
the one after it is armed, and waits from that moment on.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Times are seconds of
`Clock.now`. What a cue plays is handed to whoever hands messages to the instrument, and obeyed as those are. Owned by
the control process, one thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from gesturegan_live.control.cues.waiting import Waiting
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.score import message
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.show.cues import GO, NOBODY, Cue, Wait, check
from gesturegan_live.show.documents import shown

MOST_A_SECOND = 32  # a list that leads back to its beginning at once goes round no faster
UNKNOWN = -1.0  # in the place of seconds

Message = tuple[str, Sequence[Value]]


class Cues:
    """The cues of a performance.

    Parameters
    ----------
    clock : Clock
    inputs : Inputs
        What a cue may wait for.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    cues : list of Cue
    at : float
        The time of the message that is being obeyed, where that is handed over ahead of it.
    send : callable
        Takes a cue's name, a time (0: at once) and messages that are to be obeyed then, one after the other; who hands
        messages to the instrument sets it.
    """

    def __init__(self, clock: Clock, inputs: Inputs, say: Callable[[str], object]) -> None:
        self.cues: list[Cue] = []
        self.send: Callable[[str, float, Sequence[Message]], object] = lambda _name, _at, _messages: None
        self.at = 0.0
        self._clock, self._inputs, self._say = clock, inputs, say
        self._messages: dict[str, list[Message]] = {}  # of each cue
        self._current, self._armed = -1, 0
        self._waiting: Waiting | None = None  # for what the armed one does; None: a hand
        self._gone: deque[float] = deque(maxlen=MOST_A_SECOND)

    def begin(self, cues: Sequence[Cue]) -> None:
        """Have these cues and no others, the first one armed; ValueError, in one line, where one cannot be."""
        check(cues)
        self._messages = {cue.name: messages_of(cue) for cue in cues}
        self.cues = list(cues)
        self._current = -1
        self._arm(0, self._clock.now())

    def tick(self, until: float) -> None:
        """Let all cues go that are due by a time, each at its own; and one for which an input has moved."""
        while self._waiting is not None:
            due = self._waiting.due()
            if due is not None and due <= until:
                self._go_by_itself(due)
            elif self._waiting.moved():
                self._go_by_itself(0.0)
            else:
                return

    def go_on(self, last: str) -> None:
        """Let the cue after the one of that name be armed, the first where there is none; it waits for a hand."""
        self._current = next((number for number, cue in enumerate(self.cues) if cue.name == last), -1)
        self._arm(self._current + 1, self._clock.now())
        self.hold()

    @property
    def last(self) -> str:
        """The name of the cue that was played last; empty where none was."""
        return self.cues[self._current].name if 0 <= self._current < len(self.cues) else ""

    def hold(self) -> None:
        """Let the armed cue wait for a hand."""
        self._waiting = None

    @property
    def line(self) -> str:
        """Where it stands, for people; empty where there are no cues."""
        if not self.cues:
            return ""
        here = f"cue {self._current + 1} {self._name(self._current)}, then " if self._current >= 0 else "first cue "
        if self._armed >= len(self.cues):
            return here.replace(", then ", ", the last")
        when = self._waiting.said() if self._waiting is not None else ""
        return f"{here}{self._name(self._armed)} {when or 'when a hand says so'}"

    def _name(self, number: int) -> str:
        return self.cues[number].name if 0 <= number < len(self.cues) else NOBODY

    def _arm(self, number: int, begin: float) -> None:
        self._armed = number
        waits = number < len(self.cues) and self.cues[number].wait.kind != GO
        self._waiting = Waiting(self.cues[number].wait, begin, self._clock, self._inputs) if waits else None

    def _go_by_itself(self, at: float) -> None:
        try:
            self._go(self._armed, at)
        except ValueError as error:
            self.hold()
            self._say(f"cue {self._name(self._armed)!r} waits for a hand: {error}")

    def _go(self, number: int, at: float) -> None:
        """Play a cue at a time, 0 at once, and arm the next."""
        time = at or self._clock.now()
        if len(self._gone) == MOST_A_SECOND and abs(time - self._gone[0]) < 1.0:
            raise RefusedError(f"{MOST_A_SECOND} cues have gone within a second: they lead back at once")
        self._gone.append(time)
        cue = self.cues[number]
        self._current = number
        self._arm(number + 1, time)
        self._say(self.line)
        self.send(cue.name, at, self._messages[cue.name])

    def _found(self, value: Value) -> int:
        """Find a cue by its name, or by its number, counted from 1."""
        if isinstance(value, str):
            for number, cue in enumerate(self.cues):
                if cue.name == value:
                    return number
            raise RefusedError(
                f"no cue {shown(value)}: there are {', '.join(cue.name for cue in self.cues[:16]) or 'none'}"
            )
        if not 1 <= value <= len(self.cues):
            raise RefusedError(f"no cue {value}: there are {len(self.cues)}")
        return int(value) - 1

    # Messages

    def _do_cue_go(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        if self._armed >= len(self.cues):
            raise RefusedError(f"no cue is left: there are {len(self.cues)}; goto begins anew")
        self._go_now(call, self._armed)

    def _do_cue_back(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        if self._current < 1:
            raise RefusedError("there is no cue before this one")
        self._go_now(call, self._current - 1)

    def _do_cue_goto(self, call: Call) -> None:
        self._go_now(call, self._found(call.values[0]))

    def _go_now(self, call: Call, number: int) -> None:
        self._go(number, (self.at or self._clock.now()) if call.sample else 0.0)
        call.done(self._name(number), number + 1)

    def _do_cue_arm(self, call: Call) -> None:
        self._arm(self._found(call.values[0]), self._clock.now())

    def _do_cue_hold(self, call: Call) -> None:
        if not (call.values and not call.values[0]):
            self.hold()

    def _do_cue_list(self, call: Call) -> None:
        call.answer(*(value for cue in self.cues for value in (cue.name, str(cue.wait))))

    def _read_cue_now(self, _: Place) -> Sequence[Value]:
        due = self._waiting.due() if self._waiting is not None else None
        left = UNKNOWN if due is None else max(round(due - self._clock.now(), 1), 0.0)
        return (self._name(self._current), self._name(self._armed), left)

    # The list

    def _do_cue_add(self, call: Call) -> None:
        name, wait, *play = call.values
        cue = Cue(str(name), tuple(map(str, play)), Wait.read(wait))
        names = [each.name for each in self.cues]
        number = names.index(cue.name) if cue.name in names else len(names)
        cues = [*self.cues[:number], cue, *self.cues[number + 1 :]]
        check(cues)
        self._messages[cue.name] = messages_of(cue)
        self.cues = cues
        if number == self._armed:
            self._arm(number, self._clock.now())

    def _do_cue_delete(self, call: Call) -> None:
        number = self._found(call.values[0])
        del self._messages[self.cues.pop(number).name]
        if number <= self._current:
            self._current -= 1
        if number < self._armed:
            self._armed -= 1
        elif number == self._armed:
            self._arm(number, self._clock.now())


def messages_of(cue: Cue) -> list[Message]:
    """Read what a cue plays; ValueError, in one line, where a message is none."""
    try:
        return [message(line) for line in cue.play]
    except ValueError as error:
        raise ValueError(f"cue {cue.name!r}: {error}") from error
