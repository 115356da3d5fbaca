import type { JSX } from 'preact';

type Code = {
  /** Drawing of the code, as published. */
  readonly svg: string;
  /** Address of the drawing. */
  readonly path: string;
  /** What the code opens. */
  readonly address: string;
};

/** The QR code as vector figure inside the page; at least 15 mm in print (`reference/trust-layer.md` section 9). */
export function QrFigure({ svg, path, address }: Code): JSX.Element {
  return (
    <figure class="qr">
      {isNamedDrawing(svg) ? (
        <div dangerouslySetInnerHTML={{ __html: svg.trim() }} />
      ) : (
        <img src={path} alt={`QR code that opens ${address}`} width="144" height="144" />
      )}
      <figcaption>Opens this page</figcaption>
    </figure>
  );
}

/** One svg element of shapes that brings its own name, and nothing that runs, loads or styles. */
function isNamedDrawing(svg: string): boolean {
  const tags = [...svg.matchAll(/<\s*\/?\s*([a-z]+)/gi)].map(([, name]) => name);
  const shapes = new Set<string | undefined>(['svg', 'path', 'title', 'desc']);
  return (
    /^\s*<svg\s/.test(svg) &&
    /<title[\s>]/.test(svg) &&
    tags.every((name) => shapes.has(name)) &&
    !/\s(on\w+|style|(xlink:)?href)\s*=/i.test(svg)
  );
}
