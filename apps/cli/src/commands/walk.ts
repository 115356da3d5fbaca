import { parseArgs } from 'node:util';

import { storyOf, type StoryCase } from '@assay/office/rehearsal/story';
import { takeWaitingCases } from '@assay/office/rehearsal/take-waiting-cases';
import { walk, walkedSoFar } from '@assay/office/rehearsal/walk';
import { join } from 'node:path';

import { openInstallation, type Installation } from '../installation.ts';
import { openServing, untilStopped } from '../serving.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { table } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';
import { showWaysIn } from '../ways-in.ts';

/** Port of the sandbox unless told; the standard's number, as far as a port can be it. */
export const DEFAULT_PORT = 4303;

/** `assay walk`: rehearse the sandbox once, show what happened, and serve it until Ctrl-C. */
export async function walkCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fresh: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      data: { type: 'string', default: '.assay' },
      programme: { type: 'string' },
    },
  });
  const port = parsePort(values.port);
  const progress = (line: string) => {
    io.error(io.style.dim(`${line} …`));
  };
  const { data, fresh, programme } = values;
  const installation = await openInstallation({ data, port, fresh, programme, progress });
  try {
    await rehearse(installation, io, progress);
    if (values.once) return 0;
    const stopped = untilStopped();
    const serving = await openServing(installation, port, io);
    await showWaysIn(installation, io);
    if (installation.office.host !== `localhost:${String(port)}`)
      io.error(
        `Labels of this data carry ${installation.office.origin}; here they are served at port ${String(port)}. --fresh begins anew.`,
      );
    io.error(io.style.dim('Serving until Ctrl-C.'));
    await stopped;
    await serving.close();
    return 0;
  } finally {
    await installation.close();
  }
}

async function rehearse(
  { office, words, home }: Installation,
  io: Io,
  progress: (line: string) => void,
): Promise<void> {
  const before = await walkedSoFar(office);
  if (before?.done !== true) {
    progress('walking both cases');
    await walk(office, join(home, 'examples'));
  }
  await takeWaitingCases(office, join(home, 'examples'), (done, all) => {
    progress(`putting cases on the desks: ${String(done)} of ${String(all)}`);
  });
  const story = await storyOf(office, words);
  if (!story) throw new Error('the rehearsal left no story');
  io.out(io.style.bold('SANDBOX: a rehearsal. No body named here has labelled any real product.'));
  if (before?.done === true)
    io.out('Walked before; this is the same data. `npm start -- --fresh` begins anew.');
  for (const one of story.cases) io.out(`\n${caseText(one, io)}`);
  const label = story.cases.find((one) => one.label !== undefined)?.label;
  if (label !== undefined)
    io.out(
      `\nLabel page  ${io.style.bold(`${office.origin}/L/${label}`)}\nCase walk   ${office.origin}/walk\nVerify      npx assay verify ${office.origin}/L/${label}`,
    );
}

function caseText({ title, provenance, steps, nextLevel }: StoryCase, io: Io): string {
  const missing = nextLevel?.gaps.filter((gap) => gap.kind !== 'assessment') ?? [];
  const next = nextLevel
    ? `Level ${String(nextLevel.level.asked)} still lacks ${missing.map((gap) => gap.requirement.split('#')[1] ?? '').join(', ')}.`
    : '';
  return [
    io.style.bold(`${title} (${provenance.kind})`),
    table(
      [
        ...steps.map((step) => [step.stage, step.title, step.says]),
        ...(next ? [['', 'Next level', next]] : []),
      ],
      io.width,
    ),
  ].join('\n');
}

/** A port of this machine; 0 would leave labels without an address. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new UsageError(`--port ${text}: a port is a number from 1 to 65535`);
  return port;
}
