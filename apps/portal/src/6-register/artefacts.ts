import { ok, refuse } from '@assay/vocabulary/result';

import type { PublicDesk } from '../desk.ts';
import type { Answer, Asked } from '../http/answer.ts';
import { parseLabelCode } from './label-code.ts';

type LabelArtefact = 'credential' | 'proof' | 'bundle' | 'qr.svg' | 'offline-code.svg' | 'offline-code.txt';

/** Newest credential, proof, bundle or code of a label. */
export function labelArtefact(name: LabelArtefact) {
  return async ({ params }: Asked, desk: PublicDesk): Promise<Answer> => {
    const id = parseLabelCode(params['labelId'] ?? '');
    if (!id.ok) return id;
    const found = await fileAt(desk, `/L/${id.value}/${name}`);
    return found.ok ? found : refuse({ code: 'no-such-label', about: id.value });
  };
}

/** Any credential ever logged, by its digest. */
export async function vcArtefact({ path }: Asked, desk: PublicDesk): Promise<Answer> {
  return /^\/vc\/[0-9a-f]{64}$/.test(path) ? fileAt(desk, path) : NOTHING;
}

/** A status list. */
export async function statusArtefact({ path }: Asked, desk: PublicDesk): Promise<Answer> {
  return /^\/status\/(revocation|suspension)\/\d{1,9}$/.test(path) ? fileAt(desk, path) : NOTHING;
}

/** Checkpoints, tiles and entries of the log. */
export async function logArtefact({ path }: Asked, desk: PublicDesk): Promise<Answer> {
  return LOG_PATH.test(path) ? fileAt(desk, path) : NOTHING;
}

/** A document whose address is its name. */
export async function namedArtefact({ path }: Asked, desk: PublicDesk): Promise<Answer> {
  return fileAt(desk, path);
}

const NOTHING = refuse({ code: 'no-such-page' } as const);
/** Plain segments only: none begins with a dot and nothing is escaped, so no path leads elsewhere. */
const LOG_PATH = /^\/log(\/[0-9A-Za-z][0-9A-Za-z._-]{0,39}){1,12}$/;

async function fileAt(desk: PublicDesk, path: string): Promise<Answer> {
  const file = await desk.file(path);
  return file ? ok({ body: file.bytes, mediaType: file.mediaType, maxAge: file.maxAge }) : NOTHING;
}
