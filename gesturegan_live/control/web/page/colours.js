// A voice has one colour wherever it is seen.

const HUES = [205, 32, 145, 330, 265, 80, 175, 0];

export const hue = (voice) => HUES[voice % HUES.length];

/** The colour of a voice (from 0), for what is drawn on the theme's ground. */
export const colour = (voice, alpha = 1) => `hsl(${hue(voice)} ${isDark() ? "75% 66%" : "70% 40%"} / ${alpha})`;

const dark = matchMedia("(prefers-color-scheme: dark)");
export const isDark = () => dark.matches;
export const onTheme = (act) => dark.addEventListener("change", act);

/** 256 colours (32-bit pixels) from silence to the loudest, of a voice. */
export function ramp(voice) {
  const found = new Uint32Array(256);
  const base = hue(voice);
  for (let level = 0; level < 256; level += 1) {
    const t = (level / 255) ** 1.15;
    const turned = base + 38 * (t - 0.45);
    const [r, g, b] = isDark()
      ? rgb(turned, 0.72 - 0.15 * t, 0.065 + 0.86 * t ** 1.25)
      : rgb(turned, 0.62 + 0.2 * t, 0.965 - 0.8 * t ** 1.1);
    found[level] = (255 << 24) | (b << 16) | (g << 8) | r;
  }
  return found;
}

function rgb(h, s, l) {
  const a = s * Math.min(l, 1 - l);
  const part = (n) => {
    const k = (n + (h + 720) / 30) % 12;
    return Math.round(255 * (l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
