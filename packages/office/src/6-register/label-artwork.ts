import type { EditionRef, LabelId } from '@assay/vocabulary/ids';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import {
  artwork,
  printSize,
  type ArtworkAsked,
  type ArtworkRefusal,
  type PrintSize,
  type ToDraw,
} from '../5-label/artwork/artwork.ts';
import { labelCode, labelFacts, printLanguages, type NoWords } from '../5-label/artwork/label-facts.ts';
import { VARIANTS, type Variant } from '../5-label/artwork/layout.ts';
import { loadSentences } from '../5-label/artwork/sentences.ts';
import type { Office } from '../office.ts';
import { publicFile, publicRecordOf, type PublicFile } from './public-desk.ts';

/** The office, and the folder that holds `texts/`. */
type Printing = Parameters<typeof publicFile>[0] & Pick<Office, 'library'> & { readonly home: string };

/** `plain`: the address alone; `offline`: with the signed words by which a scanner verifies it without a connection. */
export const CODES = ['plain', 'offline'] as const;
export type Code = (typeof CODES)[number];

export type LabelArtworkAsked = ArtworkAsked & { readonly language: string; readonly code: Code };

/** Artwork is given out only while the label may be relied on: what is printed outlives what it says. */
export type NotInForce = { readonly code: 'label-not-in-force'; readonly state: LabelRecord['state'] };
export type LabelArtworkRefusal = ArtworkRefusal | NoWords | NotInForce;

/** Like the other files of a label. */
const MAX_AGE = 60;

/** A label's print file; absent where there is no such label. Refused unless the label is public and valid now. */
export async function labelArtwork(
  office: Printing,
  id: LabelId,
  { language, code, ...asked }: LabelArtworkAsked,
): Promise<Result<PublicFile, LabelArtworkRefusal> | undefined> {
  const record = await publicRecordOf(office, id);
  if (!record) return undefined;
  const label = await toDraw(office, record, { language, code });
  if (!label.ok) return label;
  const made = await artwork(label.value, asked);
  return made.ok ? ok({ ...made.value, maxAge: MAX_AGE }) : made;
}

/** What somebody must know before printing a label. */
export type PrintGuide = {
  readonly languages: readonly string[];
  readonly alternative: string;
  readonly sizes: readonly (Pick<PrintSize, 'widthMm' | 'heightMm'> & {
    readonly variant: Variant;
    readonly code: Code;
  })[];
  /** What the label of the scheme itself carries, in its words; we draw none of it. Absent where it has none. */
  readonly own?: { readonly elements: readonly string[]; readonly altText: string };
};

/** How a label can be printed in a language; absent where there is no such label. */
export async function printGuide(
  office: Printing,
  id: LabelId,
  language: string,
): Promise<Result<PrintGuide, LabelArtworkRefusal> | undefined> {
  const record = await publicRecordOf(office, id);
  if (!record) return undefined;
  const sizes: PrintGuide['sizes'][number][] = [];
  let alternative = '';
  for (const code of CODES) {
    const label = await toDraw(office, record, { language, code });
    if (!label.ok) return label;
    for (const variant of VARIANTS) {
      const size = printSize(label.value, { variant });
      if (!size.ok) return size;
      const { widthMm, heightMm } = size.value;
      sizes.push({ variant, code, widthMm, heightMm });
      alternative = size.value.alternative;
    }
  }
  const { edition } = record.scheme;
  const own = ownLabel(office, edition, language);
  return ok({ languages: printLanguages(office.library, edition), alternative, sizes, ...(own && { own }) });
}

async function toDraw(
  office: Printing,
  record: LabelRecord,
  { language, code }: Pick<LabelArtworkAsked, 'language' | 'code'>,
): Promise<Result<ToDraw, NoWords | NotInForce>> {
  if (record.state !== 'valid') return refuse({ code: 'label-not-in-force', state: record.state });
  const { labelId, sandbox, product, level, scheme } = record;
  const { brand, name, models } = product;
  const label = {
    ...{ labelId, sandbox, host: office.host, programme: office.programme.title },
    ...{ edition: scheme.edition, rank: level.rank },
    product: { brand, name, model: models[0] ?? name },
  };
  const told = labelFacts(office.library, label, language);
  if (!told.ok) return told;
  const say = await loadSentences(office.home, told.value.language);
  const published = code === 'offline' ? await offlineText(office, labelId) : undefined;
  return ok({ ...told.value, say, symbol: labelCode(label, published) });
}

async function offlineText(office: Printing, id: LabelId): Promise<string> {
  const file = await publicFile(office, `/L/${id}/offline-code.txt`);
  if (!file) throw new Error(`${id} is public without its offline code`);
  return new TextDecoder().decode(file.bytes);
}

function ownLabel({ library }: Printing, edition: EditionRef, language: string): PrintGuide['own'] {
  const scheme = library.catalogue.schemes.get(edition);
  const texts = library.texts.get(scheme?.id ?? '')?.get(language) ?? {};
  const said = (key: string) => texts[key] ?? key;
  return scheme?.label && { elements: scheme.label.elements.map(said), altText: said(scheme.label.altText) };
}
