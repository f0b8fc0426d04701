// Mappings: taught by example, and, of two values, seen as a terrain that a finger plays.

import { Canvas, button, make, placed, theme, toast } from "../dom.js";
import { pad } from "../sensors.js";

const SIDE = 32; // of a terrain
const RATINGS = [
  ["good", 1, "this is liked: an example from now on"],
  ["bad", -1, "this is not: half way to what is otherwise"],
];

export class Mappings {
  constructor(app, inputs) {
    this.app = app;
    this.inputs = inputs;
    this.list = make("div.maps");
    this.title = make("input", {
      type: "text",
      placeholder: "name of a mapping",
      autocomplete: "off",
      "aria-label": "name of a mapping",
    });
    const adding = make(
      "form.send",
      { onsubmit: (event) => (event.preventDefault(), this.add()) },
      this.title,
      button("new", undefined, { type: "submit", kind: "go" }),
      button("load", () => this.load(), { title: "bring it from the home folder" }),
    );
    const hint =
      "Hold a hand somewhere, find the sound that belongs there, press example; a few times over. Train, and run: what lies between follows.";
    this.element = make("section.sheet", {}, make("h2", {}, "mappings"), make("p.hint", {}, hint), adding, this.list);
  }

  async fill() {
    const told = (await this.app.act(this.app.link.ask("/gan/map/list"))) ?? [];
    const cards = [];
    for (let at = 0; at + 4 < told.length; at += 5) cards.push(await this.card(...told.slice(at, at + 5)));
    this.list.replaceChildren(...cards);
  }

  async card(name, examples, kind, error, nearest) {
    const { link } = this.app;
    const at = `/gan/map/${name}`;
    const asked = ["inputs", "outputs", "run"].map((each) => link.ask(`${at}/${each}`).catch(() => []));
    const [inputs, outputs, running] = await Promise.all(asked);
    const again = (done, said) => this.app.act(done, said).then((told) => (told && this.fill(), told));
    const from = this.inputs.names.map((input) => {
      const box = make("input", {
        type: "checkbox",
        checked: inputs.includes(input),
        onchange: () => this.choose(at, inputs, input, box.checked),
      });
      return make("label.check", {}, box, input);
    });
    const to = make("input", {
      type: "text",
      value: outputs.filter((each) => each !== "none").join(" "),
      placeholder: "/gan/voice/1/axes",
      "aria-label": `outputs of ${name}`,
      onchange: () => link.send(`${at}/outputs`, ...to.value.trim().split(/\s+/).filter(Boolean)),
    });
    const isTrained = kind !== "none";
    const words = isTrained ? `${kind}, error ${error.toFixed(2)} (nearest ${nearest.toFixed(2)})` : "not trained";
    const runs = Boolean(running[0]);
    const acts = [
      button("example", () => again(link.ask(`${at}/record`, 1)), { kind: "go" }),
      button("undo", () => again(link.ask(`${at}/undo`))),
      button("train", () => again(link.ask(`${at}/train`))),
      button("run", () => (link.set(`${at}/run`, runs ? 0 : 1), this.fill()), {
        "aria-pressed": `${runs}`,
        disabled: !isTrained,
      }),
      ...RATINGS.map(([word, rating, title]) =>
        button(word, () => again(link.ask(`${at}/rate`, rating)), { title, disabled: !runs }),
      ),
      button("save", () => this.app.act(link.ask(`${at}/save`), `saved ${name}`)),
      button("delete", () => again(link.ask("/gan/map/delete", name)), { kind: "quiet" }),
    ];
    return make(
      "article.map-card",
      { "aria-label": `mapping ${name}` },
      make("header", {}, make("b", {}, name), make("span.tag", {}, `${examples} examples, ${words}`)),
      make("div.row", {}, make("span.tag", {}, "from"), from),
      make("div.send", {}, make("span.tag", {}, "to"), to),
      make("div.row", {}, acts),
      isTrained && (await this.terrain(at, name, inputs)),
    );
  }

  /** How good it is everywhere (how bright) and what comes of it (which colour); the pad's is played by a finger. */
  async terrain(at, name, inputs) {
    const { link } = this.app;
    const asked = ["terrain", "tone", "points"].map((each) => link.ask(`${at}/${each}`).catch(() => []));
    const [quality, tone, points] = await Promise.all(asked);
    if (quality.length !== SIDE * SIDE || !points.length) return null;
    const picture = ground(quality, tone);
    const isPad = inputs.length === 1 && inputs[0] === "pad";
    const element = make("canvas", {
      "aria-label": `terrain of ${name}`,
      role: isPad ? "application" : "img",
      tabIndex: isPad ? 0 : -1,
    });
    const canvas = new Canvas(element, (context, width, height) => {
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, width, height);
      for (let each = 0; each + 2 < points.length; each += 3) {
        const [x, y, rating] = points.slice(each, each + 3);
        spot(context, x * width, (1 - y) * height, 5, theme("--text"), rating < 0);
      }
      const now = inputs.flatMap((input) => link.values.get(`/gan/input/${input}`) ?? []);
      if (now.length === 2) spot(context, now[0] * width, (1 - now[1]) * height, 10, theme("--accent"));
    });
    for (const input of inputs) this.inputs.left.push(link.on(`/gan/input/${input}`, () => canvas.paint()));
    if (isPad)
      for (const event of ["pointerdown", "pointermove"])
        element.addEventListener(event, (moved) => moved.buttons && pad(link, ...placed(moved, element)));
    return make("div.terrain", {}, element);
  }

  choose(at, inputs, input, wanted) {
    const chosen = new Set(inputs.filter((each) => each !== "none"));
    wanted ? chosen.add(input) : chosen.delete(input);
    this.app.act(this.app.link.ask(`${at}/inputs`, ...(chosen.size ? chosen : ["none"]))).then(() => this.fill());
  }

  async add() {
    const name = this.title.value.trim();
    if (!name) return toast("a mapping needs a name", "wrong");
    if (!(await this.app.act(this.app.link.ask("/gan/map/add", name)))) return;
    this.title.value = "";
    this.app.link.send(`/gan/map/${name}/outputs`, `/gan/voice/${this.app.chosen + 1}/axes`);
    this.fill();
  }

  async load() {
    const name = this.title.value.trim();
    if (name && (await this.app.act(this.app.link.ask("/gan/map/load", name)))) this.fill();
  }
}

function ground(quality, tone) {
  const picture = make("canvas", { width: SIDE, height: SIDE });
  const context = picture.getContext("2d");
  for (let row = 0; row < SIDE; row += 1)
    for (let column = 0; column < SIDE; column += 1) {
      const at = row * SIDE + column;
      context.fillStyle = `hsl(${220 + 150 * tone[at]} 65% 55% / ${0.22 + 0.75 * quality[at]})`;
      context.fillRect(column, SIDE - 1 - row, 1, 1);
    }
  return picture;
}

function spot(context, x, y, size, tone, hollow = false) {
  context.fillStyle = context.strokeStyle = tone;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, size, 0, 7);
  hollow ? context.stroke() : context.fill();
}
