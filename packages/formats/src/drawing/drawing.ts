/**
 * One move of a pen, in units of the drawing from its upper left corner: to a point, in a straight line, in a cubic
 * curve by two handles, back to where it began.
 */
export type Step =
  | readonly ['M' | 'L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];

/** A filled outline (non-zero winding). Later shapes lie over earlier ones. */
export type Shape = {
  readonly ink: 'black' | 'white';
  readonly path: readonly Step[];
  /** All its edges lie on whole units, and a raster must not soften them. */
  readonly crisp: boolean;
};

/**
 * A picture for print in one ink, made of nothing but outlines: whatever writes it needs no font and makes no choice, so
 * that SVG, PNG and PDF show the same. Width and height are whole units.
 */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  /** Printed width of a unit in millimetres. */
  readonly unitMm: number;
  /** What the picture is, without signs that XML reserves; and what somebody is told who cannot see it. */
  readonly title: string;
  readonly description: string;
  /** Language of title and description, such as `en`. */
  readonly language: string;
  readonly shapes: readonly Shape[];
};

/** Coordinates have two decimals, some micrometres of print, so that every writer writes the same numbers. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A rectangle from its upper left corner. */
export function rectangle(x: number, y: number, width: number, height: number): readonly Step[] {
  return polygon([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]);
}

/** A closed outline of straight edges. */
export function polygon(points: readonly (readonly [number, number])[]): readonly Step[] {
  const steps = points.map(([x, y], i): Step => [i === 0 ? 'M' : 'L', rounded(x), rounded(y)]);
  return [...steps, ['Z']];
}
