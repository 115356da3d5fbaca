/** A small honest log, for the tests that break it in one place. */
import type { Offence } from '../src/audit/offence.ts';
import { auditAll, labelNumber, SandboxLog } from './sandbox-log.ts';
import type { Office } from './sandbox-label.ts';

/** Genesis and three keys at leaves 0 to 3, two labels at 4 and 5, one of them suspended at 6, lists at 7 and 8. */
export async function smallLog(office: Office): Promise<SandboxLog> {
  const log = new SandboxLog(office);
  await log.grant(1);
  await log.grant(2);
  log.move(1, 'suspended');
  await log.publish();
  return log;
}

/** What an audit names: leaf and code of each offence. */
export async function offencesOf(
  ...asked: Parameters<typeof auditAll>
): Promise<readonly (readonly [number, Offence['code']])[]> {
  return told((await auditAll(...asked)).offences);
}

export function told(offences: readonly Offence[]): readonly (readonly [number, Offence['code']])[] {
  return offences.map(({ index, code }) => [index, code]);
}

/** The n-th label as the log has it. */
export function labelOf(log: SandboxLog, n: number) {
  const label = log.labels.get(labelNumber(n));
  if (!label) throw new Error('no such label');
  return label;
}
