// Elements, made in a line.

import { isDark } from "./colours.js";

/** An element: `make("button.go", {onclick}, "text", child…)`; attributes with a capital or a dash are set as such. */
export function make(name, given = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key.startsWith("--")) element.style.setProperty(key, value);
    else if (key in element && key !== "list" && key !== "role") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const READ = 250; // milliseconds that a figure stands
const DRAWN = "http://www.w3.org/2000/svg";

/** A sign of 24 by 24, drawn by the `d` of its paths. */
export function sign(...paths) {
  const svg = document.createElementNS(DRAWN, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(DRAWN, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** A button with a text, that stays pressed or not where `pressed` is given. */
export const button = (text, onclick, given = {}) =>
  make(
    `button.${(given.kind ?? "plain").replaceAll(" ", ".")}`,
    { type: "button", onclick, ...given, kind: undefined },
    text,
  );

/**
 * A canvas as sharp as its screen; `draw(context, width, height)` in CSS pixels, when it is resized or asked to: then once
 * for all who ask until the screen is drawn, and only while it is shown. What `ground` draws beneath is kept until it is
 * asked for afresh.
 */
export class Canvas {
  constructor(element, draw, ground = null) {
    this.element = element;
    this.draw = draw;
    this.ground = ground;
    new ResizeObserver(() => this.fit()).observe(element);
  }

  fit() {
    const { clientWidth, clientHeight } = this.element;
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    this.element.width = Math.max(1, Math.round(clientWidth * scale));
    this.element.height = Math.max(1, Math.round(clientHeight * scale));
    this.scale = scale;
    this.under = null;
    this.now();
  }

  afresh() {
    this.under = null;
    this.paint();
  }

  paint() {
    this.waiting ??= requestAnimationFrame(() => this.now());
  }

  now() {
    cancelAnimationFrame(this.waiting);
    this.waiting = undefined;
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth || !this.scale) return;
    const context = this.element.getContext("2d");
    const drawn = (on, draw) => {
      on.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      draw(on, clientWidth, clientHeight);
    };
    context.resetTransform();
    context.clearRect(0, 0, this.element.width, this.element.height);
    if (this.ground && !this.under) {
      this.under = new OffscreenCanvas(this.element.width, this.element.height);
      drawn(this.under.getContext("2d"), this.ground);
    }
    if (this.under) context.drawImage(this.under, 0, 0);
    drawn(context, this.draw);
  }
}

/** Where a finger is on an element, from 0 to 1, upwards. */
export function placed(event, element) {
  const box = element.getBoundingClientRect();
  const inside = (value) => Math.min(Math.max(value, 0), 1);
  return [inside((event.clientX - box.left) / box.width), inside(1 - (event.clientY - box.top) / box.height)];
}

const tones = new Map();

/** What a custom property of the theme holds now. */
export function theme(name) {
  const known = `${name} ${isDark()}`; // to ask for it makes the browser work out all styles
  if (!tones.has(known)) tones.set(known, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return tones.get(known);
}

/** Call a function no more often than a reader follows figures. */
export function readable(act) {
  let next = 0;
  return (...given) => {
    if (performance.now() < next) return;
    next = performance.now() + READ;
    act(...given);
  };
}

/** Tell the performer something for a few seconds. */
export function toast(text, kind = "") {
  const said = make(`div.toast${kind && `.${kind}`}`, {}, text);
  document.getElementById("toasts").append(said);
  setTimeout(() => said.remove(), kind === "wrong" ? 7000 : 3500);
}

/** What the instrument says at one of the page's own paths; an Error where it does not. */
export async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
