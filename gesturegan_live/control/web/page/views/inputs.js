// Inputs: what sensors send, drawn as it comes; and mappings, which are taught by example.

import { colour } from "../colours.js";
import { Canvas, button, make, theme, toast } from "../dom.js";
import { SENT, Sensors, learn } from "../sensors.js";

const KEPT = 240; // values in a scope
const OFTEN = 25; // times a second that an input is followed

export class Inputs {
  name = "inputs";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.sensors = new Sensors(app.link);
    this.list = make("ul.inputs");
    this.maps = make("div.maps");
    this.title = make("input", { type: "text", placeholder: "name, then move it", autocomplete: "off", "aria-label": "name of an input to learn" });
    const learning = make("form.send", { onsubmit: (event) => (event.preventDefault(), this.learn()) }, this.title, button("learn", undefined, { type: "submit", kind: "go" }));
    this.motion = button("motion of this device", () => this.move(), { kind: "plain motion", "aria-pressed": "false" });
    this.mark = make("i.spot");
    this.pad = make("div.touchpad", { tabIndex: 0, role: "application", "aria-label": "pad: a finger's place on it is the input pad" }, this.mark, make("span", {}, "pad"));
    for (const name of ["pointerdown", "pointermove"]) this.pad.addEventListener(name, (event) => this.touch(event));
    this.name_ = make("input", { type: "text", placeholder: "name of a mapping", autocomplete: "off", "aria-label": "name of a mapping" });
    const adding = make("form.send", { onsubmit: (event) => (event.preventDefault(), this.add()) }, this.name_, button("new", undefined, { type: "submit", kind: "go" }), button("load", () => this.loadMap(), { title: "bring it from the home folder" }));
    this.element = make(
      "div.view.two",
      {},
      make("section.sheet", {}, make("header", {}, make("h2", {}, "inputs"), this.motion), learning, this.pad, this.list),
      make("section.sheet", {}, make("h2", {}, "mappings"), make("p.hint", {}, "Hold a hand somewhere, find the sound that belongs there, press example; a few times over. Train, and run: what lies between follows."), adding, this.maps),
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
    if (!this.names.length) this.list.replaceChildren(make("li.none", {}, "Nothing is an input yet: touch the pad, or give a name and move a sensor that sends OSC."));
    await this.fillMaps();
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
        now.textContent = values.slice(0, 4).map((value) => value.toFixed(2)).join("  ");
        canvas.paint();
      }),
    );
    const forget = button("×", async () => (await this.app.act(link.ask("/gan/input/forget", name))) && this.fill(), { kind: "quiet", "aria-label": `forget ${name}` });
    return make("li", {}, make("header", {}, make("b", {}, name), make("span.tag", {}, address), now, forget), element);
  }

  async learn() {
    const name = this.title.value.trim();
    if (!name) return toast("an input needs a name", "wrong");
    if (await this.app.act(this.app.link.ask("/gan/input/learn", name), `move it now: what comes next is ${name}`)) this.title.value = "";
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
    const box = this.pad.getBoundingClientRect();
    const inside = (value) => Math.min(Math.max(value, 0), 1);
    const [x, y] = [inside((event.clientX - box.left) / box.width), inside(1 - (event.clientY - box.top) / box.height)];
    this.mark.style.left = `${100 * x}%`;
    this.mark.style.top = `${100 * (1 - y)}%`;
    if (!this.padded) {
      this.padded = true;
      await this.app.act(learn(this.app.link, "pad"));
      this.fill();
    }
    this.app.link.set(SENT.pad[0], x + 1e-7, y + 1e-7);
  }

  // Mappings

  async fillMaps() {
    const told = (await this.app.act(this.app.link.ask("/gan/map/list"))) ?? [];
    const cards = [];
    for (let at = 0; at + 4 < told.length; at += 5) cards.push(await this.map(...told.slice(at, at + 5)));
    this.maps.replaceChildren(...cards);
  }

  async map(name, examples, kind, error, nearest) {
    const { link } = this.app;
    const at = `/gan/map/${name}`;
    const [inputs, outputs, running] = await Promise.all(["inputs", "outputs", "run"].map((each) => link.ask(`${at}/${each}`).catch(() => [])));
    const again = (asked, said) => this.app.act(asked, said).then((done) => (done && this.fillMaps(), done));
    const from = this.names.map((input) => {
      const box = make("input", { type: "checkbox", checked: inputs.includes(input), onchange: () => this.choose(at, inputs, input, box.checked) });
      return make("label.check", {}, box, input);
    });
    const to = make("input", { type: "text", value: outputs.filter((each) => each !== "none").join(" "), placeholder: "/gan/voice/1/axes", "aria-label": `outputs of ${name}`, onchange: () => link.send(`${at}/outputs`, ...(to.value.trim().split(/\s+/).filter(Boolean))) });
    const trained = kind === "none" ? "not trained" : `${kind}, error ${error.toFixed(2)} (nearest ${nearest.toFixed(2)})`;
    const run = button("run", () => (link.set(`${at}/run`, run.getAttribute("aria-pressed") === "true" ? 0 : 1), this.fillMaps()), { "aria-pressed": `${Boolean(running[0])}`, disabled: kind === "none" });
    return make(
      "article.map-card",
      { "aria-label": `mapping ${name}` },
      make("header", {}, make("b", {}, name), make("span.tag", {}, `${examples} examples, ${trained}`)),
      make("div.row", {}, make("span.tag", {}, "from"), from),
      make("div.send", {}, make("span.tag", {}, "to"), to),
      make("div.row", {}, button("example", () => again(link.ask(`${at}/record`, 1)), { kind: "go" }), button("undo", () => again(link.ask(`${at}/undo`))), button("train", () => again(link.ask(`${at}/train`))), run, ...[["good", 1, "this is liked: an example from now on"], ["bad", -1, "this is not: half way to what is otherwise"]].map(([word, rating, title]) => button(word, () => again(link.ask(`${at}/rate`, rating)), { title, disabled: !running[0] })), button("save", () => this.app.act(link.ask(`${at}/save`), `saved ${name}`)), button("delete", () => again(link.ask("/gan/map/delete", name)), { kind: "quiet" })),
    );
  }

  choose(at, inputs, input, wanted) {
    const chosen = new Set(inputs.filter((each) => each !== "none"));
    wanted ? chosen.add(input) : chosen.delete(input);
    this.app.link.send(`${at}/inputs`, ...(chosen.size ? chosen : ["none"]));
    setTimeout(() => this.fillMaps(), 60);
  }

  async add() {
    const name = this.name_.value.trim();
    if (!name) return toast("a mapping needs a name", "wrong");
    if (!(await this.app.act(this.app.link.ask("/gan/map/add", name)))) return;
    this.name_.value = "";
    this.app.link.send(`/gan/map/${name}/outputs`, `/gan/voice/${this.app.chosen + 1}/axes`);
    this.fillMaps();
  }

  async loadMap() {
    const name = this.name_.value.trim();
    if (name && (await this.app.act(this.app.link.ask("/gan/map/load", name)))) this.fillMaps();
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
      const [x, y] = [width - (rows.length - 1 - at) * (width / KEPT), (height - 4) * (1 - Math.min(Math.max(row[value] ?? 0, 0), 1)) + 2];
      at ? context.lineTo(x, y) : context.moveTo(x, y);
    });
    context.stroke();
  }
}
