import { inflateSync } from 'node:zlib';

/**
 * What a PDF says to whoever has it read aloud or searches it, in the order in which it is drawn, without white space: the
 * glyphs of each text through the table of its typeface (ISO 32000-1, 9.10.3).
 */
export function pdfWords(bytes: Uint8Array): string {
  const objects = objectsOf(Buffer.from(bytes));
  const fonts = fontsOf(objects);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary));
  return pages
    .flatMap(({ dictionary }) => [...dictionary.matchAll(/\/Contents (\d+) 0 R/g)])
    .map(([, id = '']) => said(objects.get(id)?.stream ?? '', fonts))
    .join('')
    .replaceAll(/\s+/g, '');
}

type PdfObject = { readonly dictionary: string; readonly stream: string };
/** For each typeface of the document by its name, the text of each glyph. */
type Fonts = ReadonlyMap<string, ReadonlyMap<string, string>>;

function objectsOf(bytes: Buffer): ReadonlyMap<string, PdfObject> {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/^(\d+) 0 obj$/gm)].map((head): readonly [string, PdfObject] => {
    const at = head.index + head[0].length;
    const end = text.indexOf('endobj', at);
    const begins = text.indexOf('\nstream\n', at);
    const hasStream = begins >= 0 && begins < end;
    const dictionary = text.slice(at, hasStream ? begins : end);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const from = begins + '\nstream\n'.length;
    const packed = hasStream && dictionary.includes('/FlateDecode');
    const stream = packed ? inflateSync(bytes.subarray(from, from + length)).toString('latin1') : '';
    return [head[1] ?? '', { dictionary, stream }];
  });
  return new Map(found);
}

function fontsOf(objects: ReadonlyMap<string, PdfObject>): Fonts {
  const named = [...objects.values()].flatMap(({ dictionary }) => [
    ...dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g),
  ]);
  return new Map(
    named.map(([, name = '', id = '']) => {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.dictionary ?? '')?.[1] ?? '';
      return [name, glyphsOf(objects.get(table)?.stream ?? '')];
    }),
  );
}

function glyphsOf(table: string): ReadonlyMap<string, string> {
  const ranges = [...table.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)];
  return new Map(
    ranges.flatMap(([, first = '', texts = '']) =>
      [...texts.matchAll(/<([0-9a-f ]*)>/gi)].map(
        ([, units = ''], i) =>
          [hex(Number.parseInt(first, 16) + i), utf16(units.replaceAll(' ', ''))] as const,
      ),
    ),
  );
}

function said(content: string, fonts: Fonts): string {
  let glyphs: ReadonlyMap<string, string> = new Map();
  return [...content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)]
    .map(([, font, shown = '']) => {
      if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
      const codes = [...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(
        ([, all = '']) => all.match(/.{4}/g) ?? [],
      );
      return codes.map((code) => glyphs.get(code.toLowerCase()) ?? '\ufffd').join('');
    })
    .join('');
}

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}

function utf16(units: string): string {
  return (units.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
}
