/** What we use of fontkit 2, which brings no types. */
declare module 'fontkit' {
  export type Font = {
    /** Height of a lower-case x, in units of the font. */
    readonly xHeight: number;
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(point: number): boolean;
    layout(text: string): {
      readonly glyphs: readonly {
        readonly path: {
          readonly commands: readonly {
            readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
            readonly args: readonly number[];
          }[];
        };
      }[];
      readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number }[];
    };
  };
  export function create(bytes: Uint8Array): Font;
}
