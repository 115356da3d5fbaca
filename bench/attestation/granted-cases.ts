/** Cases that were granted: one by the acts of its people, the others as its copies with a dossier of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { digestOf } from '@assay/office/digest';
import type { Office } from '@assay/office/office';
import { keepDocument } from '@assay/records/document';
import type { CaseId, Digest } from '@assay/vocabulary/ids';
import { parse } from 'yaml';

import { grantLamp } from '../../packages/office/test/lamp-case.ts';

/** Many more than are remembered when they were read, so that each label reads its own anew. */
const DOSSIERS = 1_000;
const AT_ONCE = 500;
const LAMP = join(import.meta.dirname, '../../examples/sandbox-lamp/dossier.yaml');
const administrator = 'SB';

/** The ids of so many cases of the invented lamp that were granted. */
export async function grantedCases(office: Office, count: number): Promise<readonly CaseId[]> {
  const first = caseNumbered(0);
  await grantLamp(office, first);
  const dossier = await dossiers(office, Math.min(count, DOSSIERS));
  const events = await office.records.read
    .selectFrom('event')
    .select(['version', 'type', 'at', 'by', 'because', 'data'])
    .where('administrator', '=', administrator)
    .where('stream', '=', first)
    .orderBy('version')
    .execute();
  const cases = Array.from({ length: count }, (_, n) => caseNumbered(n + 1));
  for (let at = 0; at < count; at += AT_ONCE) {
    const rows = cases.slice(at, at + AT_ONCE).flatMap((id, n) =>
      events.map(({ data, ...event }) => ({
        ...{ administrator, stream: id, ...event, at: office.clock() },
        data: copied(JSON.stringify(data), {
          ...{ from: first, to: id, original: dossier.original },
          dossier: dossier.copies[(at + n) % dossier.copies.length] ?? dossier.copies[0],
        }),
      })),
    );
    await office.records.write((tx) => tx.insertInto('event').values(rows).execute());
  }
  return cases;
}

type Copying = {
  readonly from: CaseId;
  readonly to: CaseId;
  readonly original: Digest;
  readonly dossier: Digest;
};

function copied(data: string, { from, to, original, dossier }: Copying): string {
  return data.replaceAll(from, to).replaceAll(original, dossier);
}

type Dossiers = { readonly original: Digest; readonly copies: readonly [Digest, ...Digest[]] };

/** The dossier as programs send it, in JSON, each copy naming a product of its own. */
async function dossiers(office: Office, count: number): Promise<Dossiers> {
  const text = readFileSync(LAMP);
  const json = JSON.stringify(parse(text.toString()));
  const copies: Digest[] = [];
  for (let n = 0; n < count; n += 1) {
    const body = new TextEncoder().encode(json.replaceAll('Sandbox Lamp', `Sandbox Lamp ${String(n)}`));
    const digest = digestOf(body);
    const document = { administrator, digest, kind: 'dossier', mediaType: 'application/json', body };
    await office.records.write((tx) => keepDocument(tx, { ...document, receivedAt: office.clock() }));
    copies.push(digest);
  }
  const [first, ...more] = copies;
  if (first === undefined || new Set(copies).size < count) throw new Error('each dossier names its own lamp');
  return { original: digestOf(text), copies: [first, ...more] };
}

function caseNumbered(n: number): CaseId {
  return parseCase(`case_${String(n).padStart(16, '0')}`);
}

function parseCase(text: string): CaseId {
  return text as CaseId;
}
