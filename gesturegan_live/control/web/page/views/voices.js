// Voices: what each plays, as a picture with its playhead; and all that can be set of the one that is chosen.

import { colour, hue, isDark, onTheme, ramp } from "../colours.js";
import { Group, Meter, signed, slider, toggle } from "../controls.js";
import { make, sign, theme } from "../dom.js";
import { detail } from "./voice.js";

const PLAY = "M7 4.5v15l12-7.5z",
  STOP = "M6.5 6.5h11v11h-11z";
const METER_DB = 54;
const METER_TOP_DB = -6;

export class Voices {
  name = "voices";
  looks = "p";

  constructor(app) {
    this.app = app;
    this.cards = [];
    this.panel = make("section.detail", { "aria-label": "the chosen voice" });
    this.grid = make("section.cards", { "aria-label": "voices" });
    this.element = make("div.view.voices", {}, this.grid, this.panel);
    this.group = new Group();
    onTheme(() => this.cards.forEach((card) => card.paint()));
  }

  /** Another model, or the first one: make everything anew. */
  renew() {
    this.group.leave();
    const { about } = this.app;
    if (this.cards.length !== about.voices) {
      this.cards.forEach((card) => card.group.leave());
      this.cards = Array.from({ length: about.voices }, (_, voice) => new Card(this.app, voice));
      this.grid.replaceChildren(...this.cards.map((card) => card.element));
    }
    this.choose();
  }

  enter() {
    this.stop = this.app.link.follow("/gan/voice/*/{gate,gain,mode,mute}", 10);
    this.app.onChoice = () => this.choose();
    this.choose();
  }

  exit() {
    this.stop?.();
    this.app.onChoice = () => {};
    this.group.leave();
  }

  choose() {
    this.group.leave();
    this.group = new Group();
    const { chosen } = this.app;
    this.cards.forEach((card, voice) => card.element.classList.toggle("chosen", voice === chosen));
    this.cards.forEach((card, voice) => card.face.setAttribute("aria-pressed", `${voice === chosen}`));
    this.panel.style.setProperty("--hue", hue(chosen));
    this.panel.replaceChildren(...detail(this.app, chosen, this.group));
  }

  frame(frame) {
    for (const picture of frame.pictures) this.cards[picture.voice]?.see(picture);
    this.cards.forEach((card, voice) => card.move(frame.playheads[voice], frame.levels[voice]));
  }
}

class Card {
  constructor(app, voice) {
    const { link } = app;
    const address = `/gan/voice/${voice + 1}`;
    this.voice = voice;
    this.group = new Group();
    this.canvas = make("canvas", { width: 2, height: 2 });
    this.head = make("i.playhead");
    this.meter = new Meter(METER_DB, METER_TOP_DB);
    this.db = make("span.db", {}, "");
    this.face = make(
      "button.face",
      { type: "button", "aria-label": `voice ${voice + 1}`, onclick: () => app.choose(voice) },
      this.canvas,
      this.head,
      make("b.number", {}, `${voice + 1}`),
      this.db,
    );
    const gate = this.group.add(toggle(link, `${address}/gate`, "", { kind: "gate", name: `play voice ${voice + 1}` }));
    gate.append(sign(PLAY), sign(STOP));
    const gain = this.group.add(slider(link, `${address}/gain`, "gain", app.about.voice.gain));
    gain.querySelector("input").setAttribute("aria-label", `gain of voice ${voice + 1}`);
    this.element = make(
      "article.card",
      { "--hue": hue(voice) },
      this.face,
      this.meter.element,
      make("div.strip", {}, gate, gain),
    );
    this.group.also(
      link.on(`${address}/gate`, (open) => this.element.classList.toggle("open", (this.open = Boolean(open)))),
    );
    this.group.also(
      link.on(
        `${address}/gain`,
        (gain) => (this.db.textContent = gain > 0.001 ? `${signed(20 * Math.log10(gain), 1)} dB` : "−∞"),
      ),
    );
    this.colours = null;
    this.width = 0;
    new ResizeObserver(() => (this.width = this.face.clientWidth)).observe(this.face);
    new IntersectionObserver((seen) => this.appear(seen.at(-1).isIntersecting)).observe(this.element);
  }

  see(picture) {
    this.picture = picture;
    this.painted = false;
    if (this.shown) this.paint();
  }

  /** In sight or out of it, where nothing is drawn. */
  appear(shown) {
    this.shown = shown;
    if (shown && !this.painted) this.paint();
  }

  paint() {
    const { picture } = this;
    if (!picture) return;
    this.painted = true;
    if (this.themed !== isDark()) {
      this.themed = isDark();
      this.colours = ramp(this.voice);
    }
    if (picture.kind) this.wave(picture);
    else this.spectrum(picture);
  }

  /** One through which nothing is seen, which is put on the screen at less cost. */
  context() {
    return this.canvas.getContext("2d", { alpha: false });
  }

  spectrum({ height, width, pixels }) {
    if (this.canvas.width !== height || this.canvas.height !== width)
      [this.canvas.width, this.canvas.height] = [height, width];
    const context = this.context();
    this.image ??= context.createImageData(height, width);
    if (this.image.width !== height || this.image.height !== width) this.image = context.createImageData(height, width);
    const drawn = new Uint32Array(this.image.data.buffer);
    for (let moment = 0; moment < height; moment += 1)
      for (let band = 0; band < width; band += 1)
        drawn[(width - 1 - band) * height + moment] = this.colours[pixels[moment * width + band]];
    context.putImageData(this.image, 0, 0);
  }

  wave({ width, pixels }) {
    [this.canvas.width, this.canvas.height] = [width, 128];
    const context = this.context();
    context.fillStyle = theme("--ground-in");
    context.fillRect(0, 0, width, 128);
    context.fillStyle = colour(this.voice);
    for (let x = 0; x < width; x += 1) {
      const [low, high] = [pixels[x], pixels[width + x]];
      context.fillRect(x, (255 - high) / 2, 1, Math.max((high - low) / 2, 1));
    }
  }

  move(playhead, level) {
    if (!this.shown) return;
    const at = this.open ? Math.round(playhead * this.width) : 0;
    if (at !== this.at) this.head.style.transform = `translateX(${(this.at = at)}px)`;
    this.meter.show(level);
  }
}
