// Where each answer of the instrument goes in Max: gan.server sends every answer here.
//
// What is said of voice 3 of the instrument on port 7770 goes to [receive gan-7770-voice-3], as "gain 0.5"; all else to
// [receive gan-7770-in], as "scene/list day night". Both are told "connected". The outlet gives: level, status, and
// what is done, failed and noticed.

autowatch = 0;
inlets = 1;
outlets = 1;

var FLOOR = 60; // decibels: where a meter begins
var port = 7770;
var voices = 8;
var levels = [];

function instrument(number) {
	port = number;
	levels = [];
}

function connected() {
	for (var voice = 1; voice <= voices; voice++) {
		messnamed("gan-" + port + "-voice-" + voice, "connected");
	}
	messnamed("gan-" + port + "-in", "connected");
}

function height(level) {
	return level > 0 ? Math.max(0, 1 + (20 * Math.log(level)) / Math.LN10 / FLOOR) : 0;
}

// What happened, told to the voice that it is about, and to everybody else by the outlet.
function told(kind, values) {
	var command = String(values[0]);
	var parts = command.split("/");
	if (command === "/notify") {
		return;
	}
	if (kind === "done" && parts[1] === "gan" && parts[3] === "list") {
		tell([parts[2] === "cue" ? "cues" : parts.slice(2).join("/")]); // a list that is empty
		return;
	}
	if (parts[1] === "gan" && parts[2] === "voice") {
		messnamed.apply(this, ["gan-" + port + "-voice-" + parts[3], kind].concat(values));
	}
	tell([kind].concat(values));
	outlet(0, [kind].concat(values));
}

function tell(message) {
	messnamed.apply(this, ["gan-" + port + "-in"].concat(message));
}

// Not for messages from Max.
height.local = told.local = tell.local = 1;

function anything() {
	var values = arrayfromargs(arguments);
	var parts = messagename.split("/"); // "", "gan", "voice", "3", "gain"
	if (messagename === "/done" || messagename === "/fail" || messagename === "/notice" || messagename === "/late") {
		told(parts[1], values);
	} else if (messagename === "/status.reply") {
		voices = values[1];
		outlet(0, ["status"].concat(values));
	} else if (parts[1] === "gan" && parts[2] === "voice") {
		if (parts[4] === "level") {
			levels[parts[3] - 1] = height(values[0]);
		}
		messnamed.apply(this, ["gan-" + port + "-voice-" + parts[3], parts.slice(4).join("/")].concat(values));
	} else if (parts[1] === "gan") {
		if (messagename === "/gan/out/level") {
			tell(["meters"].concat(levels, height(values[0])));
			outlet(0, ["level", values[0]]);
		}
		if (messagename === "/gan/model/axes") {
			tell(["axes"].concat(values.filter(function (_, index) { return index % 4 === 0; })));
		} else if (messagename === "/gan/cue/list") {
			tell(["cues"].concat(values.filter(function (_, index) { return index % 2 === 0; })));
		}
		tell([parts.slice(2).join("/")].concat(values));
	}
}
