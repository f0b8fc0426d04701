// Scenes: kept by name, recalled in a time, and mixed on a pad, where each pulls by how near it is.

import { hue, onTheme } from "../colours.js";
import { Canvas, button, make, theme, toast } from "../dom.js";

const MOST = 12; // scenes on the pad
const NEAREST = 0.02; // of the pad: closer, a scene is alone

export class Scenes {
  name = "scenes";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.seconds = 2;
    this.point = null;
    this.nodes = new Map(); // name: [x, y] from 0 to 1
    this.list = make("ul.scenes");
    this.name_ = make("input", {
      type: "text",
      id: "scene",
      maxLength: 80,
      placeholder: "name of a scene",
      autocomplete: "off",
      "aria-label": "name of a scene",
    });
    const store = make(
      "form.send",
      { onsubmit: (event) => (event.preventDefault(), this.store()) },
      this.name_,
      this.whose(),
      button("store", undefined, { type: "submit", kind: "go" }),
    );
    this.time = make("output", { htmlFor: "seconds" }, "2 s");
    const time = make("input", {
      type: "range",
      id: "seconds",
      min: 0,
      max: 100,
      value: 36,
      oninput: () => this.take(time.valueAsNumber),
      "--from": 0,
      "--to": 0.36,
    });
    this.take = (at) => {
      this.seconds = Math.round(30 * (at / 100) ** 2.65 * 10) / 10;
      this.time.textContent = `${this.seconds} s`;
      time.style.setProperty("--to", at / 100);
    };
    this.take(36);
    this.curve = make(
      "select",
      { "aria-label": "curve of a recall" },
      ["smooth", "linear", "exponential"].map((name) => make("option", { value: name }, name)),
    );
    this.canvas = make("canvas.ground", {
      tabIndex: 0,
      role: "application",
      "aria-label": "morph pad: the nearer a scene is to the point, the more of it is heard; arrow keys move the point",
    });
    this.pad = new Canvas(this.canvas, (context, width, height) => this.draw(context, width, height));
    this.target = make("select", { "aria-label": "which voices morph" });
    for (const name of ["pointerdown", "pointermove"]) this.canvas.addEventListener(name, (event) => this.drag(event));
    this.canvas.addEventListener("pointerup", () => (this.held = null));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.element = make(
      "div.view.two",
      {},
      make(
        "section.sheet",
        {},
        make("h2", {}, "scenes"),
        store,
        make("div.slider", {}, make("label", { htmlFor: "seconds" }, "recall in"), this.time, time),
        make(
          "div.row",
          {},
          this.curve,
          button("undo", () => this.undo(), { title: "bring back what was replaced or deleted last" }),
        ),
        this.list,
      ),
      make(
        "section.sheet.pad",
        {},
        make("header", {}, make("h2", {}, "morph"), this.target),
        make("div.plane", {}, this.canvas),
        make("p.hint", {}, "Drag the point between scenes; drag a scene's name to move it."),
      ),
    );
    onTheme(() => this.pad.paint());
  }

  whose() {
    return (this.voice = make("select", { "aria-label": "of which voices" }));
  }

  renew() {
    const voices = Array.from({ length: this.app.about.voices }, (_, voice) =>
      make("option", { value: voice + 1 }, `voice ${voice + 1}`),
    );
    this.voice.replaceChildren(make("option", { value: "" }, "all"), ...voices);
    this.target.replaceChildren(
      make("option", { value: "*" }, "all voices"),
      ...voices.map((each) => each.cloneNode(true)),
    );
    this.landmarked();
  }

  enter() {
    this.app.relandmark();
  }

  landmarked() {
    const scenes = this.app.landmarks.filter(({ kind }) => kind === "scene");
    this.list.replaceChildren(...scenes.map((scene) => this.line(scene)));
    if (!scenes.length)
      this.list.replaceChildren(make("li.none", {}, "No scene is stored yet. Give what sounds now a name."));
    const names = scenes.slice(0, MOST).map(({ name }) => name);
    for (const name of [...this.nodes.keys()]) if (!names.includes(name)) this.nodes.delete(name);
    names.forEach((name, number) => {
      const turn = (2 * Math.PI * number) / names.length - Math.PI / 2;
      if (!this.nodes.has(name)) this.nodes.set(name, [0.5 + 0.36 * Math.cos(turn), 0.5 + 0.36 * Math.sin(turn)]);
    });
    this.pad.paint();
  }

  line({ name, one, along, wrong }) {
    const { app } = this;
    const forget = button(
      "×",
      async () =>
        (await app.act(app.link.ask("/gan/scene/delete", name), `${name} is deleted; undo brings it back`)) &&
        app.relandmark(),
      { kind: "quiet", "aria-label": `delete ${name}` },
    );
    const again = button(
      "store",
      async () =>
        (await app.act(
          app.link.ask("/gan/scene/store", name, ...(one ? [app.chosen + 1] : [])),
          `stored ${name} again`,
        )) && app.relandmark(),
      { kind: "quiet", "aria-label": `store ${name} again` },
    );
    const recall = button(name, () => this.recall(name, one), { kind: "scene" });
    if (wrong) recall.title = wrong;
    return make(
      "li",
      {},
      recall,
      make("span.tag", {}, wrong ? "damaged" : one ? "voice" : along ? "" : "other model"),
      again,
      forget,
    );
  }

  async store() {
    const name = this.name_.value.trim();
    if (!name) return toast("a scene needs a name", "wrong");
    const told = await this.app.act(
      this.app.link.ask("/gan/scene/store", name, ...(this.voice.value ? [Number(this.voice.value)] : [])),
      `stored ${name}`,
    );
    if (!told) return;
    this.name_.value = "";
    await this.app.relandmark();
  }

  recall(name, one) {
    const voice = one ? [this.app.chosen + 1] : [];
    this.app.act(
      this.app.link.ask("/gan/scene/recall", name, this.seconds, this.curve.value, ...voice),
      `${name} in ${this.seconds} s`,
    );
  }

  async undo() {
    const told = await this.app.act(this.app.link.ask("/gan/scene/undo"));
    if (told) toast(`${told[0]} is back`);
    this.app.relandmark();
  }

  // The pad

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const inside = (value) => Math.min(Math.max(value, 0), 1);
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  }

  drag(event) {
    if (event.type === "pointermove" && !this.held) return;
    const at = this.at(event);
    if (event.type === "pointerdown") {
      this.canvas.setPointerCapture?.(event.pointerId);
      const label = [...this.nodes].find(
        ([, node]) => this.far([node[0], node[1] + 24 / this.canvas.clientHeight], at) < 22,
      );
      this.held = label?.[0] ?? true;
    }
    if (typeof this.held === "string") this.nodes.set(this.held, at);
    else this.go(at);
    this.pad.paint();
  }

  far([x, y], [u, v]) {
    return Math.hypot((x - u) * this.canvas.clientWidth, (y - v) * this.canvas.clientHeight);
  }

  key(event) {
    const step = { ArrowLeft: [-0.03, 0], ArrowRight: [0.03, 0], ArrowUp: [0, -0.03], ArrowDown: [0, 0.03] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = this.point ?? [0.5, 0.5];
    this.go([Math.min(Math.max(x + step[0], 0), 1), Math.min(Math.max(y + step[1], 0), 1)]);
    this.pad.paint();
  }

  weights(point) {
    const found = [...this.nodes].map(([name, [x, y]]) => [name, Math.hypot(x - point[0], y - point[1])]);
    const alone = found.find(([, distance]) => distance < NEAREST);
    if (alone) return [[alone[0], 1]];
    const pulls = found.map(([name, distance]) => [name, distance ** -2.5]);
    const sum = pulls.reduce((all, [, pull]) => all + pull, 0);
    return pulls.map(([name, pull]) => [name, pull / sum]).filter(([, weight]) => weight > 0.004);
  }

  go(point) {
    this.point = point;
    const weights = this.weights(point);
    if (weights.length)
      this.app.link.set(
        `/gan/voice/${this.target.value}/morph`,
        ...weights.flatMap(([name, weight]) => [name, Math.round(1e4 * weight) / 1e4 + 1e-7]),
      );
  }

  draw(context, width, height) {
    context.fillStyle = theme("--ground-in");
    context.fillRect(0, 0, width, height);
    const weights = new Map(this.point ? this.weights(this.point) : []);
    let number = 0;
    for (const [name, [x, y]] of this.nodes) {
      const weight = weights.get(name) ?? 0;
      const [px, py] = [x * width, y * height];
      const tone = `hsl(${hue(number)} 70% 55%`;
      number += 1;
      if (this.point && weight) {
        context.strokeStyle = `${tone} / ${0.15 + 0.85 * weight})`;
        context.lineWidth = 1 + 5 * weight;
        context.beginPath();
        context.moveTo(px, py);
        context.lineTo(this.point[0] * width, this.point[1] * height);
        context.stroke();
      }
      context.fillStyle = `${tone} / ${0.25 + 0.6 * weight})`;
      context.beginPath();
      context.arc(px, py, 10 + 22 * weight, 0, 7);
      context.fill();
      context.fillStyle = theme("--text");
      context.font = `${weight > 0.5 ? 700 : 500} 13px system-ui, sans-serif`;
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillText(name, Math.min(Math.max(px, 30), width - 30), Math.min(py + 16, height - 18));
    }
    if (!this.nodes.size) return;
    const [x, y] = this.point ?? [0.5, 0.5];
    context.strokeStyle = theme("--text");
    context.fillStyle = theme("--panel");
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(x * width, y * height, 11, 0, 7);
    context.fill();
    context.stroke();
  }
}
