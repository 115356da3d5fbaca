import { execFileSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openAudit } from '@assay/attestation/audit/open-audit';
import { auditAll, SandboxLog } from '@assay/attestation/test/sandbox-log';
import { NOW, sandboxOffice, type Office } from '@assay/attestation/test/sandbox-label';

import { processorTime, table, type Bar } from '../judging/measure.ts';
import { sha256, writeLog } from './audited-log.ts';

const SIZES = [100_000, 1_000_000];
const LABELS = 2_000;
const ROUNDS = 9;
const AT_ONCE = 64;

type Alone = {
  readonly offences: number;
  readonly entries: number;
  readonly microseconds: number;
  readonly peakMb: number;
};

/** What the audit of a log takes: tree and entries of large logs, each in a process of its own; then every credential. */
export async function audit(
  sizes: readonly number[] = SIZES,
  labels = LABELS,
): Promise<{ report: string; bars: Bar[] }> {
  const office = await sandboxOffice();
  const alone: Alone[] = [];
  for (const size of sizes) alone.push(await audited(size, office));
  const { bare, ours } = await credentials(labels, office);
  const [small, large] = [alone[0], alone.at(-1)];
  const rate = large ? (large.entries * 1e6) / large.microseconds : NaN;
  const more = large && small ? large.peakMb - small.peakMb : NaN;
  const each = large && small ? (more * 1024 * 1024) / Math.max(1, large.entries - small.entries) : NaN;
  const head = ['tree, entries and lists of a log', 'µs an entry', 'entries a second', 'peak memory'];
  const rows = alone.map(({ entries, microseconds, peakMb }) => [
    entries.toLocaleString('en'),
    (microseconds / entries).toFixed(1),
    Math.round((entries * 1e6) / microseconds).toLocaleString('en'),
    `${Math.round(peakMb)} MB`,
  ]);
  const signed = [
    ['a label and its credential', 'µs each', 'a second'],
    ['node:crypto: verify the signature', bare.toFixed(1), Math.round(1e6 / bare).toLocaleString('en')],
    ['assay: audit all of it', ours.toFixed(1), Math.round(1e6 / ours).toLocaleString('en')],
  ];
  return {
    report: `${table([head, ...rows])}\n\n${table(signed)}`,
    bars: [
      bar('tree and entry checks', '40,000 a second', Math.round(rate).toLocaleString('en'), rate >= 40_000),
      bar('memory for an entry more', 'at most 250 bytes', `${Math.round(each)} bytes`, each <= 250),
      bar(
        'audit with every credential, against node:crypto verifying alone',
        '0.6 of it',
        `${(bare / ours).toFixed(2)} of it`,
        bare / ours >= 0.6,
      ),
    ],
  };
}

function bar(what: string, wanted: string, found: string, held: boolean): Bar {
  return { what, wanted, found, held };
}

async function audited(size: number, office: Office): Promise<Alone> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-audit-bench-'));
  try {
    await writeLog(folder, size, office);
    writeFileSync(join(folder, 'trust.json'), JSON.stringify(office.anchors));
    const program = join(import.meta.dirname, 'audit-alone.ts');
    const alone = parseAlone(execFileSync(process.execPath, [program, folder], { encoding: 'utf8' }));
    if (alone.offences > 0) throw new Error(`${String(alone.offences)} offences in an honest log`);
    return alone;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Microseconds of processor time for one label, all threads: its signature alone, and all that an audit does about it. */
async function credentials(
  labels: number,
  office: Office,
): Promise<{ readonly bare: number; readonly ours: number }> {
  const log = new SandboxLog(office);
  for (let n = 0; n < labels; n += 1) await log.grant(n);
  await log.publish();
  const { offences } = await auditAll(log);
  if (offences.length > 0) throw new Error(JSON.stringify(offences[0]));
  const key = createPublicKey({ key: { ...office.vc.publicJwk }, format: 'jwk' });
  const signed = [...log.credentials.values()].map((jws) => {
    const end = Buffer.from(jws).lastIndexOf('.');
    const signature = Buffer.from(Buffer.from(jws.subarray(end + 1)).toString(), 'base64url');
    return { input: jws.subarray(0, end), signature };
  });
  const [bare, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      await measured(labels, () => {
        for (const { input, signature } of signed)
          if (!verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature))
            throw new Error('a credential of the bench does not verify');
        return Promise.resolve();
      }),
    );
    ours.push(await measured(labels, () => whole(log, office)));
  }
  return { bare: Math.min(...bare), ours: Math.min(...ours) };
}

/** All entries and credentials, so many of them at once as a real audit has under way. */
async function whole(log: SandboxLog, { anchors }: Office): Promise<void> {
  const [administrator] = anchors.administrators;
  if (!administrator) throw new Error('the sandbox has an administrator');
  const audit = openAudit({ anchors, administrator, now: NOW, hash: sha256 });
  let waiting: Promise<readonly object[]>[] = [];
  let offences = 0;
  const settle = async () => {
    offences += (await Promise.all(waiting)).flat().length;
    waiting = [];
  };
  for (const bytes of log.entries) {
    const { binding, offences: found } = audit.take(bytes);
    offences += found.length;
    if (binding) waiting.push(audit.credential(binding, log.credentials.get(binding.entry.vcHash)));
    if (waiting.length === AT_ONCE) await settle();
  }
  await settle();
  if (offences > 0) throw new Error('an honest log offends');
}

async function measured(count: number, run: () => Promise<void>): Promise<number> {
  const before = processorTime();
  await run();
  return (processorTime() - before) / count;
}

/** Printed by `audit-alone.ts`. */
function parseAlone(text: string): Alone {
  return JSON.parse(text) as Alone;
}
