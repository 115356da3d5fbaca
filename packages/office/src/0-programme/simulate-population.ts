import { simulate, type Fate, type Held, type Judge } from '@assay/conformity/0-programme/simulate';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import type { View } from '@assay/conformity/2-evaluation/settle';
import { graceOf, type Grace } from '@assay/conformity/7-surveillance/grace';
import { readFileAs, type CannotRead } from '@assay/formats/read-document';
import type { Gap } from '@assay/vocabulary/evaluation';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ProgrammeKind, type RecognisedBody } from '@assay/vocabulary/programme';
import type { HeldLabel, ReleaseGuard } from '@assay/vocabulary/release-guard';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { readPapers } from '../2-evaluation/papers.ts';
import type { Library } from './load-library.ts';
import { populationOf, productIn, type NoPopulation, type NotReadable } from './population.ts';

export type Simulation = {
  readonly folder: string;
  readonly next: SchemeEdition;
  readonly was?: SchemeEdition;
  /** What every product is taken to hold that does not state it. */
  readonly level?: number;
  readonly asOf: CalendarDate;
  readonly view: View;
  readonly programme?: string;
};

/** One product of the population and what the edition makes of its label. */
export type ProductFate = { readonly product: string; readonly name: string; readonly fate: Fate };
/** One that could not be judged, and why: never left out in silence. */
export type ProductUnreadable = { readonly product: string; readonly refusal: NotReadable };

export type Simulated = {
  readonly next: EditionRef;
  readonly was?: EditionRef;
  readonly inForce: CalendarDate;
  readonly grace: Grace;
  readonly asOf: CalendarDate;
  readonly products: readonly ProductFate[];
  readonly unreadable: readonly ProductUnreadable[];
};

/**
 * What a new edition makes of every label of a population. Products are read, judged and let go one by one: what stays
 * in memory is the list of names and of fates.
 */
export async function simulatePopulation(
  library: Library,
  simulation: Simulation,
  /** Told after each product how many are done, and of how many. */
  progress: (done: number, of: number) => void,
): Promise<Result<Simulated, NoPopulation | CannotRead>> {
  const { folder, next, was, asOf } = simulation;
  const bodies = await bodiesOf(simulation.programme);
  if (!bodies.ok) return bodies;
  const names = await populationOf(folder);
  if (!names.ok) return names;
  const tools = { judge: judgeOf(library, bodies.value, asOf), keep: once() };
  const products: ProductFate[] = [];
  const unreadable: ProductUnreadable[] = [];
  for (const [done, product] of names.value.entries()) {
    const found = await fateOf(library, simulation, { product, ...tools });
    if (found.ok) products.push({ product, ...found.value });
    else unreadable.push({ product, refusal: found.refusal });
    progress(done + 1, names.value.length);
  }
  return ok({
    next: editionRef(next.id, next.edition),
    ...(was && { was: editionRef(was.id, was.edition) }),
    ...{ inForce: next.inForce.from, grace: graceOf(next), asOf, products, unreadable },
  });
}

async function bodiesOf(
  programme: string | undefined,
): Promise<Result<readonly RecognisedBody[], CannotRead>> {
  if (programme === undefined) return ok([]);
  const read = await readFileAs(ProgrammeKind, programme);
  return read.ok ? ok(read.value.document.bodies) : read;
}

/** The one place that decides how dossiers are judged here. */
function judgeOf({ catalogue }: Library, bodies: readonly RecognisedBody[], asOf: CalendarDate): Judge {
  return (scheme, submission, asked) => evaluate({ scheme, catalogue, submission, bodies, asked, asOf });
}

type One = { readonly product: string; readonly judge: Judge; readonly keep: (gap: Gap) => Gap };

async function fateOf(
  library: Library,
  simulation: Simulation,
  { product, judge, keep }: One,
): Promise<Result<{ readonly name: string; readonly fate: Fate }, NotReadable>> {
  const { folder, next, level, asOf, view } = simulation;
  const place = await productIn(folder, product);
  if (!place.ok) return place;
  const stated = statedIn(place.value.guard, next.id);
  const was = (stated && editionOf(library, next, stated.scheme)) ?? simulation.was;
  const papers = await readPapers(library, place.value.papers);
  if (!papers.ok) return papers;
  const held = heldOf(place.value.guard, stated) ?? assumed(level);
  if (held === undefined && was === undefined) return refuse({ code: 'nothing-says-what-is-held', product });
  const { submission } = papers.value;
  const fate = simulate({ next, was, submission, held, asOf, view, judge });
  return ok({ name: submission.dossier.product.name, fate: { ...fate, owes: fate.owes.map(keep) } });
}

function statedIn(guard: ReleaseGuard | undefined, scheme: string): HeldLabel | undefined {
  return guard?.labels.find((one) => one.scheme.startsWith(`${scheme}@`));
}

/** The edition that a label names: what it is compared with, rather than with the one before. */
function editionOf({ catalogue }: Library, next: SchemeEdition, ref: EditionRef): SchemeEdition | undefined {
  return ref === editionRef(next.id, next.edition) ? next : catalogue.schemes.get(ref);
}

/** What the product states about a label of the scheme; stating others and not this one, it holds none. */
function heldOf(guard: ReleaseGuard | undefined, label: HeldLabel | undefined): Held | undefined {
  if (!guard) return undefined;
  if (!label) return { level: 0, by: 'stated' };
  const { level, validUntil } = label;
  return { level, by: 'stated', ...(validUntil !== undefined && { validUntil }) };
}

function assumed(level: number | undefined): Held | undefined {
  return level === undefined ? undefined : { level, by: 'assumed' };
}

/** Gaps without their trees of reasons, each kept once for all who have it: most of a population owe the same few things. */
function once(): (gap: Gap) => Gap {
  const known = new Map<string, Gap>();
  return ({ closes: { code, facts }, ...gap }) => {
    const short = { ...gap, closes: { code, facts, because: [] } };
    const key = JSON.stringify(short);
    const kept = known.get(key) ?? short;
    known.set(key, kept);
    return kept;
  };
}
