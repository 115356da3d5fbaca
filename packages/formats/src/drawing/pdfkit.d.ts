/** What we use of pdfkit 0.20, which brings no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  /** A piece of the structure of a tagged document. What is added to one that hangs in the tree is drawn at once. */
  export interface Element {
    readonly dictionary: unknown;
    add(child: Element | (() => void)): this;
    end(): void;
  }
  type ElementOptions = {
    readonly scope?: 'Row' | 'Column';
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
    struct(type: string, options: ElementOptions, children?: readonly Element[] | (() => void)): Element;
    lineWidth(points: number): this;
    stroke(colour: string): this;
    addPage(): this;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    switchToPage(at: number): unknown;
    markContent(tag: string, options: { readonly type: string }): this;
    endMarkedContent(): this;
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string): this;
    fontSize(points: number): this;
    fillColor(colour: string): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: { readonly lineBreak: false }): this;
    addStructure(element: Element): this;
    end(): void;
  }
  const PDFDocument: new (options: Readonly<Record<string, unknown>>) => PDFDocument;
  export { PDFDocument as default };
}
