import { join } from 'node:path';

import { CHECKS, checkOf, type Severity } from '@assay/conformity/0-programme/checks';
import { readFileAs } from '@assay/formats/read-document';
import { SchemeTextsKind } from '@assay/vocabulary/scheme';
import { expect, test } from 'vitest';

import { loadWords, type Told } from '../src/words.ts';

const ROOT = join(import.meta.dirname, '../../..');

const HEAD = `# What \`assay scheme check\` looks for

This page is made from the list of checks and their sentences (\`packages/conformity/src/0-programme/checks.ts\`, \`texts/en.yaml\`). A test fails where it says anything else; \`npx vitest run packages/office/test/scheme-checks -u\` writes it anew.

Everything is told at once, each with file, line, JSON Pointer, what is wrong, why it matters and how to mend it. «Such words» stand for what is found.

- **error**: a contradiction. A library that holds one is refused by every command; \`assay scheme check\` ends with 1.
- **warning**: something is missing or has no effect. The edition can be used; the exit is 0.
- **note**: open or uncertain, and said to be so. The exit is 0.

A file that is not well-formed or not as its schema asks is an error as well (\`misfit\`, or the reason why it cannot be read). It hides no fault of another file, and what is missed only because of it is not told again.

Where a clause of ISO/IEC 27404:2025 is named, only contents, foreword, introduction and scope of that standard were seen, not its body text. That the framework (7.2) and the rules for issuance and maintenance (8.2) are requirements stands in the titles of these clauses; what they ask is inferred, with the mark that is given. No such check is ever an error. Of the components of 7.2, requirements, assessment methods and roles cannot be missing: the schema of a scheme asks for them, as it does for validity, surveillance, renewal and change of the standard of 8.2. For those only the mark is looked at.
`;

test('the page tells of every check there is, in the words in which it is told', async () => {
  const [words, facts] = await Promise.all([loadWords(ROOT), namedFacts()]);
  const sections = (['error', 'warning', 'note'] as const).map((severity) =>
    section(severity, (code) => words.told({ code, facts })),
  );
  const page = [HEAD, ...sections].join('\n');
  for (const code of Object.keys(CHECKS)) expect(page).toContain(`| \`${code}\` |`);
  await expect(page).toMatchFileSnapshot(join(ROOT, 'docs/scheme-checks.md'));
});

function section(severity: Severity, told: (code: string) => Told): string {
  const rows = Object.keys(CHECKS)
    .filter((code) => checkOf(code).severity === severity)
    .map((code) => {
      const { what, why, remedy } = told(code);
      const { clause } = checkOf(code);
      const seen = clause ? ` (27404 ${clause.clause}, ${clause.confidence})` : '';
      return `| \`${code}\` | ${what}${seen} | ${why} | ${remedy} |`;
    });
  return [
    `## ${severity[0]?.toUpperCase() ?? ''}${severity.slice(1)}s`,
    '',
    '| code | what | why it matters | remedy |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Every fact that a sentence names, by its own name; what is counted is two. */
async function namedFacts(): Promise<Readonly<Record<string, string | number>>> {
  const file = await readFileAs(SchemeTextsKind, join(ROOT, 'texts/en.yaml'));
  if (!file.ok) throw new Error(JSON.stringify(file.refusal));
  const said = Object.values(file.value.document.texts).join('\n');
  const names = [...said.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name);
  return { ...Object.fromEntries(names.map((name) => [name, `«${name}»`])), count: 2 };
}
