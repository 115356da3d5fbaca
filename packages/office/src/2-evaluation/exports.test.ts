import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { worlds } from '@assay/conformity/test/arbitrary-world';
import * as small from '@assay/conformity/test/small-world';
import { gapAcross } from '@assay/conformity/2-evaluation/across';
import { readBytesAs } from '@assay/formats/read-document';
import { objections } from '@assay/formats/test/schemas';
import { DossierKind } from '@assay/vocabulary/dossier';
import type { Finding } from '@assay/vocabulary/evaluation';
import { editionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { loadLibrary, type Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import { loadWords, type Words } from '../words.ts';
import { gapCyclonedx } from './gap-cyclonedx.ts';
import { gapOscal } from './gap-oscal.ts';
import { gapSarif } from './gap-sarif.ts';
import { gapFiles, type GapAnswer } from './gap.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const RUUVI = 'examples/ruuvi-gateway/dossier.yaml';
const LAMP = 'examples/sandbox-lamp/dossier.yaml';

let words: Words;
let library: Library;
beforeAll(async () => {
  words = await loadWords(ROOT);
  const loaded = await loadLibrary(ROOT, join(ROOT, 'node_modules/.cache/assay'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal));
  library = loaded.value;
});

async function gapsOf(file: string, reports: readonly string[] = []): Promise<GapAnswer> {
  const asked = { dossier: join(ROOT, file), reports: reports.map((one) => join(ROOT, one)), schemes: [] };
  const found = await gapFiles(library, { ...asked, asOf: small.TODAY });
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}

/** What the official schemas object to in every export of an answer. */
function objectionsTo(answer: GapAnswer, { catalogue }: Pick<Library, 'catalogue'>): readonly string[] {
  return [
    ...objections('sarif', gapSarif(answer, { catalogue, words, folder: ROOT })),
    ...objections('oscal-assessment', gapOscal(answer, words)),
    ...objections('cyclonedx', gapCyclonedx(answer, { catalogue, words })),
  ];
}

describe('every export is valid by its official schema', () => {
  test.each([
    [RUUVI, []],
    [LAMP, ['examples/sandbox-lamp/test-report.yaml']],
    ['examples/sandbox-lamp/dossier-app-fails.yaml', []],
  ])('for %s', async (file, reports) => {
    expect(objectionsTo(await gapsOf(file, reports), library)).toEqual([]);
  });

  test('for any dossier, any scheme and any reports', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(objectionsTo(answerOf(world), world)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('for names in any script, with quotes, line ends and markup in them', () => {
    const odd = '  "Lämp" <b>№1</b>\n`rm`\t照明 {x} ';
    const world = small.world({
      provisions: [small.provision('1-1', { title: odd, outcome: odd })],
      dossier: {
        product: { ...small.dossier().product, name: odd, manufacturer: odd },
        statements: [{ ...small.says('1-1', 'no'), reason: odd }],
      },
    });
    expect(objectionsTo(answerOf(world), world)).toEqual([]);
  });
});

test('the same papers on the same day give the same bytes, other papers other ids', async () => {
  const all = (answer: GapAnswer) =>
    JSON.stringify([
      gapOscal(answer, words),
      gapCyclonedx(answer, { ...library, words }),
      gapSarif(answer, { ...library, words, folder: ROOT }),
    ]);
  const [one, again, lamp] = [await gapsOf(RUUVI), await gapsOf(RUUVI), await gapsOf(LAMP)];
  expect(all(again)).toBe(all(one));
  const uuids = (answer: GapAnswer) => new Set(JSON.stringify(gapOscal(answer, words)).match(UUID));
  const others = uuids(lamp);
  expect([...uuids(one)].filter((id) => others.has(id))).toEqual([]);
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

describe('nothing uncertain, open or unshown is settled by an export', () => {
  const settled = ({ outcome, confidence }: Finding) =>
    confidence !== 'uncertain' && (outcome === 'met' || outcome === 'not-met');

  test('in OSCAL it has an observation and no finding; what is not met has a risk as well', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const answer = answerOf(world);
        const [result] = parseOscal(gapOscal(answer, words));
        const findings = findingsOf(answer);
        expect(result?.observations ?? []).toHaveLength(findings.length);
        expect(result?.findings ?? []).toHaveLength(findings.filter(settled).length);
        expect(result?.risks ?? []).toHaveLength(
          findings.filter((one) => settled(one) && one.outcome === 'not-met').length,
        );
      }),
      { numRuns: 40 },
    );
  });

  test('in CycloneDX it has no score; every reference leads to something, and no name is given twice', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const answer = answerOf(world);
        const document = gapCyclonedx(answer, { ...world, words });
        const { scores, names, references } = parseCyclonedx(document);
        expect(scores).toHaveLength(findingsOf(answer).filter(settled).length);
        expect(new Set(names).size).toBe(names.length);
        expect(references.filter((name) => !names.includes(name))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('in SARIF it is open or for review; an uncertain failure is no error', () => {
    const kinds = (confidence: 'sure' | 'uncertain', supported: 'yes' | 'no', shown = true) => {
      const world = small.world({
        provisions: [small.provision('1-1', { confidence })],
        dossier: {
          statements: [small.says('1-1', supported)],
          evidence: shown ? [small.shows(['1-1'])] : [],
        },
      });
      return parseSarif(sarifFor(answerOf(world), world)).map(({ kind, level }) => `${kind} ${level}`);
    };
    expect(kinds('sure', 'yes')).toEqual(['pass none']);
    expect(kinds('uncertain', 'yes')).toEqual(['review none']);
    expect(kinds('sure', 'yes', false)).toEqual(['open none']);
    expect(kinds('sure', 'no')).toEqual(['fail error']);
    expect(kinds('uncertain', 'no')).toEqual(['fail warning']);
  });
});

describe('a SARIF result points at the line of the dossier', () => {
  test('that states the requirement, or its descendant in another edition', async () => {
    const lines = readFileSync(join(ROOT, RUUVI), 'utf8').split('\n');
    const results = parseSarif(sarifFor(await gapsOf(RUUVI), library));
    const textOf = (rule: string) =>
      results.filter(({ ruleId }) => ruleId === rule).map(({ line }) => lines[line - 1]);
    for (const id of ['5.3-13', '5.1-1'])
      expect(new Set(textOf(`etsi-en-303-645@2.1.1#${id}`))).toEqual(
        new Set([`  - provision: 'etsi-en-303-645@3.1.3#${id}'`]),
      );
  });

  test('or the member that comes nearest, and never a statement about something else', async () => {
    const text = readFileSync(join(ROOT, RUUVI), 'utf8');
    const lines = text.split('\n');
    const answer = await gapsOf(RUUVI);
    const results = parseSarif(sarifFor(answer, library));
    for (const { ruleId, line, column } of results) {
      const at = lines[line - 1]?.slice(column - 1) ?? '';
      const heard = /^provision: '([^']+)'/.exec(at)?.[1];
      if (heard === undefined) expect(at, ruleId).toMatch(MEMBER);
      else expect(leadsTo(heard), ruleId).toContain(ruleId);
    }
    const nearest = (rule: string) =>
      results.filter(({ ruleId }) => ruleId === rule).map(({ line }) => lines[line - 1]?.trim());
    expect(nearest('uk-psti@2023#S1-3')[0]).toMatch(/^facts:/);
    expect(nearest('nist-ir-8425@2022#DOC.1.c')).toEqual(['statements:']);
    expect(nearest('jc-star@2024R1#S1.1-16')).toEqual([expect.stringMatching(/^supportPeriod:/)]);
    expect(results.every(({ uri }) => uri === RUUVI)).toBe(true);
  });

  test('by a name from its own folder where it lies elsewhere', async () => {
    const answer = await gapsOf(LAMP);
    const [result] = parseSarif(gapSarif(answer, { ...library, words, folder: join(ROOT, 'docs') }));
    expect(result?.uri).toBe('dossier.yaml');
  });
});

test('a confidential paper is named by digest and kind, its title stays at home', () => {
  const paper = small.shows(['1-1'], { confidential: true, title: 'Secret schematics' });
  const world = small.world({
    provisions: [small.provision('1-1')],
    dossier: { statements: [small.says('1-1', 'yes')], evidence: [paper] },
  });
  const text = JSON.stringify([
    gapOscal(answerOf(world), words),
    gapCyclonedx(answerOf(world), { ...world, words }),
  ]);
  expect(text).not.toContain('Secret schematics');
  expect(text).toContain(paper.digest);
});

test('the program names itself with the version that it has', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const world = small.world({ provisions: [small.provision('1-1')] });
  expect(JSON.stringify(sarifFor(answerOf(world), world))).toContain(`"name":"assay","version":"${version}"`);
});

/** A member of a dossier that speaks for no single provision. */
const MEMBER =
  /^(statements|facts|supportPeriod|contacts|security|disclosures|passwordChange|updates|secureConfiguration|[a-z]+(_[a-z]+)+):/;

/** A provision and those of the edition before that it follows from. */
function leadsTo(provision: string): readonly string[] {
  const { edition, id } = splitProvisionRef(provision as ProvisionRef);
  const standard = library.catalogue.standards.get(edition);
  const before = standard?.provisions.find((one) => one.id === id)?.predecessors ?? [];
  return [provision, ...before.map((one) => `${standard?.id ?? ''}@${standard?.succeeds ?? ''}#${one.id}`)];
}

/** The answer of one scheme about a world, as if its dossier had been read from a file. */
function answerOf({ catalogue, scheme, dossier, reports, bodies }: small.World): GapAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify(dossier));
  const read = readBytesAs(DossierKind, 'dossier.json', bytes);
  const file = read.ok
    ? read.value
    : { file: 'dossier.json', document: dossier, bytes, placeOf: () => ({ line: 1, column: 1 }) };
  const submission = { dossier, reports };
  return {
    ...gapAcross({ schemes: [scheme], catalogue, submission, bodies, asOf: small.TODAY }),
    asOf: small.TODAY,
    inputs: { dossier: digestOf(bytes), reports: [] },
    dossier: file,
    names: new Map([[editionRef(scheme.id, scheme.edition), { title: scheme.title, levels: scheme.levels }]]),
  };
}

function findingsOf({ answers }: GapAnswer): readonly Finding[] {
  return answers.flatMap(({ evaluation }) => evaluation.findings);
}

function sarifFor(answer: GapAnswer, { catalogue }: Pick<Library, 'catalogue'>): object {
  return gapSarif(answer, { catalogue, words, folder: ROOT });
}

type Oscal = {
  readonly 'assessment-results': {
    readonly results: readonly {
      readonly observations?: readonly object[];
      readonly findings?: readonly object[];
      readonly risks?: readonly object[];
    }[];
  };
};
function parseOscal(document: object) {
  return (document as Oscal)['assessment-results'].results;
}

type Sarif = {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly kind: string;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
};
function parseSarif(document: object) {
  return (document as Sarif).runs.flatMap(({ results }) =>
    results.flatMap(({ ruleId, kind, level, locations }) =>
      locations.map(({ physicalLocation: { artifactLocation, region } }) => ({
        ...{ ruleId, kind, level, uri: artifactLocation.uri },
        ...{ line: region.startLine, column: region.startColumn },
      })),
    ),
  );
}

/** Scores of conformance, names given and names referred to, wherever they stand. */
function parseCyclonedx(document: object) {
  const [scores, names, references]: [unknown[], string[], string[]] = [[], [], []];
  const walk = (value: unknown, name: string): void => {
    if (name === 'conformance' && typeof value === 'object' && value && 'score' in value)
      scores.push(value.score);
    if (name === 'bom-ref') names.push(String(value));
    if (['requirement', 'target', 'assessor'].includes(name) && typeof value === 'string')
      references.push(value);
    if (['claims', 'counterClaims', 'evidence', 'requirements'].includes(name) && Array.isArray(value))
      references.push(...value.filter((one): one is string => typeof one === 'string'));
    if (typeof value === 'object' && value !== null)
      for (const [key, below] of Object.entries(value)) walk(below, key);
  };
  walk(document, '');
  return { scores, names, references };
}
