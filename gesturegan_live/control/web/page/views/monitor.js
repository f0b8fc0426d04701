// What the instrument hears and says: messages as they are obeyed, refusals with their reason.

import { button, make, readable } from "../dom.js";

const MOST = 300; // lines that are kept

export class Monitor {
  name = "monitor";
  looks = "m";

  constructor(app) {
    this.app = app;
    this.log = make("div.log", { role: "log", "aria-live": "off", tabIndex: 0, "aria-label": "messages" });
    this.only = make("input", {
      type: "checkbox",
      id: "only",
      onchange: () => this.log.classList.toggle("refusals", this.only.checked),
    });
    this.facts = make("dl.details");
    const line = make("input", {
      type: "text",
      id: "line",
      placeholder: "/gan/voice/1/gain 0.5",
      spellcheck: false,
      autocomplete: "off",
      "aria-label": "a message to send",
    });
    const form = make(
      "form.send",
      {
        onsubmit: (event) => {
          event.preventDefault();
          this.say(line.value.trim());
        },
      },
      line,
      button("send", undefined, { type: "submit" }),
    );
    this.element = make(
      "div.view.monitor",
      {},
      make(
        "section.sheet.wide",
        {},
        make(
          "header",
          {},
          make("h2", {}, "messages"),
          make("label.check", { htmlFor: "only" }, this.only, "refused only"),
          button("clear", () => this.log.replaceChildren()),
        ),
        this.log,
        form,
      ),
      make("section.sheet", {}, make("h2", {}, "the machine"), this.facts),
    );
  }

  /** Send a line, as a person writes it, and show the answer. */
  async say(text) {
    const words = text.match(/"[^"]*"|\S+/g) ?? [];
    if (!words.length || !words[0].startsWith("/"))
      return this.add("this page", "a message begins with an address, as /gan/voice/1/gain", true);
    const values = words
      .slice(1)
      .map((word) => (word.startsWith('"') ? word.slice(1, -1) : Number.isNaN(Number(word)) ? word : Number(word)));
    if (values.length) return this.app.link.send(words[0], ...values);
    try {
      this.add("answer", `${words[0]} ${(await this.app.link.ask(words[0])).join(" ")}`, false);
    } catch {
      // it was refused, which is a line already
    }
  }

  lines(lines) {
    for (const line of lines) this.add("", line, line.includes("/fail") || line.includes("refused"));
  }

  heard(heard) {
    for (const [who, what, refused] of heard) this.add(who, what, refused);
  }

  add(who, what, refused) {
    const follows = this.log.scrollTop + this.log.clientHeight > this.log.scrollHeight - 40;
    const time = new Date().toTimeString().slice(0, 8);
    this.log.append(
      make(
        `p${refused ? ".refused" : ""}`,
        {},
        make("time", {}, time),
        make("span.from", {}, who),
        make("code", {}, what),
      ),
    );
    while (this.log.children.length > MOST) this.log.firstChild.remove();
    if (follows) this.log.scrollTop = this.log.scrollHeight;
  }

  frame = readable((frame) => {
    const told = {
      load: `${(100 * frame.load).toFixed(0)} %, worst lately ${(100 * frame.worst).toFixed(0)} %`,
      "late blocks": frame.late,
      "dropouts of the device": frame.xruns,
      restarts: frame.restarts,
      "delay of the device": `${(1000 * frame.delay).toFixed(1)} ms`,
      "sample rate": `${frame.rate} Hz`,
      "images a second": frame.updates.reduce((sum, each) => sum + each, 0).toFixed(0),
    };
    const text = JSON.stringify(told);
    if (text === this.told) return;
    this.told = text;
    this.facts.replaceChildren(
      ...Object.entries(told).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, `${value}`)]),
    );
  });
}
