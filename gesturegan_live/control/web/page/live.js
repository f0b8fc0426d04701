// What plays, as it plays: a frame is asked for once the one before is drawn, so that a slow page asks seldom, and
// none more often than pictures and meters need: what is drawn takes time from what is heard, on the same computer.

const OFTEN = 20; // frames a second, at most
const HEAD = 40; // bytes
const PICTURE = 6;

export class Live extends EventTarget {
  /** `wants` gives the letters of what is looked at: p pictures, w where voices stand, m messages. */
  constructor(url, wants) {
    super();
    this.url = url;
    this.wants = wants;
    this.frame = null;
    this.#open();
    document.addEventListener("visibilitychange", () => this.#ask());
  }

  #socket = null;
  #asking = false;
  #asked = 0; // when, in milliseconds

  #open() {
    this.#socket = new WebSocket(this.url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onopen = () => this.#ask();
    this.#socket.onmessage = ({ data }) => (typeof data === "string" ? this.#said(JSON.parse(data)) : this.#come(data));
    this.#socket.onclose = () => {
      this.#asking = false;
      this.frame = null;
      setTimeout(() => this.#open(), 700);
    };
  }

  #ask() {
    if (document.hidden || this.#asking || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#asking = true;
    this.#asked = performance.now();
    this.#socket.send(this.wants() || "-");
  }

  #come(data) {
    this.#asking = false;
    const frame = (this.frame = read(data));
    requestAnimationFrame(() => {
      this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
      setTimeout(() => this.#ask(), this.#asked + 1000 / OFTEN - performance.now());
    });
  }

  #said({ lines = [], heard = [] }) {
    if (lines.length) this.dispatchEvent(new CustomEvent("lines", { detail: lines }));
    if (heard.length) this.dispatchEvent(new CustomEvent("heard", { detail: heard }));
  }
}

function read(data) {
  const view = new DataView(data);
  const [stands, voices, axes] = [view.getUint8(0), view.getUint8(1), view.getUint16(2, true)];
  const told = Array.from({ length: 8 }, (_, each) => view.getFloat32(8 + 4 * each, true));
  const [load, worst, delay, peak, rate, late, xruns, restarts] = told;
  let at = HEAD;
  const row = (length) => new Float32Array(data, (at += 4 * length) - 4 * length, length);
  const frame = { model: view.getUint32(4, true), voices, load, worst, delay, peak, rate, late, xruns, restarts };
  [frame.playheads, frame.levels, frame.updates] = [row(voices), row(voices), row(voices)];
  if (stands) [frame.along, frame.amounts] = [row(voices * axes), row(voices * axes)];
  frame.axes = axes;
  frame.pictures = [];
  while (at < data.byteLength) {
    const [voice, kind] = [view.getUint8(at), view.getUint8(at + 1)];
    const [height, width] = [view.getUint16(at + 2, true), view.getUint16(at + 4, true)];
    frame.pictures.push({ voice, kind, height, width, pixels: new Uint8Array(data, at + PICTURE, height * width) });
    at += PICTURE + height * width;
  }
  return frame;
}
