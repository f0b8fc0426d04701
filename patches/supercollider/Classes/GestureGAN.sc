// The instrument GestureGAN, played from the language: no sound server is needed.
// Times in seconds; messages, ranges and units are those of the table in patches/README.md.

GestureGAN {
	classvar <>default;
	var <addr, <>latency = 0.2, <>notified, ids = 0;

	*initClass {
		Class.initClassTree(Event);
		// Keys: midinote (or degree, note …), amp as velocity, 0 to 1, for sustain beats; gan: which instrument.
		Event.addEventType(\gan, {
			var gan = ~gan ? GestureGAN.default ?? { GestureGAN.new };
			var offset = ~timingOffset ? 0;
			var beats = thisThread.clock.tryPerform(\beatDur) ? 1;
			var lag = (~lag ? 0) + (offset * beats) + (~latency ? gan.latency);
			[~midinote.value + ~ctranspose, ~amp.value, ~sustain.value * beats].flop.do { |note|
				gan.note(note[0], note[1].clip(0, 1), note[2], lag)
			};
		});
		// Values of a voice: (type: \ganSet, voice: 2, args: [\gain, \pan], gain: 0.5, pan: -1).
		Event.addEventType(\ganSet, {
			var gan = ~gan ? GestureGAN.default ?? { GestureGAN.new };
			var beats = thisThread.clock.tryPerform(\beatDur) ? 1;
			var lag = (~lag ? 0) + ((~timingOffset ? 0) * beats) + (~latency ? gan.latency);
			~voice.asArray.do { |number|
				gan.sendBundle(lag, *~args.asArray.collect { |name|
					[gan.voice(number).address(name)] ++ currentEnvironment[name].value
				})
			};
		});
		// A scene, in its seconds: (type: \ganScene, scene: "night", seconds: 8, curve: \smooth).
		Event.addEventType(\ganScene, {
			var gan = ~gan ? GestureGAN.default ?? { GestureGAN.new };
			var beats = thisThread.clock.tryPerform(\beatDur) ? 1;
			var lag = (~lag ? 0) + ((~timingOffset ? 0) * beats) + (~latency ? gan.latency);
			[~scene, ~seconds ? 0, ~curve ? \linear].flop.do { |each|
				gan.scene(each[0].asString).recall(each[1], each[2], lag: lag)
			};
		});
	}

	*new { |host = "127.0.0.1", port = 7770|
		var gan = super.new.init(host, port);
		default = default ? gan;
		^gan
	}

	init { |host, port|
		addr = NetAddr(host, port);
	}

	send { |address ... values|
		addr.sendMsg(address, *values)
	}

	// What is sent so many seconds from now is applied to the sample.
	sendBundle { |seconds ... messages|
		addr.sendBundle(seconds, *messages)
	}

	// Asks for a value; action is called with what is answered.
	get { |address, action|
		OSCFunc({ |message| action.(*message.drop(1)) }, address, addr).oneShot;
		addr.sendMsg(address)
	}

	// Calls action with what is done, failed and noticed: \done, a command, and what it says.
	notify { |action|
		notified.do(_.free);
		notified = ["/done", "/fail", "/notice"].collect { |kind|
			OSCFunc({ |message| action.(kind.drop(1).asSymbol, *message.drop(1)) }, kind, addr)
		};
		addr.sendMsg("/notify", 1)
	}

	free {
		notified.do(_.free);
		notified = nil;
		addr.sendMsg("/notify", 0)
	}

	voice { |number = 1|
		^GanVoice(this, number)
	}

	scene { |name|
		^GanScene(name, this)
	}

	// A key, its velocity of 0 to 1, how long it is held, and when it begins; returns its id.
	note { |key = 60, velocity = 0.8, seconds = 1, lag|
		var id = (ids = ids % 1000000 + 1);
		lag = lag ? latency;
		addr.sendBundle(lag, ["/gan/note/on", key.asFloat, velocity.asFloat, id]);
		if (seconds.notNil and: { seconds < inf }) {
			addr.sendBundle(lag + seconds, ["/gan/note/off", key.asFloat, id])
		};
		^id
	}

	release { |key, id|
		addr.sendMsg("/gan/note/off", key.asFloat, id)
	}

	store { |name| this.scene(name).store }
	recall { |name, seconds = 0| this.scene(name).recall(seconds) }
	scenes { |action| this.get("/gan/scene/list", { |... names| action.(names) }) }
	// How far between two scenes, after scene.morphTo(other): 0 to 1, in so many seconds.
	morph { |way, seconds = 0| addr.sendMsg("/gan/morph", way.asFloat, seconds.asFloat) }
	stop { addr.sendMsg("/gan/out/stop") }
	panic { addr.sendMsg("/gan/out/panic") }
}

// One voice: voice.gain_(0.5), voice.set(\gain, 0.5, 2), voice.get(\gain, _.postln).
GanVoice {
	var <gan, <number;

	*new { |gan, number = 1|
		^super.newCopyArgs(gan ?? { GestureGAN.default }, number)
	}

	address { |name|
		^"/gan/voice/%/%".format(number, name)
	}

	set { |name ... values|
		gan.send(this.address(name), *values)
	}

	get { |name, action|
		gan.get(this.address(name), action)
	}

	// Between scenes, by their weights: voice.morph(\day, 1, \night, 2).
	morph { |... pairs|
		this.set(\morph, *pairs)
	}

	doesNotUnderstand { |selector ... values|
		if (selector.isSetter) { ^this.set(selector.asGetter, *values) };
		^this.superPerformList(\doesNotUnderstand, selector, values)
	}
}

// All that is set, by name: scene.store, scene.recall(8, \smooth), scene.morphTo(\night).
GanScene {
	var <name, <gan;

	*new { |name, gan|
		^super.newCopyArgs(name, gan ?? { GestureGAN.default ?? { GestureGAN.new } })
	}

	// Of one voice where a number is given.
	store { |voice|
		gan.send("/gan/scene/store", name, *voice.asArray)
	}

	// In so many seconds; to the sample, where a lag says how many seconds from now it begins.
	recall { |seconds = 0, curve = \linear, voice, lag|
		var message = ["/gan/scene/recall", name, seconds.asFloat, curve] ++ voice.asArray;
		if (lag.isNil) { gan.send(*message) } { gan.sendBundle(lag, message) }
	}

	rename { |other|
		gan.send("/gan/scene/rename", name, other);
		name = other
	}

	copyTo { |other|
		gan.send("/gan/scene/copy", name, other);
		^GanScene(other, gan)
	}

	delete { gan.send("/gan/scene/delete", name) }
	undo { gan.send("/gan/scene/undo", name) }

	// Lets gan.morph go from this one to the other; of one voice where a number is given.
	morphTo { |other, voice|
		gan.send("/gan/morph/ends", name, if (other.isKindOf(GanScene)) { other.name } { other }, *voice.asArray)
	}

	printOn { |stream|
		stream << "GanScene(" <<< name << ")"
	}
}
