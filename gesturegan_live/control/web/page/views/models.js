// Models: what each looks and sounds like, and which one plays.

import { button, make, read } from "../dom.js";

export class Models {
  name = "models";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.list = make("ul.models");
    this.facts = make("p.hint");
    this.element = make("div.view.shelf", {}, make("h2", {}, "models"), this.facts, this.list);
  }

  async enter() {
    this.models = (await this.app.act(read("/page/models.json"))) ?? [];
    this.show();
  }

  renew() {
    const { about } = this.app;
    this.facts.textContent = `${about.model} plays: ${about.codec}, ${about.latent_dim} coordinates, ${about.axes.length} axes, ${about.seconds.toFixed(2)} s an image${about.conditions.length ? `, made of ${about.conditions.slice(0, 9).join(", ")}${about.conditions.length > 9 ? " …" : ""}` : ""}.`;
    this.show();
  }

  show() {
    this.list.replaceChildren(...(this.models ?? []).map((model) => this.card(model)));
  }

  card({ name, previews }) {
    const { app } = this;
    const at = `/page/models/${encodeURIComponent(name)}`;
    const [seen, heard] = ["preview.png", "preview.flac"].map((file) => previews.includes(file) && `${at}/${file}`);
    const picture = seen ? make("img", { src: seen, alt: `pictures of ${name}` }) : make("div.blank", {}, "no picture");
    const sound =
      heard && make("audio", { controls: true, preload: "none", src: heard, "aria-label": `sound of ${name}` });
    const playing = app.about.model === name;
    const load = button(playing ? "plays" : "play it", () => this.load(name, load), {
      kind: playing ? "plain" : "go",
      disabled: playing,
    });
    return make(`li${playing ? ".playing" : ""}`, {}, picture, make("div.row", {}, make("h3", {}, name), load), sound);
  }

  async load(name, load) {
    load.disabled = true;
    load.textContent = "loading …";
    if (!(await this.app.act(this.app.link.ask("/gan/model/load", name), `${name} takes over`))) this.show();
  }
}
