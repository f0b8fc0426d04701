// The page: one link to the instrument, one stream of what plays, and the view that is shown.

import { Bar } from "./bar.js";
import { make, read, sign, toast } from "./dom.js";
import { Link } from "./link.js";
import { Live } from "./live.js";
import { Inputs } from "./views/inputs.js";
import { MapView } from "./views/map.js";
import { Mixer } from "./views/mixer.js";
import { Models } from "./views/models.js";
import { Monitor } from "./views/monitor.js";
import { Scenes } from "./views/scenes.js";
import { Takes } from "./views/takes.js";
import { Voices } from "./views/voices.js";

const SIGNS = {
  voices: ["M4 14v-4M8 18V6M12 15V9M16 20V4M20 14v-4"],
  map: ["M4 7l5-2 6 2 5-2v12l-5 2-6-2-5 2z", "M9 5v12M15 7v12"],
  scenes: ["M5 5h6v6H5zM13 5h6v6h-6zM5 13h6v6H5z", "M13 16h6M16 13v6"],
  mixer: ["M6 4v16M12 4v16M18 4v16", "M4 9h4M10 15h4M16 8h4"],
  models: ["M5 5h14v14H5z", "M5 15l4-4 4 4 3-3 3 3"],
  takes: ["M12 12m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0", "M10.5 9v6l5-3z"],
  inputs: [
    "M8 13V6a1.5 1.5 0 0 1 3 0v5V4.500a1.500 1.500 0 0 1 3 0V11V6a1.500 1.500 0 0 1 3 0v9a6 6 0 0 1-6 6c-3 0-4-1.500-6-5l-1-2a1.400 1.400 0 0 1 2.400-1.400z",
  ],
  monitor: ["M4 6h16M4 11h10M4 16h13M4 20h7"],
};

const AGAIN = 1000; // milliseconds until what was not told is asked for again

class App {
  constructor() {
    const host = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}`;
    this.link = new Link(`${host}/`);
    this.live = new Live(`${host}/page/live`, () => this.view?.looks ?? "-");
    this.about = null;
    this.landmarks = [];
    this.chosen = 0;
    this.onChoice = () => {};
    this.model = null; // which model's frames come
    this.bar = new Bar(this);
    this.views = [
      new Voices(this),
      new MapView(this),
      new Scenes(this),
      new Mixer(this),
      new Models(this),
      new Takes(this),
      new Inputs(this),
      new Monitor(this),
    ];
    this.tabs();
    this.link.addEventListener("open", () => this.renew());
    this.link.addEventListener("close", () => this.lost());
    this.link.addEventListener("fail", ({ detail }) => toast(detail, "wrong"));
    this.live.addEventListener("frame", ({ detail }) => this.frame(detail));
    this.live.addEventListener("lines", ({ detail }) => this.views.at(-1).lines(detail));
    this.live.addEventListener("heard", ({ detail }) => this.views.at(-1).heard(detail));
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.show(location.hash.slice(1)));
  }

  tabs() {
    const tabs = this.views.map(({ name }) =>
      make("a.tab", { href: `#${name}`, "data-view": name }, sign(...SIGNS[name]), make("span", {}, name)),
    );
    document.getElementById("tabs").replaceChildren(...tabs);
  }

  /** Learn what the instrument and its model are: at the beginning, when it is back, and for another model. */
  async renew() {
    try {
      [this.about, this.landmarks] = await Promise.all([read("/page/about.json"), read("/page/landmarks.json")]);
    } catch {
      setTimeout(() => this.link.connected && this.renew(), AGAIN);
      return;
    }
    if (!this.link.connected) return; // it has gone meanwhile
    document.body.classList.remove("lost");
    this.bar.renew();
    for (const view of this.views) view.renew?.();
    if (!this.view) this.show(location.hash.slice(1));
  }

  async relandmark() {
    this.landmarks = await read("/page/landmarks.json").catch(() => this.landmarks);
    for (const view of this.views) view.landmarked?.();
  }

  lost() {
    document.body.classList.add("lost");
    this.bar.lost();
    toast("the instrument is gone; waiting for it", "wrong");
  }

  show(name) {
    if (!this.about) return;
    const view = this.views.find((each) => each.name === name) ?? this.views[0];
    if (view === this.view) return;
    this.view?.exit?.();
    this.view = view;
    document.getElementById("view").replaceChildren(view.element);
    for (const tab of document.querySelectorAll(".tab"))
      tab.dataset.view === view.name ? tab.setAttribute("aria-current", "page") : tab.removeAttribute("aria-current");
    document.title = `${view.name} · GestureGAN`;
    view.enter?.();
  }

  frame(frame) {
    if (this.model !== null && frame.model !== this.model) this.renew();
    this.model = frame.model;
    this.bar.frame(frame);
    if (this.about && frame.voices === this.about.voices) this.view?.frame?.(frame);
  }

  choose(voice) {
    this.chosen = voice;
    this.onChoice();
  }

  /** Wait for what was asked; say what was refused. */
  async act(asked, said = "") {
    try {
      const told = await asked;
      if (said) toast(said);
      return told;
    } catch (error) {
      toast(error.message, "wrong");
      return null;
    }
  }

  key(event) {
    const typing = event.target.matches?.("input:not([type=range]), select, textarea");
    if (event.key === "Escape" && !typing) return this.link.send("/gan/out/panic");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !this.about) return;
    const voice = "123456789".indexOf(event.key);
    if (voice >= 0 && voice < this.about.voices) {
      if (event.repeat) return;
      const gate = `/gan/voice/${voice + 1}/gate`;
      this.link.set(gate, this.link.values.get(gate)?.[0] ? 0 : 1);
      this.choose(voice);
    } else if (event.key === "r") this.bar.record();
    else if (event.key === "[" || event.key === "]") {
      const count = this.about.voices;
      this.choose((this.chosen + (event.key === "]" ? 1 : count - 1)) % count);
    }
  }
}

window.app = new App();
