// Takes: what was played, played again; and cues, what happens one after the other.

import { Group, slider } from "../controls.js";
import { button, make } from "../dom.js";

export class Takes {
  name = "takes";
  looks = "-";

  constructor(app) {
    this.app = app;
    this.group = new Group();
    this.list = make("ul.list");
    this.title = make("input", {
      type: "text",
      placeholder: "name of a take",
      autocomplete: "off",
      "aria-label": "name of a take",
    });
    this.taking = button("record", () => this.record(), { kind: "record", "aria-pressed": "false" });
    this.speed = make("div");
    this.cues = make("section.sheet", { "aria-label": "cues" });
    this.element = make(
      "div.view.two.takes",
      {},
      make(
        "section.sheet",
        {},
        make(
          "header",
          {},
          make("h2", {}, "takes"),
          button("stop all", () => this.stop("")),
        ),
        make("div.send", {}, this.title, this.taking),
        this.speed,
        this.list,
        make(
          "p.hint",
          {},
          "A take is what was played, not its sound: it plays its voices again while hands play the others.",
        ),
      ),
      this.cues,
    );
  }

  renew() {
    const { link } = this.app;
    this.group.leave();
    this.speed.replaceChildren(
      this.group.add(slider(link, "/gan/take/speed", "speed", { low: 0.125, high: 8, unit: "x", default: "1" })),
    );
    this.group.also(
      link.on("/gan/take/record", (name) => {
        this.taking.setAttribute("aria-pressed", name ? "true" : "false");
        this.taking.textContent = name ? `end ${name}` : "record";
        if (!name && this.recording) setTimeout(() => this.fill(), 700);
        this.recording = name;
      }),
    );
    for (const how of ["play", "loop"]) this.group.also(link.on(`/gan/take/${how}`, () => this.mark()));
  }

  enter() {
    this.left = [this.app.link.follow("/gan/take/{record,play,loop,speed}", 5)];
    this.fill();
    this.queue();
  }

  exit() {
    this.left?.forEach((leave) => leave());
  }

  async fill() {
    this.names = (await this.app.act(this.app.link.ask("/gan/take/list"))) ?? [];
    const { link } = this.app;
    this.list.replaceChildren(
      ...this.names.map((name) =>
        make(
          "li",
          { "data-name": name },
          make("span.name", {}, name),
          button("play", () => this.app.act(link.ask("/gan/take/play", name)), { "data-how": "play" }),
          button("loop", () => this.app.act(link.ask("/gan/take/loop", name)), { "data-how": "loop" }),
          button("stop", () => this.stop(name), { kind: "quiet", "aria-label": `stop ${name}` }),
        ),
      ),
    );
    if (!this.names.length) this.list.replaceChildren(make("li.none", {}, "Nothing was taken yet."));
    this.mark();
  }

  mark() {
    for (const line of this.list.querySelectorAll("li[data-name]"))
      for (const each of line.querySelectorAll("[data-how]")) {
        const plays = this.app.link.values.get(`/gan/take/${each.dataset.how}`) ?? [];
        each.setAttribute("aria-pressed", `${plays.includes(line.dataset.name)}`);
      }
  }

  async record() {
    const name = this.recording ? 0 : this.title.value.trim() || 1;
    const told = await this.app.act(this.app.link.ask("/gan/take/record", name));
    if (told) this.title.value = "";
  }

  stop(name) {
    this.app.act(this.app.link.ask("/gan/take/stop", ...(name ? [name] : [])));
  }

  // Cues

  async queue() {
    const { link } = this.app;
    const now = make("p.now");
    const list = make("ol.list.cues");
    const press = (what, kind) => button(what, () => this.app.act(link.ask(`/gan/cue/${what}`, 1)), { kind });
    this.cues.replaceChildren(
      make("header", {}, make("h2", {}, "cues"), press("hold", "plain"), press("back", "plain"), press("go", "go big")),
      now,
      list,
    );
    this.left.push(link.follow("/gan/cue/now", 10));
    this.left.push(
      link.on("/gan/cue/now", (played, armed, seconds) => {
        now.textContent = `${played === "none" ? "nothing yet" : played} → ${armed === "none" ? "the end" : armed}${seconds >= 0 ? ` in ${seconds.toFixed(1)} s` : ""}`;
        for (const line of list.children) line.classList.toggle("armed", line.dataset.name === armed);
      }),
    );
    const told = (await this.app.act(link.ask("/gan/cue/list"))) ?? [];
    for (let at = 0; at + 1 < told.length; at += 2) {
      const [name, wait] = [told[at], told[at + 1]];
      list.append(
        make(
          "li",
          { "data-name": name },
          make("span.name", {}, name),
          make("span.tag", {}, wait),
          button("arm", () => this.app.act(link.ask("/gan/cue/arm", name)), { kind: "quiet" }),
          button("play", () => this.app.act(link.ask("/gan/cue/goto", name))),
        ),
      );
    }
    if (!told.length) list.append(make("li.none", {}, "No cue is on the list."));
  }
}
