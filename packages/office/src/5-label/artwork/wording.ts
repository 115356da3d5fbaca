import { labelUrl } from '@assay/attestation/qr/label-url';
import type { LabelSymbol } from '@assay/attestation/qr/label-symbol';
import { missingLetters } from '@assay/formats/drawing/typeface';
import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { ArtworkLanguage, Say } from './sentences.ts';

/** What a label states on print: public, proven by its credential, and in the words of its scheme. */
export type LabelFacts = {
  readonly labelId: LabelId;
  readonly host: string;
  readonly sandbox: boolean;
  /** Who labels, and by whose rules. */
  readonly programme: string;
  readonly scheme: string;
  /** `of` 1: the scheme has no levels, the label is there or not. */
  readonly level: { readonly rank: number; readonly of: number; readonly name: string };
  readonly product: { readonly brand: string; readonly name: string; readonly model: string };
};

/** Every line of a label in one language. */
export type Wording = {
  readonly language: ArtworkLanguage;
  readonly title: string;
  /** What somebody is told who cannot see the label. */
  readonly alternative: string;
  /** Absent where the programme is no sandbox. */
  readonly sandbox?: { readonly plate: string; readonly notReal: string };
  readonly programme: string;
  /** Steps of the level; absent where there is one level alone. */
  readonly steps?: { readonly rank: number; readonly of: number; readonly says: string };
  readonly levelName: string;
  readonly brand: string;
  readonly product: string;
  readonly model: string;
  /** The label id in groups that can be read aloud and typed. */
  readonly code: string;
  readonly address: string;
  readonly scan: string;
  readonly rules: string;
};

export type NotPrintable = { readonly code: 'letters-not-in-typeface'; readonly letters: string };

type Told = { readonly facts: LabelFacts; readonly language: ArtworkLanguage; readonly say: Say };

/** The lines of a label; refuses letters that the typeface does not have, for none may silently be left out. */
export function wordingOf(
  { facts, language, say }: Told,
  profile: LabelSymbol['profile'],
): Result<Wording, NotPrintable> {
  const { labelId, programme, scheme, level, product } = facts;
  const address = labelUrl(facts.host, labelId).replace(/^https?:\/\//, '');
  const code = labelId.replace(/^(..)(....)(....)(.)$/, '$1 $2 $3 $4');
  const sandbox = facts.sandbox ? 'yes' : 'no';
  const says = say('level', { rank: String(level.rank), of: String(level.of) });
  const wording: Wording = {
    language,
    title: say('title', { sandbox, id: labelId }),
    alternative: say('alternative', {
      ...{ sandbox, id: labelId, programme, scheme, address, level: says, levelName: level.name },
      ...{ levels: level.of === 1 ? 'no' : 'yes', brand: product.brand, product: product.name },
      model: product.model,
    }),
    ...(facts.sandbox && { sandbox: { plate: say('sandbox'), notReal: say('notReal') } }),
    programme,
    ...(level.of !== 1 && { steps: { rank: level.rank, of: level.of, says } }),
    levelName: level.name,
    brand: product.brand,
    product: product.name,
    model: say('model', { model: product.model }),
    code,
    address,
    scan: say(profile === 'P1' ? 'scan' : 'scanOffline'),
    rules: say('rules', { scheme }),
  };
  const letters = missingLetters(printedLines(wording).join(''));
  return letters.length === 0
    ? ok(wording)
    : refuse({ code: 'letters-not-in-typeface', letters: letters.slice(0, 12).join(' ') });
}

function printedLines({ sandbox, steps, ...lines }: Wording): readonly string[] {
  const { programme, levelName, brand, product, model, code, address, scan, rules } = lines;
  return [
    ...(sandbox ? [sandbox.plate, sandbox.notReal] : []),
    ...(steps ? [steps.says] : []),
    ...[programme, levelName, brand, product, model, code, address, scan, rules],
  ];
}
