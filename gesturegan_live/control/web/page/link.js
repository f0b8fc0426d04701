// The instrument, by OSC over a WebSocket: values that are known, followed, set and asked for.
//
// What is set is shown at once, and sent within a few milliseconds, the newest of each address only. Subscriptions
// end by themselves after ten seconds, so they are renewed; then all values come again, whatever was lost.

import { bundle, decode, encode } from "./osc.js";

const RENEWED = 4000; // milliseconds
const OWN = 300; // milliseconds in which an answer may be older than what the hand has set
const GATHERED = 4; // milliseconds
const AGAIN = [300, 600, 1200, 2500]; // milliseconds between tries
const PATIENCE = 130000; // milliseconds for an answer: a model may take two minutes to load

export class Link extends EventTarget {
  #socket = null;
  #tries = 0;
  #followed = new Map(); // pattern: {rate, count}
  #listeners = new Map(); // address: functions
  #pending = new Map(); // address: values
  #set = new Map(); // address: when the hand has set it
  #number = 0;
  #asked = []; // {number, address, resolve, reject, question}: a question's answer has its own address

  constructor(url) {
    super();
    this.values = new Map();
    this.url = url;
    this.connected = false;
    this.#open();
    setInterval(() => this.#renew(), RENEWED);
  }

  /** Set a value, or several, of an address that can be read. */
  set(address, ...values) {
    this.#set.set(address, performance.now());
    this.#know(address, values);
    if (!this.#pending.size) setTimeout(() => this.#flush(), GATHERED);
    this.#pending.delete(address);
    this.#pending.set(address, values);
  }

  /** Send a message that is no value: all of them count, in their order. */
  send(address, ...values) {
    this.#flush();
    this.#put(encode(address, values));
  }

  /** Send a message, and give what is answered, nothing once it is done; an Error with the reason where it fails. */
  ask(address, ...values) {
    return new Promise((resolve, reject) => {
      const asked = { address, resolve, reject, question: !values.length, number: (this.#number += 1) };
      this.#asked.push(asked);
      setTimeout(() => this.#settle(asked, "reject", new Error(`${address}: no answer`)), PATIENCE);
      this.send(address, ...values);
      this.send("/sync", asked.number);
    });
  }

  /** Call a function with the values of an address whenever they change, and now if they are known. */
  on(address, act) {
    if (!this.#listeners.has(address)) this.#listeners.set(address, new Set());
    this.#listeners.get(address).add(act);
    if (this.values.has(address)) act(...this.values.get(address));
    return () => this.#listeners.get(address)?.delete(act);
  }

  /** Follow an address or a pattern, so many times a second at most, until the function that is returned is called. */
  follow(pattern, rate = 10) {
    const known = this.#followed.get(pattern);
    if (known) known.count += 1;
    else {
      this.#followed.set(pattern, { rate, count: 1 });
      this.#put(encode("/gan/subscribe", [pattern, rate]));
    }
    let once = true;
    return () => {
      const each = this.#followed.get(pattern);
      if (!once || !each) return;
      once = false;
      each.count -= 1;
      if (each.count) return;
      this.#followed.delete(pattern);
      this.#put(encode("/gan/unsubscribe", [pattern]));
    };
  }

  #open() {
    this.#socket = new WebSocket(this.url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onopen = () => {
      this.#tries = 0;
      this.connected = true;
      this.#put(encode("/notify", [1]));
      this.#renew();
      this.dispatchEvent(new Event("open"));
    };
    this.#socket.onmessage = ({ data }) => {
      for (const [address, ...values] of decode(data)) this.#hear(address, values);
    };
    this.#socket.onclose = () => {
      if (this.connected) this.dispatchEvent(new Event("close"));
      this.connected = false;
      this.values.clear(); // the next one may stand elsewhere: a switch must not turn off what is off there
      for (const asked of [...this.#asked]) this.#settle(asked, "reject", new Error("the instrument is gone"));
      setTimeout(() => this.#open(), AGAIN[Math.min(this.#tries++, AGAIN.length - 1)]);
    };
  }

  #renew() {
    for (const [pattern, { rate }] of this.#followed) this.#put(encode("/gan/subscribe", [pattern, rate]));
  }

  #flush() {
    if (!this.#pending.size) return;
    const messages = [...this.#pending].map(([address, values]) => encode(address, values));
    this.#pending.clear();
    this.#put(messages.length === 1 ? messages[0] : bundle(messages));
  }

  #put(bytes) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  #hear(address, values) {
    if (address === "/done" || address === "/fail") {
      const [about, ...rest] = values;
      const asked = this.#asked.find((each) => each.address === about);
      if (asked)
        this.#settle(
          asked,
          address === "/done" ? "resolve" : "reject",
          address === "/done" ? rest : new Error(rest.join(" ")),
        );
      else if (address === "/fail")
        this.dispatchEvent(new CustomEvent("fail", { detail: `${about}: ${rest.join(" ")}` }));
      return;
    }
    if (address === "/synced") {
      const done = this.#asked.find(({ number }) => number === values[0]);
      return done && this.#settle(done, "resolve", []);
    }
    const asked = this.#asked.find(
      (each) => each.question && (each.address === address || `${each.address}.reply` === address),
    );
    if (asked) this.#settle(asked, "resolve", values);
    if (performance.now() - (this.#set.get(address) ?? -OWN) < OWN) return;
    if (address.startsWith("/gan/")) this.#know(address, values);
  }

  #settle(asked, how, told) {
    const at = this.#asked.indexOf(asked);
    if (at < 0) return;
    this.#asked.splice(at, 1);
    asked[how](told);
  }

  #know(address, values) {
    this.values.set(address, values);
    for (const act of this.#listeners.get(address) ?? []) act(...values);
  }
}
