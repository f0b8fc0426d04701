// The mixer: a strip a voice, and the ring of loudspeakers seen from above, where voices are put by hand.

import { colour, hue, onTheme } from "../colours.js";
import { Group, Meter, slider, toggle } from "../controls.js";
import { Canvas, make, theme } from "../dom.js";

const METER_DB = 54;
const METER_TOP_DB = -6;
const NEAR = 26; // pixels
const TURN = 5; // degrees of an arrow key

export class Mixer {
  name = "mixer";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.group = new Group();
    this.strips = make("ul.strips");
    this.canvas = make("canvas.ground", {
      tabIndex: 0,
      role: "application",
      "aria-label": "ring of loudspeakers from above: drag voices; arrow keys turn the chosen one",
    });
    this.ring = new Canvas(this.canvas, (context, width, height) => this.draw(context, width, height));
    this.element = make(
      "div.view.two.mixer",
      {},
      make("section.sheet", {}, make("h2", {}, "mixer"), this.strips),
      make(
        "section.sheet.pad",
        {},
        make("h2", {}, "ring"),
        make("div.plane", {}, this.canvas),
        make("p.hint", {}, "Seen from above, front at the top. Outside is on the ring, the middle is everywhere."),
      ),
    );
    this.held = new Map(); // pointer: voice
    for (const [name, act] of [
      ["pointerdown", "down"],
      ["pointermove", "move"],
      ["pointerup", "up"],
      ["pointercancel", "up"],
    ])
      this.canvas.addEventListener(name, (event) => this[act](event));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    onTheme(() => this.ring.paint());
  }

  renew() {
    const { about, link } = this.app;
    this.group.leave();
    this.meters = [];
    this.strips.replaceChildren(
      ...Array.from({ length: about.voices }, (_, voice) => {
        const address = `/gan/voice/${voice + 1}`;
        const gain = this.group.add(slider(link, `${address}/gain`, `${voice + 1}`, about.voice.gain));
        gain.querySelector("input").setAttribute("aria-label", `gain of voice ${voice + 1}`);
        const mute = this.group.add(toggle(link, `${address}/mute`, "mute", { name: `mute voice ${voice + 1}` }));
        const meter = new Meter(METER_DB, METER_TOP_DB);
        this.meters.push(meter);
        for (const name of ["azimuth", "distance", "pan", "gate"])
          this.group.also(link.on(`${address}/${name}`, () => this.ring.paint()));
        return make(
          "li.hued",
          { "--hue": hue(voice) },
          make("b.number", {}, `${voice + 1}`),
          make("div.fader", {}, meter.element, gain),
          mute,
        );
      }),
    );
    this.ring.paint();
  }

  enter() {
    this.stop = this.app.link.follow("/gan/voice/*/{gain,mute,gate,azimuth,distance,pan}", 10);
  }

  exit() {
    this.stop?.();
  }

  frame(frame) {
    this.meters?.forEach((meter, voice) => meter.show(frame.levels[voice]));
  }

  // The ring

  room() {
    const { clientWidth, clientHeight } = this.canvas;
    return { x: clientWidth / 2, y: clientHeight / 2, radius: Math.min(clientWidth, clientHeight) / 2 - 44 };
  }

  /** Azimuth and distance of a voice; of one that is panned, between the first and the last loudspeaker. */
  placed(voice) {
    const value = (name) => this.app.link.values.get(`/gan/voice/${voice + 1}/${name}`)?.[0];
    const [azimuth, distance, pan] = [value("azimuth"), value("distance"), value("pan")];
    if (typeof azimuth === "number") return [azimuth, typeof distance === "number" ? distance : 1];
    const { ring } = this.app.about;
    const [first, last] = [ring[0] ?? 0, ring.at(-1) ?? 0];
    return typeof pan === "number" ? [first + ((pan + 1) / 2) * (last - first), 1] : [0, 0];
  }

  screen([azimuth, distance]) {
    const { x, y, radius } = this.room();
    const turn = (azimuth * Math.PI) / 180;
    return [x - Math.sin(turn) * radius * distance, y - Math.cos(turn) * radius * distance];
  }

  put(voice, event) {
    const { x, y, radius } = this.room();
    const box = this.canvas.getBoundingClientRect();
    const [left, front] = [(x - (event.clientX - box.left)) / radius, (y - (event.clientY - box.top)) / radius];
    this.set(voice, (Math.atan2(left, front) * 180) / Math.PI, Math.min(1, Math.hypot(left, front)));
  }

  set(voice, azimuth, distance) {
    const address = `/gan/voice/${voice + 1}`;
    this.app.link.set(`${address}/azimuth`, Math.round(azimuth * 10) / 10);
    this.app.link.set(`${address}/distance`, Math.round(distance * 1000) / 1000);
    this.ring.paint();
  }

  down(event) {
    const box = this.canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const near = Array.from({ length: this.app.about.voices }, (_, voice) => {
      const [x, y] = this.label(voice);
      return [Math.hypot(x - at[0], y - at[1]), voice];
    }).filter(([far, voice]) => far < NEAR && ![...this.held.values()].includes(voice));
    const taken = near.sort(([one], [other]) => one - other)[0];
    if (!taken) return;
    this.canvas.setPointerCapture?.(event.pointerId);
    this.held.set(event.pointerId, taken[1]);
    this.app.choose(taken[1]);
    this.ring.paint();
  }

  move(event) {
    const voice = this.held.get(event.pointerId);
    if (voice !== undefined) this.put(voice, event);
  }

  up(event) {
    this.held.delete(event.pointerId);
    this.ring.paint();
  }

  key(event) {
    const [azimuth, distance] = this.placed(this.app.chosen);
    const next = {
      ArrowLeft: [azimuth + TURN, distance],
      ArrowRight: [azimuth - TURN, distance],
      ArrowUp: [azimuth, Math.min(1, distance + 0.05)],
      ArrowDown: [azimuth, Math.max(0, distance - 0.05)],
    }[event.key];
    if (!next) return;
    event.preventDefault();
    this.set(this.app.chosen, ((next[0] + 540) % 360) - 180, next[1]);
  }

  /** Where a voice is drawn: those that stand in one place lie beside each other. */
  label(voice) {
    const own = this.placed(voice);
    const [x, y] = this.screen(own);
    if ([...this.held.values()].includes(voice)) return [x, y];
    const together = Array.from({ length: this.app.about.voices }, (_, other) => other).filter((other) => {
      const [u, v] = this.screen(this.placed(other));
      return Math.hypot(u - x, v - y) < 6;
    });
    const across = (together.indexOf(voice) - (together.length - 1) / 2) * 28;
    return [x + across, y];
  }

  draw(context, width, height) {
    const { about } = this.app;
    if (!about) return;
    context.fillStyle = theme("--ground-in");
    context.fillRect(0, 0, width, height);
    const { x, y, radius } = this.room();
    for (const [share, tone] of [
      [1, "--line-strong"],
      [0.66, "--line"],
      [0.33, "--line"],
    ]) {
      context.strokeStyle = theme(tone);
      context.lineWidth = share === 1 ? 2 : 1;
      context.beginPath();
      context.arc(x, y, radius * share, 0, 7);
      context.stroke();
    }
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    about.ring.forEach((azimuth, channel) => {
      const turn = (azimuth * Math.PI) / 180;
      const [u, v] = [x - Math.sin(turn) * (radius + 24), y - Math.cos(turn) * (radius + 24)];
      context.fillStyle = theme("--raised");
      context.strokeStyle = theme("--mark");
      context.lineWidth = 1.5;
      context.beginPath();
      context.roundRect(u - 14, v - 11, 28, 22, 5);
      context.fill();
      context.stroke();
      context.fillStyle = theme("--dim");
      context.fillText(`${channel + 1}`, u, v + 0.5);
    });
    for (let voice = 0; voice < about.voices; voice += 1) {
      const [u, v] = this.label(voice);
      const open = this.app.link.values.get(`/gan/voice/${voice + 1}/gate`)?.[0];
      context.fillStyle = open ? colour(voice) : theme("--panel");
      context.strokeStyle = voice === this.app.chosen ? theme("--text") : colour(voice);
      context.lineWidth = 2;
      context.beginPath();
      context.arc(u, v, 13, 0, 7);
      context.fill();
      context.stroke();
      context.fillStyle = open ? theme("--on-colour") : theme("--text");
      context.fillText(`${voice + 1}`, u, v + 0.5);
    }
  }
}
