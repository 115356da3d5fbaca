import { strToU8, zipSync } from 'fflate';

/** A cell as XML, or text that becomes one. */
export type CellXml = string | { readonly xml: string };
export type SheetXml = {
  readonly name: string;
  readonly rows: readonly (readonly CellXml[])[];
  readonly state?: 'hidden';
  readonly hiddenRows?: readonly number[];
  /** XML after the rows. */
  readonly after?: string;
};

/** The bytes of an XLSX workbook, written without any of the code under test; `more` adds or replaces parts. */
export function workbook(
  sheets: readonly SheetXml[],
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets
      .map(
        ({ name, state }, at) =>
          `<sheet name="${name}" sheetId="${String(at + 1)}" r:id="r${String(at)}"${state ? ` state="${state}"` : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_, at) => `<Relationship Id="r${String(at)}" Target="worksheets/sheet${String(at + 1)}.xml"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(
      sheets.map((sheet, at) => [`xl/worksheets/sheet${String(at + 1)}.xml`, sheetXml(sheet)]),
    ),
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

function sheetXml({ rows, hiddenRows = [], after = '' }: SheetXml): string {
  const lines = rows.map((cells, at) => {
    const hidden = hiddenRows.includes(at + 1) ? ' hidden="1"' : '';
    const told = cells.map((cell, column) =>
      cellXml(cell, `${String.fromCharCode(65 + column)}${String(at + 1)}`),
    );
    return `<row r="${String(at + 1)}"${hidden}>${told.join('')}</row>`;
  });
  return `<worksheet><sheetData>${lines.join('')}</sheetData>${after}</worksheet>`;
}

function cellXml(cell: CellXml, ref: string): string {
  if (typeof cell !== 'string') return cell.xml.replace('<c', `<c r="${ref}"`);
  const text = cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
}
