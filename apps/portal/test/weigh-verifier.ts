import { openPortal } from '../src/open-portal.ts';
import { sampleDesk } from './sample-desk.ts';
import { verifierWeight, type Weight } from './verifier-weight.ts';

/** What the verifier page weighs, taken from a portal that listens for as long as that takes. */
export async function weigh(): Promise<Weight> {
  const portal = await openPortal(sampleDesk());
  try {
    return await verifierWeight(await portal.listen(0, '127.0.0.1'));
  } finally {
    await portal.close();
  }
}
