/** Invented dossiers for the bench: each provision of EN 303 645 answered in its own way, the same for the same number. */
import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import type { Dossier } from '@assay/vocabulary/dossier';
import { digestFromHex, editionRef, provisionRef } from '@assay/vocabulary/ids';
import { parseCalendarDate } from '@assay/vocabulary/instant';
import type { StandardEdition } from '@assay/vocabulary/standard';

/** The day on which everything is judged. */
export const DAY = day('2026-11-21');

const CATEGORIES = ['smart-speaker', 'ip-camera', 'lighting', 'wifi-router'];

/**
 * Dossier number `seed`: every provision has a word of the developer (nine in ten "yes"), eight documents show them, chapter by chapter,
 * and each fact of the conditions is answered, one in sixteen not.
 */
export function dossierOf(standard: StandardEdition, facts: readonly string[], seed: number): Dossier {
  const roll = dice(seed);
  const from = editionRef(standard.id, standard.edition);
  const refs = standard.provisions.map(({ id }) => provisionRef(from, id));
  const lax = roll(8) === 0;
  return {
    dossier: `bench-${seed}`,
    provenance: { kind: 'fictional', note: 'Invented for the bench.', sources: [] },
    product: {
      name: `Bench Lamp ${seed}`,
      brand: 'Bench',
      manufacturer: 'Bench Works',
      models: ['BL-1'],
      gtins: [],
      category: CATEGORIES[roll(CATEGORIES.length)] ?? 'lighting',
      hardwareVersions: ['A'],
      firmwareVersions: ['1.0'],
    },
    components: [{ id: 'lamp', kind: 'device', name: 'Lamp', maker: 'Bench Works', version: '1' }],
    facts: Object.fromEntries(
      facts.map((fact) => [fact, roll(16) === 0 ? 'unknown' : roll(3) === 0 ? 'no' : 'yes']),
    ),
    statements: refs.map((provision) => {
      const word = roll(lax ? 10 : 400);
      return {
        provision,
        supported: word === 0 ? 'no' : word === 1 ? 'not-applicable' : 'yes',
        reason: 'As the technical file of the product tells in the chapter of this provision.',
      };
    }),
    ixit: [],
    evidence: Array.from({ length: 8 }, (_, place) => ({
      id: `document-${place + 1}`,
      kind: 'design-document',
      title: `Document ${place + 1}`,
      digest: digestFromHex(String(place).repeat(64)),
      received: day('2026-06-01'),
      effective: { from: day('2026-06-01'), ...(lax && roll(6) === 0 && { to: day('2026-11-01') }) },
      confidential: false,
      covers: refs.slice(Math.round((place * refs.length) / 8), Math.round(((place + 1) * refs.length) / 8)),
    })),
    disclosures: {},
    supportPeriod: { until: day('2031-12-31') },
    contacts: { security: 'security@bench.example' },
    declarations: [],
  };
}

/** The facts on which the conditions of a standard turn. */
export function factsOfStandard(catalogue: Catalogue, standard: StandardEdition): readonly string[] {
  const text = JSON.stringify(standard.conditions);
  return [...catalogue.facts.keys()].filter((fact) => text.includes(`"${fact}"`));
}

/** Small numbers below a bound, always the same for a seed (xorshift). */
export function dice(seed: number): (below: number) => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function day(text: string) {
  const date = parseCalendarDate(text);
  if (!date.ok) throw new Error(`${text} is no day`);
  return date.value;
}
