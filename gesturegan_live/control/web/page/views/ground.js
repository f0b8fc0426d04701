// What lies on the map beneath the voices: its axes, presets and scenes.

import { theme } from "../dom.js";

/** Draw it in CSS pixels. */
export function ground(map, context) {
  grid(map, context);
  marks(map, context);
}

function grid(map, context) {
  const { width, height, px, py } = map.scale();
  const glow = context.createRadialGradient(
    width / 2,
    height / 2,
    0,
    width / 2,
    height / 2,
    Math.hypot(width, height) / 2,
  );
  glow.addColorStop(0, theme("--ground-in"));
  glow.addColorStop(1, theme("--ground-out"));
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  context.lineWidth = 1;
  for (let line = -3; line <= 3; line += 1) {
    context.strokeStyle = theme(line ? "--line" : "--line-strong");
    context.beginPath();
    context.moveTo(width / 2 + line * px, 0);
    context.lineTo(width / 2 + line * px, height);
    context.moveTo(0, height / 2 + line * py);
    context.lineTo(width, height / 2 + line * py);
    context.stroke();
  }
  context.fillStyle = theme("--faint");
  context.font = "500 12px system-ui, sans-serif";
  const [across, up] = [map.app.about.axes[map.x], map.app.about.axes[map.y]].map(
    (axis) => axis && axis.name.replaceAll("_", " "),
  );
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.fillText(`${across ?? "no axes"} →`, width - 12, height / 2 - 6);
  context.save();
  context.translate(width / 2 + 6, 12);
  context.rotate(Math.PI / 2);
  context.textAlign = "left";
  context.fillText(`← ${up ?? ""}`, 0, -2);
  context.restore();
}

function marks(map, context) {
  const labels = [];
  const { width } = map.scale();
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const {
    name,
    kind,
    at: [x, y],
  } of map.shown()) {
    context.fillStyle = context.strokeStyle = theme(kind === "scene" ? "--accent" : "--mark");
    context.beginPath();
    if (kind === "scene") {
      context.moveTo(x, y - 6);
      for (const [dx, dy] of [
        [6, 0],
        [0, 6],
        [-6, 0],
      ])
        context.lineTo(x + dx, y + dy);
      context.closePath();
    } else context.arc(x, y, 4, 0, 7);
    context.fill();
    const wide = context.measureText(name).width;
    const beside = map.isCovered([x, y]) ? 20 : 10;
    const left = x + beside + wide < width ? x + beside : x - beside - wide;
    if (labels.every(([l, t, w]) => left > l + w || left + wide < l || Math.abs(y - t) > 14)) {
      labels.push([left, y, wide]);
      context.fillStyle = theme(kind === "scene" ? "--text" : "--dim");
      context.fillText(name, left, y);
    }
  }
}
