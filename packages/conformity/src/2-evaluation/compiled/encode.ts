import type { Dossier, FactAnswer } from '@assay/vocabulary/dossier';
import { splitProvisionRef, type EditionRef } from '@assay/vocabulary/ids';
import { refuse, ok, type Result } from '@assay/vocabulary/result';
import type { Method } from '@assay/vocabulary/scheme';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import type { Submission } from '../collect.ts';
import type { Requirement } from '../requirement.ts';
import { hear, placesOf } from './heard.ts';
import { judgeStep, sightOf } from './judge-step.ts';
import { everyProvision, laid, type LaidDemand, type Layout } from './layout.ts';
import { stepsFor } from './plan.ts';
import { CATEGORY_AT, CODES, shapeOf, type RecordShape } from './record.ts';

/** Encodes one submission after another; each is a record of `words` words, written over what is in `into` at `at`. */
export type Encoder = {
  readonly words: number;
  readonly encode: (submission: Submission, into: Int32Array, at: number) => void;
};

export type OtherCatalogue = { readonly code: 'layout-of-other-standards'; readonly provisions: string };

/**
 * Makes the encoder of a layout. Every provision is settled by the reference interpreter, or by what it made of the same
 * plain word before, as if it applied: whether it does is judged with the edition. Refuses a catalogue in which a
 * provision of the layout is another.
 */
export function encoderOf(layout: Layout, catalogue: Catalogue): Result<Encoder, OtherCatalogue> {
  const requirements = settledRequirements(layout, catalogue);
  if (!requirements.ok) return requirements;
  const shape = shapeOf(layout);
  const readings = [false, true].flatMap((exempt) =>
    layout.demands.map((demand, number) => ({
      demand,
      plan: stepsFor(
        requirements.value.map((one) => asking(one, demand, exempt)),
        placesOf(catalogue),
      ),
      declaredAt: number === 0 ? shape.readingAt(exempt, 'declared') : -1,
      assessedAt: shape.readingAt(exempt, number),
    })),
  );
  const encode: Encoder['encode'] = (submission, into, at) => {
    into.fill(0, at, at + shape.words);
    const { dossier } = submission;
    into[at + CATEGORY_AT] = layout.categories.indexOf(dossier.product.category) + 1;
    writeFacts(layout, shape, dossier, into.subarray(at, at + shape.words));
    const heard = hear(catalogue, submission);
    for (const { demand, plan, declaredAt, assessedAt } of readings) {
      const sight = sightOf(plan, heard, { scheme: demand.scheme, asOf: layout.asOf, bodies: layout.bodies });
      for (const [slot, step] of plan.steps.entries()) {
        const { outcome, assessed } = judgeStep(step, sight, false).finding;
        if (declaredAt >= 0) writeCode(CODES[outcome], slot, { into, at: at + declaredAt, shape });
        writeCode(CODES[assessed], slot, { into, at: at + assessedAt, shape });
      }
    }
  };
  return ok({ words: shape.words, encode });
}

function settledRequirements(
  { provisions }: Layout,
  catalogue: Catalogue,
): Result<readonly Requirement[], OtherCatalogue> {
  const standards = new Set(provisions.map(({ ref }) => splitProvisionRef(ref).edition));
  const known = new Map(
    [...standards]
      .filter((standard: EditionRef) => catalogue.standards.has(standard))
      .flatMap((standard) => everyProvision(standard, catalogue))
      .map((one) => [one.ref, one]),
  );
  const found = provisions.map(({ ref, rests }) => {
    const one = known.get(ref);
    return one && laid(one).rests === rests ? one : ref;
  });
  const others = found.filter((one) => typeof one === 'string');
  return others.length > 0
    ? refuse({ code: 'layout-of-other-standards', provisions: others.join(', ') })
    : ok(found.filter((one) => typeof one !== 'string'));
}

/** The requirement as one edition or another may ask for it, without the conditions under which it applies. */
function asking(requirement: Requirement, demand: LaidDemand, justifiedNotApplicable: boolean): Requirement {
  const { activity, party, competence, maxAgeDays } = demand;
  const method: Method = { ...requirement.method, activity, party, competence };
  return { ...requirement, applies: [], method, maxAgeDays: maxAgeDays ?? undefined, justifiedNotApplicable };
}

type Place = { readonly into: Int32Array; readonly at: number; readonly shape: RecordShape };

function writeCode(code: number, slot: number, { into, at, shape: { planeWords } }: Place): void {
  const word = at + (slot >> 5);
  const bit = slot & 31;
  into[word] = (into[word] ?? 0) | ((code >> 2) << bit);
  into[word + planeWords] = (into[word + planeWords] ?? 0) | (((code >> 1) & 1) << bit);
  into[word + 2 * planeWords] = (into[word + 2 * planeWords] ?? 0) | ((code & 1) << bit);
}

/** Facts as they are, so that a condition with another number or choice can still be judged. */
function writeFacts(layout: Layout, shape: RecordShape, dossier: Dossier, record: Int32Array): void {
  for (const [number, { id, choices }] of layout.facts.entries()) {
    const place = shape.facts[number];
    const answer = Object.hasOwn(dossier.facts, id) ? dossier.facts[id] : undefined;
    if (!place) continue;
    if (place.type === 'yes-no') {
      const word = answer === 'yes' ? place.yes : answer === 'no' ? place.no : undefined;
      if (word !== undefined) record[word] = (record[word] ?? 0) | (1 << place.bit);
    } else if (place.type === 'choice') record[place.at] = choiceCode(answer, choices);
    else writeNumber(typeof answer === 'number' ? answer : NaN, place.at, record);
  }
}

/** 0 unknown, the number of the choice from 1, and one more for any other word. */
function choiceCode(answer: FactAnswer | undefined, choices: readonly string[]): number {
  if (typeof answer !== 'string' || answer === 'unknown') return 0;
  const number = choices.indexOf(answer);
  return number < 0 ? choices.length + 1 : number + 1;
}

function writeNumber(value: number, at: number, record: Int32Array): void {
  record.set(new Int32Array(new Float64Array([value]).buffer), at);
}
