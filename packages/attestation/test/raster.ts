/** Pictures of our symbols, for readers from other hands to look at. */

/** RGBA, row by row. */
export type Raster = {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};

type Run = { readonly x: number; readonly y: number; readonly length: number };
type Drawn = { readonly side: number; readonly runs: readonly Run[] };

/** The path of an SVG of ours at so many whole pixels a module, quiet zone included. */
export function rasterOf(svg: string, pixels = 4): Raster {
  const { side, runs } = drawnIn(svg);
  return greyRaster(side * pixels, (data, width) => {
    for (const { x, y, length } of runs)
      for (let row = y * pixels; row < (y + 1) * pixels; row += 1)
        data.fill(0, row * width + x * pixels, row * width + (x + length) * pixels);
  });
}

export type Camera = {
  /** Pixels on a millimetre of print: a phone held at about 10 cm has 12, one held farther away 8 or 6. */
  readonly pixelsPerMm: number;
  /** Standard deviation of the blur, in pixels, and of the noise, in steps of 255. */
  readonly blur: number;
  readonly noise: number;
};

/** What a camera sees of the print: modules fall between pixels, edges are soft, and every pixel is off by chance. */
export function seenBy({ pixelsPerMm, blur, noise }: Camera, svg: string): Raster {
  const { side, runs } = drawnIn(svg);
  const millimetres = Number(/width="([\d.]+)mm"/.exec(svg)?.[1]);
  const fine = 4;
  const scale = (millimetres * pixelsPerMm * fine) / side;
  const width = Math.ceil(millimetres * pixelsPerMm);
  const big = greyRaster(width * fine, (data, wide) => {
    const at = (modules: number) => Math.min(wide, Math.round(modules * scale));
    for (const { x, y, length } of runs)
      for (let row = at(y); row < at(y + 1); row += 1)
        data.fill(0, row * wide + at(x), row * wide + at(x + length));
  });
  const sampled = greyRaster(width, (data) => {
    for (let i = 0; i < data.length; i += 1) {
      const [left, top] = [(i % width) * fine, Math.floor(i / width) * fine];
      let sum = 0;
      for (let n = 0; n < fine * fine; n += 1)
        sum += big.data[((top + Math.floor(n / fine)) * big.width + left + (n % fine)) * 4] ?? 0;
      data[i] = sum / (fine * fine);
    }
  });
  const random = noiseFrom(7);
  const soft = blurred(blurred(greyOf(sampled), width, blur, 1), width, blur, width);
  return greyRaster(width, (data) => {
    for (let i = 0; i < data.length; i += 1) data[i] = 28 + (soft[i] ?? 0) * 0.78 + random() * noise;
  });
}

function drawnIn(svg: string): Drawn {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const dark = /<path fill="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  const runs = [...dark.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)].map(([, x, y, length]) => ({
    x: Number(x),
    y: Number(y),
    length: Number(length),
  }));
  return { side, runs };
}

function greyRaster(width: number, paint: (grey: Uint8ClampedArray, width: number) => void): Raster {
  const grey = new Uint8ClampedArray(width * width).fill(255);
  paint(grey, width);
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let i = 0; i < grey.length; i += 1) data.fill(grey[i] ?? 0, i * 4, i * 4 + 3);
  return { data, width, height: width };
}

function greyOf({ data }: Raster): Float64Array {
  return Float64Array.from({ length: data.length / 4 }, (_, i) => data[i * 4] ?? 0);
}

/** A Gaussian along one axis: `step` 1 goes across, `step` of the width goes down. */
function blurred(grey: Float64Array, width: number, sigma: number, step: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const whole = weights.reduce((sum, one) => sum + one, 0);
  return grey.map((_, i) => {
    const place = step === 1 ? i % width : Math.floor(i / width);
    const sum = weights.reduce((so, weight, w) => {
      const there = Math.min(width - 1, Math.max(0, place + w - reach));
      return so + weight * (grey[i + (there - place) * step] ?? 0);
    }, 0);
    return sum / whole;
  });
}

/** Standard normal numbers, the same ones each time: an xorshift and the sum of twelve. */
function noiseFrom(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6);
}
