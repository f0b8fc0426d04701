// Sliders, switches and choices, each of one address: what it is comes from the instrument's own table.

import { button, make } from "./dom.js";

const STEPS = 1000; // of a slider
const FINE = 100; // steps of a meter

/** How a value lies along a slider, and how it is written. */
const SCALES = {
  straight: (low, high) => ({ at: (v) => (v - low) / (high - low), value: (t) => low + t * (high - low) }),
  decibels: (low, high) => ({
    at: (v) => (v <= 0 ? 0 : Math.max(0, (20 * Math.log10(v) + 60) / (20 * Math.log10(high) + 60))),
    value: (t) => (t <= 0 ? 0 : 10 ** ((t * (20 * Math.log10(high) + 60) - 60) / 20)),
  }),
  octaves: (low, high) => ({
    at: (v) => Math.log(Math.max(v, low) / low) / Math.log(high / low),
    value: (t) => low * (high / low) ** t,
  }),
  squares: (low, high) => ({
    at: (v) => Math.sign(v) * Math.sqrt(Math.abs(v) / high) * (low < 0 ? 0.5 : 1) + (low < 0 ? 0.5 : 0),
    value: (t) => (low < 0 ? Math.sign(t - 0.5) * (2 * t - 1) ** 2 * high : t * t * high),
  }),
};

const WRITTEN = {
  decibels: (v) => (v <= 0.001 ? "−∞ dB" : `${signed(20 * Math.log10(v), 1)} dB`),
  seconds: (v) => (v < 0.995 ? `${Math.round(1000 * v)} ms` : `${v.toFixed(v < 10 ? 2 : 1)} s`),
  percent: (v) => `${Math.round(100 * v)} %`,
  semitones: (v) => `${signed(v, 1)} st`,
  degrees: (v) => `${signed(v, 0)}°`,
  times: (v) => `${signed(v, 2).replace("+", "")} ×`,
  number: (v) => signed(v, 2),
};

export const signed = (v, digits) => {
  const text = Math.abs(v).toFixed(digits);
  return Number(text) === 0 ? text : (v < 0 ? "−" : "+") + text;
};

const OF_UNIT = {
  linear: ["decibels", "decibels"],
  s: ["octaves", "seconds"],
  semitones: ["straight", "semitones"],
  degrees: ["straight", "degrees"],
  x: ["squares", "times"],
  "of the clip": ["straight", "percent"],
  "of the ring": ["straight", "percent"],
  "per second": ["octaves", "number"],
  "standard deviations": ["straight", "number"],
};

function manner(known) {
  const [scale, written] = OF_UNIT[known.unit] ?? [
    "straight",
    known.high === 1 && known.low === 0 ? "percent" : "number",
  ];
  const straight = scale === "octaves" && known.low <= 0 ? "squares" : scale;
  return [SCALES[straight](known.low, known.high), WRITTEN[written]];
}

let ids = 0;

/**
 * A slider of an address.
 *
 * `known`: low, high, unit, default, meaning. Twice pressed, or with Delete, it goes to its default.
 */
export function slider(link, address, label, known, { after = () => [] } = {}) {
  const [scale, written] = manner(known);
  const id = `s${(ids += 1)}`;
  const shown = make("output", { htmlFor: id }, "–");
  const input = make("input", { id, type: "range", min: 0, max: STEPS, step: 1, title: known.meaning ?? "" });
  const centre = known.low < 0 ? scale.at(0) : 0;
  const show = (value) => {
    const at = Math.min(Math.max(scale.at(value), 0), 1);
    input.style.setProperty("--from", Math.min(at, centre));
    input.style.setProperty("--to", Math.max(at, centre));
    shown.textContent = written(value);
    input.setAttribute("aria-valuetext", shown.textContent);
    if (Math.abs(input.valueAsNumber - at * STEPS) > 0.75) input.value = at * STEPS;
  };
  const send = (value) => link.set(address, value, ...after());
  const reset = () => send(Number.parseFloat(known.default) || 0);
  input.addEventListener("input", () => {
    let value = scale.value(input.valueAsNumber / STEPS);
    if (centre && Math.abs(input.valueAsNumber / STEPS - centre) < 0.012) value = 0;
    send(value);
  });
  input.addEventListener("dblclick", reset);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") reset();
  });
  const element = make("div.slider", {}, make("label", { htmlFor: id }, label), shown, input);
  return { element, leave: link.on(address, (value) => typeof value === "number" && show(value)) };
}

/** A button that stays pressed while an address is 1. */
export function toggle(link, address, label, { kind = "plain", title = "", name = "" } = {}) {
  const element = button(label, () => link.set(address, link.values.get(address)?.[0] ? 0 : 1), {
    kind,
    title,
    "aria-pressed": "false",
    "aria-label": name || null,
  });
  return {
    element,
    leave: link.on(address, (value) => element.setAttribute("aria-pressed", value ? "true" : "false")),
  };
}

/** One of several, side by side. */
export function segments(link, address, label, choices, meaning = "") {
  const buttons = choices.map((choice) =>
    button(choice.replaceAll("-", " "), () => link.set(address, choice), { kind: "segment", "aria-pressed": "false" }),
  );
  const element = make("div.segments", { role: "group", "aria-label": label, title: meaning }, buttons);
  const show = (value) =>
    choices.forEach((choice, number) => buttons[number].setAttribute("aria-pressed", `${choice === value}`));
  return { element, leave: link.on(address, show) };
}

/** One of several, in a list that opens. */
export function choice(label, names, act, { none = "" } = {}) {
  const options = [
    ...(none ? [make("option", { value: "" }, none)] : []),
    ...names.map((name) => make("option", { value: name }, name)),
  ];
  const select = make("select", { "aria-label": label, onchange: () => select.value && act(select.value) }, options);
  return select;
}

/** A meter of an amplitude, from `range` dB under `top` dB on. */
export class Meter {
  constructor(range, top = 0) {
    [this.range, this.top] = [range, top];
    this.level = make("i.level");
    this.element = make("div.meter", { "aria-hidden": "true" }, this.level);
  }

  show(amplitude) {
    const db = amplitude > 0 ? 20 * Math.log10(amplitude) : -120;
    const at = Math.round(FINE * Math.min(Math.max(1 + (db - this.top) / this.range, 0), 1)) / FINE;
    if (at !== this.at) this.level.style.transform = `scaleX(${(this.at = at)})`;
  }
}

/** Several controls that are left together. */
export class Group {
  #leaving = [];

  add(control) {
    this.#leaving.push(control.leave);
    return control.element;
  }

  also(leave) {
    this.#leaving.push(leave);
  }

  leave() {
    for (const leave of this.#leaving.splice(0)) leave();
  }
}
