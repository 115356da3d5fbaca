import { recognisedBodies } from '@assay/conformity/0-programme/body-standing';
import type { Reader } from '@assay/records/open';
import { organisationsOfBodies } from '@assay/records/organisation';
import { recognitionsOf } from '@assay/records/recognition';
import type { BodyId } from '@assay/vocabulary/ids';
import type { RecognisedBody } from '@assay/vocabulary/programme';

/** What an evaluation reads of some bodies: whose results count for what, on which days, as the records stand. */
export async function bodiesKnown(
  reader: Reader,
  bodies: readonly BodyId[],
): Promise<readonly RecognisedBody[]> {
  if (bodies.length === 0) return [];
  const organisations = await organisationsOfBodies(reader, bodies);
  const recognitions = await recognitionsOf(reader, bodies);
  return recognitions.flatMap((recognition) =>
    recognisedBodies(recognition, organisations.get(recognition.body)?.name ?? recognition.body),
  );
}
