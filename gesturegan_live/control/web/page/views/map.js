// The map: the model's space by two of its axes. A finger takes a voice with it; several fingers are several voices.
//
// A place on the map is how far a sound reaches along both axes. A touch moves a voice along them, and leaves all else of
// its point; close to a preset or a scene it goes all the way there.

import { colour, hue, onTheme } from "../colours.js";
import { Canvas, button, make, theme } from "../dom.js";
import { choice } from "../controls.js";
import { ground } from "./ground.js";

const REACH = 3.5; // deviations from the middle to an end
const FARTHEST = 6; // deviations that an axis takes
const NEAR = 16; // pixels around what can be recalled
const TRAIL = 60; // places
const STEP = 0.15; // deviations of an arrow key

export class MapView {
  name = "map";
  looks = "w";

  constructor(app) {
    this.app = app;
    this.fingers = new Map(); // pointer: voice, or what it has recalled
    this.places = []; // of voices: [x, y]
    this.trails = [];
    this.canvas = make("canvas.ground", {
      tabIndex: 0,
      role: "application",
      "aria-label": "map: touch it and the chosen voice goes there; arrow keys move it",
    });
    this.field = new Canvas(
      this.canvas,
      (context) => this.draw(context),
      (context) => this.app.about && ground(this, context),
    );
    this.tools = make("div.tools");
    this.element = make("div.view.map", {}, this.tools, make("div.plane", {}, this.canvas));
    for (const [name, act] of [
      ["pointerdown", "down"],
      ["pointermove", "move"],
      ["pointerup", "up"],
      ["pointercancel", "up"],
    ])
      this.canvas.addEventListener(name, (event) => this[act](event));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    onTheme(() => this.field.afresh());
  }

  renew() {
    const { about } = this.app;
    const names = about.axes.map(({ name }) => name);
    const [x, y] = preferred(names);
    [this.x, this.y] = [Math.max(0, names.indexOf(this.chosenX ?? x)), Math.max(0, names.indexOf(this.chosenY ?? y))];
    if (this.x === this.y && names.length > 1) this.y = (this.x + 1) % names.length;
    this.trails = Array.from({ length: about.voices }, () => []);
    const pick = (label, which) => {
      const select = choice(label, names, (name) => this.turn(which, names.indexOf(name)));
      select.value = names[this[which]];
      return make("label.pick", {}, make("span", {}, label), select);
    };
    const voices = Array.from({ length: about.voices }, (_, voice) =>
      button(`${voice + 1}`, () => this.app.choose(voice), {
        kind: "chip",
        "--hue": hue(voice),
        "aria-label": `voice ${voice + 1}`,
        "aria-pressed": "false",
      }),
    );
    this.chips = voices;
    this.tools.replaceChildren(
      pick("across", "x"),
      pick("up", "y"),
      make("div.chips", { role: "group", "aria-label": "the voice of the next finger" }, voices),
    );
    this.chip();
    this.field.afresh();
  }

  turn(which, axis) {
    this[which] = axis;
    [this.chosenX, this.chosenY] = [this.app.about.axes[this.x].name, this.app.about.axes[this.y].name];
    this.trails.forEach((trail) => (trail.length = 0));
    this.field.afresh();
  }

  enter() {
    this.stop = this.app.link.follow("/gan/voice/*/gate", 10);
    this.app.onChoice = () => this.chip();
    this.app.relandmark();
    this.chip();
  }

  exit() {
    this.stop?.();
    this.app.onChoice = () => {};
    this.fingers.clear();
  }

  chip() {
    this.chips?.forEach((chip, voice) => chip.setAttribute("aria-pressed", `${voice === this.app.chosen}`));
  }

  // Where things are

  /** Amounts of both axes that reach as far as products with their steps say. */
  solve(alongX, alongY) {
    const { gram } = this.app.about;
    const [a, b, c] = [gram[this.x]?.[this.x] ?? 1, gram[this.x]?.[this.y] ?? 0, gram[this.y]?.[this.y] ?? 1];
    const determinant = a * c - b * b;
    if (Math.abs(determinant) < 1e-9 * a * c) return [alongX / a, 0];
    return [(c * alongX - b * alongY) / determinant, (a * alongY - b * alongX) / determinant];
  }

  frame(frame) {
    if (!frame.along || frame.axes !== this.app.about.axes.length) return;
    const { axes } = frame;
    this.amounts = frame.amounts;
    this.places = Array.from({ length: frame.voices }, (_, voice) => {
      const row = voice * axes;
      return this.solve(frame.along[row + this.x], frame.along[row + this.y]);
    });
    this.levels = frame.levels;
    this.places.forEach(([x, y], voice) => {
      const trail = this.trails[voice];
      const last = trail.at(-1);
      if (!last || Math.hypot(x - last[0], y - last[1]) > 0.01) trail.push([x, y]);
      else if (trail.length > 1) trail.shift();
      if (trail.length > TRAIL) trail.shift();
    });
    this.look();
  }

  /** Draw what has changed for an eye, if anything has. */
  look() {
    const covered = `${this.shown().map(({ at }) => this.isCovered(at))}`;
    if (covered !== this.covered) this.field.afresh();
    this.covered = covered;
    const seen = `${this.places.map((place, voice) => [
      this.screen(place).map(Math.round),
      this.isOpen(voice) && [this.halo(voice), this.trails[voice].length],
      voice === this.app.chosen,
    ])}`;
    if (seen !== this.seen) this.field.paint();
    this.seen = seen;
  }

  isCovered(at) {
    return this.places.some((place, voice) => this.isOpen(voice) && far(this.screen(place), at) < 14);
  }

  /** Pixels around an open voice, by how loud it is. */
  halo(voice) {
    return 15 + Math.round(26 * Math.min(1, Math.sqrt(this.levels?.[voice] ?? 0) * 1.6));
  }

  scale() {
    const { clientWidth, clientHeight } = this.canvas;
    return { width: clientWidth, height: clientHeight, px: clientWidth / (2 * REACH), py: clientHeight / (2 * REACH) };
  }

  screen([x, y]) {
    const { width, height, px, py } = this.scale();
    const inside = (value, most) => Math.min(Math.max(value, 10), most - 10);
    return [inside(width / 2 + x * px, width), inside(height / 2 - y * py, height)];
  }

  place(event) {
    const { width, height, px, py } = this.scale();
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left - width / 2) / px, (height / 2 - (event.clientY - box.top)) / py];
  }

  shown() {
    return this.app.landmarks
      .filter(({ along }) => along?.length > Math.max(this.x, this.y))
      .map((mark) => ({ ...mark, at: this.screen(this.solve(mark.along[this.x], mark.along[this.y])) }));
  }

  // Hands

  down(event) {
    this.canvas.setPointerCapture?.(event.pointerId);
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    const box = this.canvas.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const voice = this.taken(at);
    const mark = this.nearest(at);
    this.app.choose(voice);
    if (mark) {
      this.fingers.set(event.pointerId, { voice, recalled: true });
      this.recall(mark, voice);
    } else {
      this.fingers.set(event.pointerId, { voice });
      this.go(voice, this.place(event));
    }
    this.open(voice);
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger || finger.recalled) return;
    this.go(finger.voice, this.place(event));
  }

  up(event) {
    this.fingers.delete(event.pointerId);
  }

  key(event) {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (!step || !this.places[this.app.chosen]) return;
    event.preventDefault();
    const [x, y] = this.places[this.app.chosen];
    this.go(this.app.chosen, [x + step[0], y + step[1]]);
    this.open(this.app.chosen);
  }

  /** The voice that a finger takes: the one below it, or the chosen one, or the next that no finger has. */
  taken(at) {
    const busy = new Set([...this.fingers.values()].map(({ voice }) => voice));
    const below = this.places.findIndex(
      (place, voice) => !busy.has(voice) && far(this.screen(place), at) < NEAR && this.isOpen(voice),
    );
    if (below >= 0) return below;
    const { voices } = this.app.about;
    for (let step = 0; step < voices; step += 1) {
      const voice = (this.app.chosen + step) % voices;
      if (!busy.has(voice)) return voice;
    }
    return this.app.chosen;
  }

  nearest(at) {
    const near = this.shown()
      .map((mark) => [far(mark.at, at), mark])
      .filter(([distance]) => distance < NEAR);
    return near.sort(([one], [other]) => one - other)[0]?.[1];
  }

  isOpen(voice) {
    return Boolean(this.app.link.values.get(`/gan/voice/${voice + 1}/gate`)?.[0]);
  }

  open(voice) {
    if (!this.isOpen(voice)) this.app.link.set(`/gan/voice/${voice + 1}/gate`, 1);
  }

  go(voice, [x, y]) {
    const place = this.places[voice];
    if (!place || !this.app.about.axes.length) return;
    const row = voice * this.app.about.axes.length;
    const to = (axis, from, wanted) => {
      const amount = this.amounts[row + axis] + wanted - from;
      this.app.link.set(
        `/gan/voice/${voice + 1}/axis/${this.app.about.axes[axis].name}`,
        Math.min(Math.max(amount, -FARTHEST), FARTHEST),
      );
    };
    to(this.x, place[0], x);
    if (this.y !== this.x) to(this.y, place[1], y);
  }

  recall({ kind, name, one }, voice) {
    const { link } = this.app;
    if (kind === "preset") {
      link.set(`/gan/voice/${voice + 1}/axes`, ...this.app.about.axes.map(() => 0));
      this.app.act(link.ask("/gan/preset/recall", name, voice + 1));
    } else
      this.app.act(
        one
          ? link.ask("/gan/scene/recall", name, 0.3, "smooth", voice + 1)
          : link.ask("/gan/scene/recall", name, 0.5, "smooth"),
      );
  }

  landmarked() {
    this.field.afresh();
  }

  // Drawing

  draw(context) {
    if (!this.app.about) return;
    this.trails.forEach((trail, voice) => this.trail(context, trail, voice));
    this.places.forEach((place, voice) => this.voice(context, place, voice));
  }

  trail(context, trail, voice) {
    if (trail.length < 2 || !this.isOpen(voice)) return;
    context.lineCap = "round";
    trail.slice(1).forEach((place, number) => {
      context.strokeStyle = colour(voice, (0.55 * (number + 1)) / trail.length);
      context.lineWidth = 1 + (3 * number) / trail.length;
      context.beginPath();
      context.moveTo(...this.screen(trail[number]));
      context.lineTo(...this.screen(place));
      context.stroke();
    });
  }

  voice(context, place, voice) {
    const [x, y] = this.screen(place);
    const open = this.isOpen(voice);
    const chosen = voice === this.app.chosen;
    if (!open && !chosen) {
      context.fillStyle = colour(voice, 0.4);
      context.beginPath();
      context.arc(x, y, 4, 0, 7);
      return context.fill();
    }
    if (open) {
      context.fillStyle = colour(voice, 0.22);
      context.beginPath();
      context.arc(x, y, this.halo(voice), 0, 7);
      context.fill();
    }
    context.fillStyle = open ? colour(voice) : theme("--panel");
    context.strokeStyle = chosen ? theme("--text") : colour(voice);
    context.lineWidth = chosen ? 2.5 : 1.5;
    context.beginPath();
    context.arc(x, y, 13, 0, 7);
    context.fill();
    context.stroke();
    context.fillStyle = open ? theme("--on-colour") : theme("--text");
    context.font = "700 13px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(`${voice + 1}`, x, y + 0.5);
  }
}

const far = ([x, y], [u, v]) => Math.hypot(x - u, y - v);

/** Two axes to begin with: those that performers look for first. */
function preferred(names) {
  const wanted = ["brightness", "noisiness", "attack", "pitch", "loudness"].filter((name) => names.includes(name));
  return [wanted[0] ?? names[0], wanted[1] ?? names.find((name) => name !== (wanted[0] ?? names[0]))];
}
