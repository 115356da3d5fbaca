/** What we use of pdfkit 0.20, which brings no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  type Element = { readonly dictionary: unknown };
  type ElementOptions = {
    readonly alt?: string;
    readonly lang?: string;
    readonly bbox?: readonly number[];
  };
  interface PDFDocument extends Readable {
    save(): this;
    restore(): this;
    scale(factor: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): this;
    closePath(): this;
    fill(colour: readonly number[]): this;
    struct(type: string, options: ElementOptions, children: readonly Element[] | (() => void)): Element;
    addStructure(element: Element): this;
    end(): void;
  }
  const PDFDocument: new (options: Readonly<Record<string, unknown>>) => PDFDocument;
  export { PDFDocument as default };
}
