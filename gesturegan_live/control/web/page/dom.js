// Elements, made in a line.

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

/** A canvas as sharp as its screen; `draw(context, width, height)` in CSS pixels, when it is asked to or resized. */
export class Canvas {
  constructor(element, draw) {
    this.element = element;
    this.draw = draw;
    new ResizeObserver(() => this.fit()).observe(element);
  }

  fit() {
    const { clientWidth, clientHeight } = this.element;
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    this.element.width = Math.max(1, Math.round(clientWidth * scale));
    this.element.height = Math.max(1, Math.round(clientHeight * scale));
    this.scale = scale;
    this.paint();
  }

  paint() {
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth || !this.scale) return;
    const context = this.element.getContext("2d");
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.clearRect(0, 0, clientWidth, clientHeight);
    this.draw(context, clientWidth, clientHeight);
  }
}

/** Where a finger is on an element, from 0 to 1, upwards. */
export function placed(event, element) {
  const box = element.getBoundingClientRect();
  const inside = (value) => Math.min(Math.max(value, 0), 1);
  return [inside((event.clientX - box.left) / box.width), inside(1 - (event.clientY - box.top) / box.height)];
}

/** What a custom property of the theme holds now. */
export const theme = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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
