/** Draws the path of an SVG of ours on a raster and lets a reader from other hands look at it. */
export function scan(
  svg: string,
  reader: (pixels: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null,
  pixels = 4,
): string | undefined {
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const width = side * pixels;
  const raster = new Uint8ClampedArray(width * width * 4).fill(255);
  const dark = /<path fill="#000" d="([^"]+)"/.exec(svg)?.[1] ?? '';
  for (const [, x, y, run] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let py = Number(y) * pixels; py < (Number(y) + 1) * pixels; py += 1) {
      for (let px = Number(x) * pixels; px < (Number(x) + Number(run)) * pixels; px += 1)
        raster.set([0, 0, 0], (py * width + px) * 4);
    }
  }
  return reader(raster, width, width)?.data;
}
