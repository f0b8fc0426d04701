// Inputs: what sensors send, drawn as it comes; and mappings, which are taught by example.

import { colour } from "../colours.js";
import { Canvas, button, make, placed, theme, toast } from "../dom.js";
import { Sensors, learn, pad } from "../sensors.js";
import { Mappings } from "./mappings.js";

const KEPT = 240; // values in a scope
const OFTEN = 25; // times a second that an input is followed

export class Inputs {
  name = "inputs";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.sensors = new Sensors(app.link);
    this.list = make("ul.inputs");
    this.mappings = new Mappings(app, this);
    this.title = make("input", {
      type: "text",
      placeholder: "name, then move it",
      autocomplete: "off",
      "aria-label": "name of an input to learn",
    });
    const learning = make(
      "form.send",
      { onsubmit: (event) => (event.preventDefault(), this.learn()) },
      this.title,
      button("learn", undefined, { type: "submit", kind: "go" }),
    );
    this.motion = button("motion of this device", () => this.move(), { kind: "plain motion", "aria-pressed": "false" });
    this.mark = make("i.spot");
    this.pad = make(
      "div.touchpad",
      { tabIndex: 0, role: "application", "aria-label": "pad: a finger's place on it is the input pad" },
      this.mark,
      make("span", {}, "pad"),
    );
    for (const name of ["pointerdown", "pointermove"]) this.pad.addEventListener(name, (event) => this.touch(event));
    this.element = make(
      "div.view.two",
      {},
      make(
        "section.sheet",
        {},
        make("header", {}, make("h2", {}, "inputs"), this.motion),
        learning,
        this.pad,
        this.list,
      ),
      this.mappings.element,
    );
    this.left = [];
  }

  renew() {
    if (this.app.view === this) this.fill();
  }

  enter() {
    this.fill();
  }

  exit() {
    this.left.splice(0).forEach((leave) => leave());
  }

  async fill() {
    this.exit();
    const told = (await this.app.act(this.app.link.ask("/gan/input/list"))) ?? [];
    this.names = told.filter((_, at) => at % 3 === 0);
    this.list.replaceChildren(...this.names.map((name, at) => this.scope(name, told[3 * at + 1])));
    if (!this.names.length)
      this.list.replaceChildren(
        make("li.none", {}, "Nothing is an input yet: touch the pad, or give a name and move a sensor that sends OSC."),
      );
    await this.mappings.fill();
  }

  scope(name, address) {
    const { link } = this.app;
    const rows = [];
    const element = make("canvas");
    const canvas = new Canvas(element, (context, width, height) => draw(context, width, height, rows));
    const now = make("span.tag");
    this.left.push(link.follow(`/gan/input/${name}`, OFTEN));
    this.left.push(
      link.on(`/gan/input/${name}`, (...values) => {
        rows.push(values);
        if (rows.length > KEPT) rows.shift();
        now.textContent = values
          .slice(0, 4)
          .map((value) => value.toFixed(2))
          .join("  ");
        canvas.paint();
      }),
    );
    const forget = button("×", async () => (await this.app.act(link.ask("/gan/input/forget", name))) && this.fill(), {
      kind: "quiet",
      "aria-label": `forget ${name}`,
    });
    return make("li", {}, make("header", {}, make("b", {}, name), make("span.tag", {}, address), now, forget), element);
  }

  async learn() {
    const name = this.title.value.trim();
    if (!name) return toast("an input needs a name", "wrong");
    if (await this.app.act(this.app.link.ask("/gan/input/learn", name), `move it now: what comes next is ${name}`))
      this.title.value = "";
    const looking = setInterval(async () => {
      const told = await this.app.link.ask("/gan/input/list").catch(() => []);
      if (told.includes(name)) this.fill();
      if (told.includes(name) || this.app.view !== this) clearInterval(looking);
    }, 700);
  }

  async move() {
    if (this.sensors.running) this.sensors.stop();
    else {
      const started = await this.app.act(this.sensors.start().then(() => true));
      if (!started) return;
      this.fill();
    }
    this.motion.setAttribute("aria-pressed", `${this.sensors.running}`);
  }

  async touch(event) {
    if (event.type === "pointermove" && !event.buttons) return;
    if (event.type === "pointerdown") this.pad.setPointerCapture?.(event.pointerId);
    const [x, y] = placed(event, this.pad);
    this.mark.style.left = `${100 * x}%`;
    this.mark.style.top = `${100 * (1 - y)}%`;
    if (!this.padded) {
      this.padded = true;
      await this.app.act(learn(this.app.link, "pad"));
      this.fill();
    }
    pad(this.app.link, x, y);
  }
}

function draw(context, width, height, rows) {
  context.fillStyle = theme("--bg");
  context.fillRect(0, 0, width, height);
  const count = Math.min(rows.at(-1)?.length ?? 0, 8);
  for (let value = 0; value < count; value += 1) {
    context.strokeStyle = colour(value);
    context.lineWidth = 1.5;
    context.beginPath();
    rows.forEach((row, at) => {
      const [x, y] = [
        width - (rows.length - 1 - at) * (width / KEPT),
        (height - 4) * (1 - Math.min(Math.max(row[value] ?? 0, 0), 1)) + 2,
      ];
      at ? context.lineTo(x, y) : context.moveTo(x, y);
    });
    context.stroke();
  }
}
