// All that can be set of one voice.

import { Group, choice, segments, slider, toggle } from "../controls.js";
import { button, make, toast } from "../dom.js";

const SOUND = ["gain", "growth", "transpose", "rate", "chaos", "wander", "glide"];
const TONES = ["tones", "noise", "stretch_partials"];
const SHAPE = ["attack", "release"];
const GESTURE = ["energy", "threshold", "decay", "pulse"];
const LOOP = ["position", "loop_start", "loop_end"];
const FEW = 16; // conditions that have a slider each
const OFF = 3; // deviations along an axis, of its slider
const LONGEST = { glide: 30, wander: 3, attack: 20, release: 20, decay: 20 }; // of a slider

const folded = new Map(); // what was opened stays open

function part(title, open, ...children) {
  const shown = folded.get(title) ?? open;
  return make(
    "details.part",
    { open: shown, ontoggle: (event) => folded.set(title, event.target.open) },
    make("summary", {}, title),
    make("div.controls", {}, children),
  );
}

/** The controls of a voice (from 0); they are left with the group. */
export function detail(app, voice, group = new Group()) {
  const { about, link } = app;
  const address = `/gan/voice/${voice + 1}`;
  const named = (name) => {
    const known = { ...about.voice[name], high: LONGEST[name] ?? about.voice[name].high };
    return group.add(slider(link, `${address}/${name}`, name.replaceAll("_", " "), known));
  };
  const followed = [
    ...SOUND,
    ...SHAPE,
    ...GESTURE,
    ...LOOP,
    ...TONES,
    "mode",
    "gesture",
    "freeze",
    "seed",
    "level_hold",
  ];
  group.also(link.follow(`${address}/{${followed.join(",")}}`, 8));
  group.also(link.follow(`${address}/axis/*`, 8));
  const apart = about.codec === "sines-noise" ? TONES : [];
  return [
    heading(app, voice, address, group),
    part("sound", true, SOUND.map(named), apart.map(named), finding(app, voice)),
    axes(app, address, group),
    about.conditions.length > 0 && conditions(app, address, group),
    part(
      "loop",
      true,
      group.add(segments(link, `${address}/mode`, "mode", about.voice.mode.choices, about.voice.mode.meaning)),
      LOOP.map(named),
      make(
        "div.row",
        {},
        group.add(toggle(link, `${address}/freeze`, "freeze", { title: about.voice.freeze.meaning })),
      ),
    ),
    part(
      "envelope and gesture",
      true,
      SHAPE.map(named),
      group.add(
        segments(link, `${address}/gesture`, "gesture", about.voice.gesture.choices, about.voice.gesture.meaning),
      ),
      GESTURE.map(named),
    ),
  ].filter(Boolean);
}

function heading(app, voice, address, group) {
  const { link } = app;
  const seed = make("input.seed", {
    type: "number",
    min: 0,
    max: 2147483647,
    "aria-label": "seed",
    placeholder: "seed",
  });
  seed.addEventListener(
    "change",
    () => seed.value !== "" && link.set(`${address}/seed`, Math.max(0, Math.round(Number(seed.value)))),
  );
  group.also(
    link.on(
      `${address}/seed`,
      (value) => document.activeElement !== seed && (seed.value = typeof value === "number" ? value : ""),
    ),
  );
  const presets = choice(
    "recall a preset",
    app.landmarks.filter(({ kind }) => kind === "preset").map(({ name }) => name),
    (name) => {
      app.act(link.ask("/gan/preset/recall", name, voice + 1));
      presets.value = "";
    },
    { none: "preset …" },
  );
  return make(
    "header.heading",
    {},
    make("h2", {}, make("b.number", {}, `${voice + 1}`), "voice"),
    make(
      "div.row",
      {},
      presets,
      seed,
      button("dice", () => link.set(`${address}/seed`, Math.floor(Math.random() * 100000)), {
        title: "another point, by chance",
      }),
      button("hold", () => link.send(`${address}/hold`, 1), { title: "leave it where it is, whatever is on its way" }),
    ),
  );
}

/** Let the voice go where the model sounds most like a sound of the performer's. */
function finding(app, voice) {
  const name = make("input", {
    type: "text",
    placeholder: "a recording, or last",
    autocomplete: "off",
    "aria-label": `a sound to find for voice ${voice + 1}`,
  });
  const find = async (event) => {
    event.preventDefault();
    const told = await app.act(app.link.ask(`/gan/voice/${voice + 1}/find`, name.value.trim() || "last"));
    if (told?.length > 1) toast(`${told[0]}: ${Math.round(100 * told[1])} % as far as a random point`);
  };
  return make("form.send", { onsubmit: find }, name, button("find", undefined, { type: "submit" }));
}

function axes({ about, link }, address, group) {
  const each = ({ name, changes, amount, unit }) => {
    const meaning = changes
      ? `${changes}: ${amount.toPrecision(2)} ${unit} a deviation`
      : "a direction that nobody has named";
    const known = { low: -OFF, high: OFF, unit: "standard deviations", default: "0", meaning };
    return group.add(slider(link, `${address}/axis/${name}`, name.replaceAll("_", " "), known));
  };
  const isNamed = ({ name }) => !/^\d+$/.test(name);
  const [first, rest] = [about.axes.filter(isNamed), about.axes.filter((axis) => !isNamed(axis))];
  return make(
    "div.parts",
    {},
    part("axes", true, (first.length ? first : rest).map(each)),
    first.length > 0 &&
      rest.length > 0 &&
      part(
        "axes without a name",
        false,
        rest.map((axis) => each(axis)),
      ),
  );
}

function conditions({ about, link }, address, group) {
  group.also(link.follow(`${address}/condition`, 8));
  const path = `${address}/condition`;
  if (about.conditions.length > FEW) {
    const select = choice("made of", about.conditions, (name) =>
      link.set(path, ...about.conditions.map((each) => (each === name ? 1 : 0))),
    );
    group.also(link.on(path, (...weights) => (select.value = about.conditions[weights.indexOf(Math.max(...weights))])));
    return part("made of", true, select);
  }
  const bars = about.conditions.map((name, number) => {
    const own = {
      values: new Map(),
      on: (_, act) => link.on(path, (...weights) => act(weights[number])),
      set: (_, value) => {
        const weights = [...(link.values.get(path) ?? about.conditions.map(() => 0))];
        weights[number] = value;
        link.set(path, ...weights);
      },
    };
    return group.add(
      slider(own, path, name, { low: 0, high: 1, unit: "", default: "0", meaning: `how much of ${name}` }),
    );
  });
  return part("made of", true, bars);
}
