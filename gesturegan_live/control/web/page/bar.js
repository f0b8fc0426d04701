// The bar above all views: the model, how the machine does, the output, recording and panic.

import { Group, Meter, slider } from "./controls.js";
import { button, make, readable, sign, toast } from "./dom.js";

const METER_DB = 60;

export class Bar {
  constructor(app) {
    this.app = app;
    this.meter = new Meter(METER_DB);
    this.state = make("span.state", { role: "img", "aria-label": "connecting" });
    this.model = make("a.model", { href: "#models" }, "…");
    this.load = fact("load", "of a block's time that the audio process takes");
    this.delay = fact("delay", "of the sound card");
    this.late = fact("late", "blocks that took too long; dropouts that the device reports");
    this.gain = make("div.out");
    this.recording = button("", () => this.record(), {
      kind: "record",
      "aria-pressed": "false",
      "aria-label": "record",
    });
    this.recording.append(make("i.dot"), make("span", {}, "rec"));
    const panic = button("panic", () => app.link.send("/gan/out/panic"), {
      kind: "panic",
      title: "silence, at once (Escape)",
    });
    document
      .getElementById("bar")
      .replaceChildren(
        make("div.who", {}, this.state, mark(), this.model),
        make("div.facts", {}, this.load.element, this.delay.element, this.late.element),
        make("div.output", {}, this.meter.element, this.gain),
        make("div.acts", {}, this.recording, panic),
      );
    this.group = new Group();
    this.group.also(app.link.on("/gan/out/record", (name) => this.show(name)));
    app.link.follow("/gan/out/{gain,record}", 5);
  }

  renew() {
    const { about, link } = this.app;
    this.model.textContent = about.model;
    this.state.className = "state on";
    this.state.setAttribute("aria-label", "connected");
    this.slider?.leave();
    this.slider = slider(link, "/gan/out/gain", "output", about.out.gain);
    this.gain.replaceChildren(this.slider.element);
  }

  lost() {
    this.state.className = "state off";
    this.state.setAttribute("aria-label", "not connected");
    this.meter.show(0);
  }

  async record() {
    const running = this.app.link.values.get("/gan/out/record")?.[0];
    const told = await this.app.act(this.app.link.ask("/gan/out/record", running ? 0 : 1));
    if (told) toast(running ? `recorded ${running}` : `recording ${told[0] ?? ""}`);
  }

  show(name) {
    this.recording.setAttribute("aria-pressed", name ? "true" : "false");
    this.recording.title = name ? `recording ${name}; press to end it (r)` : "record the output (r)";
  }

  frame(frame) {
    this.meter.show(frame.peak);
    this.tell(frame);
  }

  tell = readable((frame) => {
    this.load.tell(`${Math.round(100 * frame.load)} %`, frame.worst > 0.8);
    this.delay.tell(`${Math.round(1000 * frame.delay)} ms`);
    this.late.tell(`${frame.late}+${frame.xruns}`);
  });
}

function fact(name, title) {
  const value = make("b", {}, "–");
  return {
    element: make("span.fact", { title }, make("span", {}, name), value),
    tell: (text, alarming = false) => {
      if (value.textContent !== text) value.textContent = text;
      value.classList.toggle("alarming", alarming);
    },
  };
}

const mark = () => {
  const svg = sign("M3 14v-4", "M8 19V5", "M13 15V9", "M18 20V4", "M22.5 14v-4");
  svg.classList.add("mark");
  return svg;
};
