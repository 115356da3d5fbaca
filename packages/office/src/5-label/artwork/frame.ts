import { polygon, rectangle, type Shape } from '@assay/formats/drawing/drawing';

/** Units of border and of the white inside it. */
export const BORDER = 3;
export const PADDING = 2;

/** The border of a label: hatched all around where it is a sandbox's, a thin line where it is not. */
export function frame(width: number, height: number, sandbox: boolean): readonly Shape[] {
  const ground: Shape = { ink: 'white', crisp: true, path: rectangle(0, 0, width, height) };
  const line = (inset: number): readonly Shape[] => [
    { ink: 'black', crisp: true, path: rectangle(inset, inset, width - 2 * inset, height - 2 * inset) },
    {
      ink: 'white',
      crisp: true,
      path: rectangle(inset + 1, inset + 1, width - 2 * inset - 2, height - 2 * inset - 2),
    },
  ];
  if (!sandbox) return [ground, ...line(BORDER - 1)];
  const inside = rectangle(BORDER, BORDER, width - 2 * BORDER, height - 2 * BORDER);
  return [
    ground,
    { ink: 'black', crisp: false, path: stripes(width, height) },
    { ink: 'white', crisp: true, path: inside },
  ];
}

const STRIPE = 3;

/** Stripes at 45 degrees over the whole field, cut at its edges. */
function stripes(width: number, height: number): Shape['path'] {
  const paths: Shape['path'][] = [];
  for (let start = 0; start < width + height; start += 2 * STRIPE)
    paths.push(polygon(cut(start, start + STRIPE, width, height)));
  return paths.flat();
}

/** The part of a field where `from <= x + y <= to`: a convex figure of up to six corners. */
function cut(
  from: number,
  to: number,
  width: number,
  height: number,
): readonly (readonly [number, number])[] {
  const along = (sum: number): readonly [readonly [number, number], readonly [number, number]] => [
    sum <= width ? [sum, 0] : [width, sum - width],
    sum <= height ? [0, sum] : [sum - height, height],
  ];
  const end = Math.min(to, width + height);
  const [nearTop, nearLeft] = along(from);
  const [farTop, farLeft] = along(end);
  const isCornerOnTop = from < width && end > width;
  const isCornerBelow = from < height && end > height;
  return [
    nearTop,
    ...(isCornerOnTop ? [[width, 0] as const] : []),
    farTop,
    farLeft,
    ...(isCornerBelow ? [[0, height] as const] : []),
    nearLeft,
  ];
}
