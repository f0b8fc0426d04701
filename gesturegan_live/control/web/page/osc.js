// Open Sound Control 1.0, as the instrument speaks it: numbers, texts and bytes; bundles are opened as they come.

const texts = new TextEncoder(),
  reading = new TextDecoder();
const AT_ONCE = [0x23, 0x62, 0x75, 0x6e, 0x64, 0x6c, 0x65, 0, 0, 0, 0, 0, 0, 0, 0, 1]; // "#bundle", time tag 1

const padded = (text) => {
  const bytes = texts.encode(text);
  const whole = new Uint8Array((bytes.length + 4) & ~3);
  whole.set(bytes);
  return whole;
};

const joined = (parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
};

const number = (value, whole) => {
  const bytes = new DataView(new ArrayBuffer(4));
  whole ? bytes.setInt32(0, value) : bytes.setFloat32(0, value);
  return new Uint8Array(bytes.buffer);
};

/** One message; whole numbers go as `i`, others as `f`. */
export function encode(address, values) {
  let types = ",";
  const parts = values.map((value) => {
    if (typeof value === "string") return ((types += "s"), padded(value));
    const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    types += whole ? "i" : "f";
    return number(value, whole);
  });
  return joined([padded(address), padded(types), ...parts]);
}

/** Messages that are to be obeyed together, at once. */
export const bundle = (messages) =>
  joined([new Uint8Array(AT_ONCE), ...messages.flatMap((message) => [number(message.length, true), message])]);

/** All messages of a packet: [address, ...values] each. */
export function decode(buffer) {
  const view = new DataView(buffer);
  const found = [];
  open(view, 0, view.byteLength, found);
  return found;
}

function open(view, start, end, found) {
  if (view.getUint8(start) === 0x23) {
    for (let at = start + 16; at < end;) {
      const size = view.getInt32(at);
      open(view, at + 4, at + 4 + size, found);
      at += 4 + size;
    }
    return;
  }
  let at = start;
  const text = () => {
    let stop = at;
    while (view.getUint8(stop)) stop += 1;
    const read = reading.decode(new Uint8Array(view.buffer, view.byteOffset + at, stop - at));
    at += (stop - at + 4) & ~3;
    return read;
  };
  const message = [text()];
  for (const type of text().slice(1)) {
    if (type === "s") message.push(text());
    else if (type === "i") message.push(view.getInt32((at += 4) - 4));
    else if (type === "f") message.push(view.getFloat32((at += 4) - 4));
    else if (type === "b") at += 4 + ((view.getInt32(at) + 3) & ~3);
  }
  found.push(message);
}
