// What this page itself can send: a pad under a finger, and how the device that shows it is moved and held.

const OFTEN = 20; // milliseconds between two messages of a sensor

/** Addresses of what is sent, and between which values, by the name of the input that it becomes. */
export const SENT = {
  pad: ["/page/pad", [0, 1]],
  motion: ["/page/motion", [-15, 15]],
  tilt: ["/page/tilt", [-90, 90]],
};

/** Let one of them be an input, with its range, unless it is one already. */
export async function learn(link, name) {
  const [address, range] = SENT[name];
  const known = await link.ask("/gan/input/list");
  if (known.includes(name)) return;
  await link.ask("/gan/input/learn", name, address);
  link.send(`/gan/input/${name}/range`, ...range);
}

/** Send where a finger is on a pad, from 0 to 1. */
export const pad = (link, x, y) => link.set(SENT.pad[0], x + 1e-7, y + 1e-7);

export class Sensors {
  #last = 0;
  running = false;

  constructor(link) {
    this.link = link;
    this.moved = (event) => this.#move(event);
    this.turned = (event) => this.#turn(event);
  }

  /** Begin to send; an Error with the reason where the browser has no sensors, or gives them to no such page. */
  async start() {
    const asks = window.DeviceMotionEvent?.requestPermission;
    if (!window.DeviceMotionEvent)
      throw new Error("this browser gives its sensors only to pages by https, or of its own computer");
    if (asks && (await DeviceMotionEvent.requestPermission()) !== "granted")
      throw new Error("the sensors were refused");
    await learn(this.link, "motion");
    await learn(this.link, "tilt");
    window.addEventListener("devicemotion", this.moved);
    window.addEventListener("deviceorientation", this.turned);
    this.running = true;
  }

  stop() {
    window.removeEventListener("devicemotion", this.moved);
    window.removeEventListener("deviceorientation", this.turned);
    this.running = false;
  }

  #move({ accelerationIncludingGravity: pulled }) {
    if (!pulled || pulled.x === null || performance.now() - this.#last < OFTEN) return;
    this.#last = performance.now();
    this.link.set(SENT.motion[0], pulled.x, pulled.y, pulled.z);
  }

  #turn({ beta, gamma }) {
    if (beta !== null) this.link.set(SENT.tilt[0], Math.max(-90, Math.min(90, beta)), gamma);
  }
}
