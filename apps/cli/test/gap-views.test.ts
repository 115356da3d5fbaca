import { gapAcross } from '@assay/conformity/2-evaluation/across';
import * as small from '@assay/conformity/test/small-world';
import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import { loadWords, type Words } from '@assay/office/words';
import { gapReport } from '@assay/portal/2-evaluation/gap-report.page';
import { digestFromHex, editionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { beforeAll, describe, expect, test } from 'vitest';

import { gapJson } from '../src/terminal/gap-json.ts';
import { gapMarkdown } from '../src/terminal/gap-markdown.ts';
import { gapTable } from '../src/terminal/gap-table.ts';
import { styleFor } from '../src/terminal/style.ts';
import { ROOT } from './program.ts';

const IO = {
  out: () => undefined,
  error: () => undefined,
  style: styleFor({}, {}),
  width: 80,
  forPeople: true,
};

let words: Words;
beforeAll(async () => {
  words = await loadWords(ROOT);
});

/** The answer of one scheme about a small world. */
function answerOf({ catalogue, scheme, dossier, reports, bodies }: small.World): GapAnswer {
  const submission = { dossier, reports };
  return {
    ...gapAcross({ schemes: [scheme], catalogue, submission, bodies, asOf: small.TODAY }),
    asOf: small.TODAY,
    inputs: { dossier: digestFromHex('a'.repeat(64)), reports: [] },
    dossier: {
      file: 'dossier.yaml',
      document: dossier,
      bytes: new Uint8Array(),
      placeOf: () => ({ line: 1, column: 1 }),
    },
    names: new Map([[editionRef(scheme.id, scheme.edition), { title: 'Sandbox scheme', levels: [] }]]),
  };
}

function said(answer: GapAnswer) {
  return {
    table: gapTable(answer, words, IO),
    markdown: gapMarkdown(answer, words),
    json: gapJson(answer, words),
    html: gapReport(answer, words),
  };
}

test('what is uncertain is marked wherever it counts: in its cell, its step and the level it would unlock', () => {
  const provisions = [
    small.provision('1-1', { confidence: 'uncertain' }),
    small.provision('1-2', { confidence: 'uncertain' }),
  ];
  const { table, markdown, json, html } = said(
    answerOf(
      small.world({
        provisions,
        dossier: { statements: [small.says('1-1', 'yes')], evidence: [small.shows(['1-1'])] },
      }),
    ),
  );
  expect(table).toMatch(/^sandbox-scheme@1 +0\/1 +1 \?1 +0 +0 +1 \?1 +0 +0$/m);
  expect(table).toMatch(/marked uncertain; they\s+settle nothing/);
  expect(table).toContain('sandbox-standard@1#1-2, uncertain');
  expect(table).toContain('sandbox-scheme@1 level 1 (rests on 2 uncertain)');
  expect(markdown).toContain('| 1 ?1 |');
  expect(markdown).toContain('level 1 (rests on 2 uncertain)');
  expect(JSON.parse(json)).toMatchObject({
    schemes: [{ uncertain: ['sandbox-standard@1#1-1', 'sandbox-standard@1#1-2'] }],
    steps: [{ confidence: 'uncertain' }],
  });
  expect(html).toContain('rests on 2 uncertain');
});

test('a scheme that counts principle by principle shows the level of each', () => {
  const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
  const scheme: SchemeEdition = small.scheme(
    [
      small.group(1, ['1-1'], { id: 'one', principle: 'no-shared-passwords' }),
      small.group(1, ['1-2'], { id: 'two', principle: 'updates' }),
    ],
    {
      levelModel: 'per-principle',
      principles: ['no-shared-passwords', 'updates'].map((id) => ({
        id,
        name: `principle.${id}`,
        ...sourced,
      })),
    },
  );
  const answer = answerOf(
    small.world({
      provisions: [small.provision('1-1'), small.provision('1-2')],
      scheme,
      dossier: { statements: [small.says('1-1', 'yes')], evidence: [small.shows(['1-1'])] },
    }),
  );
  const { table, markdown, json, html } = said(answer);
  for (const text of [table, markdown])
    expect(text).toContain('sandbox-scheme@1 by principle: no-shared-passwords 1, updates 0');
  expect(JSON.parse(json)).toMatchObject({
    schemes: [
      {
        principles: [
          { principle: 'no-shared-passwords', declared: 1 },
          { principle: 'updates', declared: 0 },
        ],
      },
    ],
  });
  expect(html).toContain('principle by principle');
});

describe('what somebody wrote stays what it is', () => {
  const odd = '</title><script>alert(1)</script> | **bold** [x](y) \u001b[31m `code`';
  const { product } = small.dossier();
  const world = small.world({
    provisions: [small.provision('1-1')],
    dossier: {
      product: { ...product, name: odd },
      statements: [{ ...small.says('1-1', 'no'), reason: odd }],
    },
  });

  test('in the table without what would steer the terminal', () => {
    expect(said(answerOf(world)).table).not.toContain('\u001b');
  });

  test('in Markdown and HTML without becoming markup', () => {
    const { markdown, html } = said(answerOf(world));
    expect(markdown).toMatch(/^# Gaps of \\<\/title\\>\\<script\\>/);
    expect(markdown).toContain('\\*\\*bold\\*\\* \\[x\\](y)');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script');
  });
});

test('a dossier that lacks nothing has no steps, and every view says so', () => {
  const { table, json, html } = said(
    answerOf(
      small.world({
        provisions: [small.provision('1-1')],
        dossier: { statements: [small.says('1-1', 'yes')], evidence: [small.shows(['1-1'])] },
      }),
    ),
  );
  for (const text of [table, html]) expect(text).toContain('Nothing is missing from the developer');
  expect(JSON.parse(json)).toMatchObject({ steps: [], fixes: [] });
});

test('no line of the table is wider than 80 columns, names of schemes aside', () => {
  const long = 'a very long title that nobody would print on a label because it goes on '.repeat(3);
  const world = small.world({ provisions: ['1-1', '1-2'].map((id) => small.provision(id, { title: long })) });
  const lines = said(answerOf(world)).table.split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
