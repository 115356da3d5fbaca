/** What nobody names among the files of applicants is taken away; what anybody names never is. */
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

import { keepFinishedReport } from '@assay/records/finished-report';
import { databases } from '@assay/records/test/databases';
import type { Digest } from '@assay/vocabulary/ids';
import { describe, expect, test } from 'vitest';

import { digestOf } from '../src/digest.ts';
import { receiveEvidence } from '../src/evidence/receive-evidence.ts';
import { sweepRemnants } from '../src/evidence/sweep-remnants.ts';
import { appendToUpload, beginUpload } from '../src/evidence/upload.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { altered, inTurn, lampCase } from './lamp-case.ts';
import { caseNumbered, day, freshOffice, handed, valueOf, type SandboxOffice } from './sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY } from './sandbox-people.ts';

const SEAT = { organisation: DEVELOPER, by: CAST.applicant };
const LONG_AGO = new Date('2026-01-01T00:00:00Z');
const OLD = { days: 30, remove: true } as const;
const NOTHING = { blobs: 0, begun: 0, bytes: 0 };

describe.each(databases())('$name', (server) => {
  test('a file that nothing names goes once it is old, and nothing goes unless that was asked', async () => {
    const place = await freshOffice(server);
    const text = 'Sandbox: left by a process that was killed.';
    const left = lay(place, text);
    expect(await sweepRemnants(place.office, OLD)).toEqual(NOTHING);
    age(place);
    const found = { blobs: 1, begun: 0, bytes: text.length };
    expect(await sweepRemnants(place.office, { ...OLD, remove: false })).toEqual(found);
    expect(existsSync(left.file)).toBe(true);
    expect(await sweepRemnants(place.office, OLD)).toEqual(found);
    expect(existsSync(left.file)).toBe(false);
    await expect(sweepRemnants(place.office, { days: 1, remove: true })).rejects.toThrow('2 days');
  });

  test('what was sent stays, named by a case or by nothing, and so does what a document or a draft says', async () => {
    const place = await freshOffice(server);
    const { office } = place;
    const sent = await send(place, 'Sandbox: sent and never used.');
    const lamp = await lampCase(office, caseNumbered(1));
    await inTurn(lamp, 'submit');
    const said = lay(place, 'Sandbox: named in a document, and its own line was lost.');
    const dossier = altered(await handed('sandbox-lamp/dossier.yaml'), /sha256:6f52[0-9a-f]+/, said.digest);
    const published = altered(
      dossier,
      "    path: 'technical-file.md'\n",
      "    source: 'https://sandbox.example/'\n",
    );
    const another = await lampCase(office, caseNumbered(2));
    valueOf(await another.submit({ dossier: published }));
    const awaited = lay(place, 'Sandbox: named in a finished report that nobody has signed yet.');
    const bytes = new TextEncoder().encode(`toolOutput: ${awaited.digest}`);
    await office.records.write((tx) =>
      keepFinishedReport(tx, {
        ...{ administrator: 'SB', case: caseNumbered(1), laboratory: LAMP_LABORATORY, bytes },
        ...{
          digest: digestOf(bytes),
          fileName: 'report.yaml',
          sentAt: office.clock(),
          sentBy: CAST.laboratory,
        },
      }),
    );
    age(place);
    const before = lying(place);
    expect(await sweepRemnants(office, OLD)).toEqual(NOTHING);
    expect(lying(place)).toEqual(before);
    expect(await office.blobs.sizeOf(sent)).toBeGreaterThan(0);
  });

  test('pieces of an upload under way stay, and those that no upload counts go', async () => {
    const place = await freshOffice(server);
    const { office } = place;
    const said = { fileName: 'a.txt', declaredType: 'text/plain', size: 10 };
    const { id: upload } = valueOf(await beginUpload(office, { ...SEAT, ...said }));
    const bytes = Readable.from([Buffer.from('half.')]);
    valueOf(await appendToUpload(office, { ...SEAT, upload, offset: 0, bytes }));
    const folder = join(place.folder, 'blobs');
    writeFileSync(join(folder, 'pieces', 'upload_gone-0-x'), 'left');
    writeFileSync(join(folder, 'passing', '1-1.tmp'), 'left too');
    age(place);
    const before = lying(place).length;
    expect(await sweepRemnants(office, OLD)).toEqual({ blobs: 0, begun: 2, bytes: 12 });
    expect(lying(place)).toHaveLength(before - 2);
    const rest = Readable.from([Buffer.from('whole')]);
    expect(valueOf(await appendToUpload(office, { ...SEAT, upload, offset: 5, bytes: rest })).received).toBe(
      10,
    );
  });

  test('of a remnant that is swept while the same file is sent again, the one that was sent is there', async () => {
    const place = await freshOffice(server);
    const { office } = place;
    for (let round = 0; round < 12; round += 1) {
      const text = `Sandbox: round ${String(round)}.`;
      const { digest } = lay(place, text);
      age(place);
      const [sent] = await Promise.all([
        send(place, text),
        sweepRemnants(office, OLD),
        sweepRemnants(office, OLD),
      ]);
      expect(sent).toBe(digest);
      expect(await office.blobs.sizeOf(digest)).toBe(text.length);
    }
  });
});

/** Puts a file under its digest that no record knows. */
function lay({ folder }: SandboxOffice, text: string): { readonly digest: Digest; readonly file: string } {
  const digest = digestOf(text);
  const hex = digest.slice('sha256:'.length);
  const file = join(folder, 'blobs/sha256', hex.slice(0, 2), hex);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return { digest, file };
}

/** Makes everything that lies there old. */
function age(place: SandboxOffice): void {
  for (const file of lying(place)) utimesSync(file, LONG_AGO, LONG_AGO);
}

function lying({ folder }: SandboxOffice): readonly string[] {
  return readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .flatMap((one) => (one.isFile() ? [join(one.parentPath, one.name)] : []))
    .toSorted();
}

async function send({ office }: SandboxOffice, text: string): Promise<Digest> {
  const bytes = Readable.from([Buffer.from(text)]);
  const kept = await receiveEvidence(office, {
    ...{ ...SEAT, fileName: 'file.txt', declaredType: 'text/plain', bytes },
    given: {
      ...{ kind: 'record', title: 'Sandbox', effective: { from: day('2026-11-01') }, confidential: false },
      covers: [],
    },
  });
  return valueOf(kept).digest;
}
