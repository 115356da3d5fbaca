/** Assay and its peers on the same dossiers, each as a function from the number of a dossier to its answer. */
import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { standardProfile } from '@assay/conformity/0-programme/standard-profile';
import { compileEdition } from '@assay/conformity/2-evaluation/compiled/compile';
import { encoderOf } from '@assay/conformity/2-evaluation/compiled/encode';
import { explain } from '@assay/conformity/2-evaluation/compiled/explain';
import { layoutOf } from '@assay/conformity/2-evaluation/compiled/layout';
import { weigherOf } from '@assay/conformity/2-evaluation/compiled/weigh';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { readDocument } from '@assay/vocabulary/schema';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { DAY, dossierOf, factsOfStandard } from './dossiers.ts';
import { ajvPeer } from './peers/ajv.ts';
import { celPeer } from './peers/cel.ts';
import { enginePeer } from './peers/json-rules-engine.ts';
import { levelsOf, rulesOf, sheetOf, type Answer } from './rules.ts';

export type Contestant = {
  readonly name: string;
  /** Whatever must be fresh for each round and is not measured: documents parsed anew. */
  readonly prepare?: () => void;
  readonly judge: (dossier: number) => Answer | Promise<Answer>;
};

const ASKED = 2;

/** Everybody, on `count` dossiers of one standard. */
export function contestants(catalogue: Catalogue, standard: StandardEdition, count: number) {
  const facts = factsOfStandard(catalogue, standard);
  const texts = Array.from({ length: count }, (_, seed) => JSON.stringify(dossierOf(standard, facts, seed)));
  let parsed = texts.map(parseDossier);
  const sheets = parsed.map((dossier) => sheetOf(standard, dossier));
  const rules = rulesOf(standard);
  const levels = levelsOf(standard);
  const ajv = ajvPeer(rules, levels);
  const cel = celPeer(rules, levels);
  const engine = enginePeer(rules, levels);
  const input = { scheme: standardProfile(standard), catalogue, bodies: [], asOf: DAY, asked: ASKED };
  const on = (number: number) => ({ dossier: at(parsed, number), reports: [] });
  const weighed = encodedWeigher(input, parsed);
  const list: readonly Contestant[] = [
    { name: 'assay, from the encoded form', judge: weighed },
    {
      name: 'assay, all reasons',
      prepare: () => {
        parsed = texts.map(parseDossier);
      },
      judge: (number) => {
        const { level, counts } = explain({ ...input, submission: on(number) });
        return { level: level.declared, counts };
      },
    },
    {
      name: 'assay, reference interpreter',
      judge: (number) => {
        const { level, counts } = evaluate({ ...input, submission: on(number) });
        return { level: level.declared, counts };
      },
    },
    { name: 'ajv, compiled schemas', judge: (number) => ajv(at(sheets, number)) },
    { name: 'CEL', judge: (number) => cel(at(sheets, number)) },
    { name: 'json-rules-engine', judge: (number) => engine(at(sheets, number)) },
  ];
  return { list, rules: rules.length };
}

type Input = Omit<Parameters<typeof evaluate>[0], 'submission'>;

function encodedWeigher(input: Input, dossiers: readonly Dossier[]): Contestant['judge'] {
  const layout = layoutOf({ ...input, schemes: [input.scheme] });
  const encoder = encoderOf(layout, input.catalogue);
  const compiled = compileEdition({ ...input, layout });
  if (!encoder.ok || !compiled.ok) throw new Error('the layout is made for this very edition');
  const { words, encode } = encoder.value;
  const records = new Int32Array(words * dossiers.length);
  for (const [number, dossier] of dossiers.entries())
    encode({ dossier, reports: [] }, records, number * words);
  const { levelsAndCounts } = weigherOf(compiled.value, input.asked);
  return (number) => {
    const { level, counts } = levelsAndCounts(records, number * words);
    return { level: level.declared, counts };
  };
}

function parseDossier(text: string): Dossier {
  return JSON.parse(text) as Dossier;
}

/** Complains where an invented dossier is none. */
export function checkDossiers(catalogue: Catalogue, standard: StandardEdition): void {
  const read = readDocument(DossierKind, dossierOf(standard, factsOfStandard(catalogue, standard), 1));
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
}

function at<T>(list: readonly T[], place: number): T {
  const found = list[place];
  if (found === undefined) throw new Error(`nothing at ${place}`);
  return found;
}
