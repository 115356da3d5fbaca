/** A case of the sandbox on the bench of its laboratory, with a question to it. */
import { sendFinishedReport } from '@assay/office/2-evaluation/send-finished-report';
import type { Office } from '@assay/office/office';
import { beginSession } from '@assay/office/sign-in/begin-session';
import { inTurn, lampCase } from '@assay/office/test/lamp-case';
import { caseNumbered, handed, valueOf } from '@assay/office/test/sandbox-office';
import { LAMP_LABORATORY, LENA } from '@assay/office/test/sandbox-people';
import type { PersonId } from '@assay/vocabulary/ids';

export const TESTED = caseNumbered(90);

/** Files the case, names its laboratory, accepts it and asks the laboratory something; a finished report waits to be signed. */
export async function fillBench(office: Office): Promise<void> {
  const lamp = await lampCase(office, TESTED);
  await inTurn(lamp, 'submit', 'assign', 'accept');
  const question = 'Sandbox: which sample did you test?';
  valueOf(await lamp.ask({ of: 'laboratory', question }));
  const report = await handed('sandbox-lamp/test-report.yaml');
  const at = { case: TESTED, by: LENA, as: LAMP_LABORATORY };
  valueOf(await sendFinishedReport(office, { ...at, handed: report }));
}

/** A session of somebody of the laboratory. */
export async function analystsSession(office: Office, person: PersonId = LENA): Promise<string> {
  const browser = { visitor: 'of a test', agent: undefined, address: '127.0.0.1' };
  const of = { person, via: 'passkey', seat: LAMP_LABORATORY, browser } as const;
  return (await office.records.write((tx) => beginSession(office, tx, of))).token;
}
