import type { LabelId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { isHost, webOrigin } from '../host.ts';
import { parseLabelId, type LabelIdRefusal } from '../label-id.ts';

export type LabelUrlRefusal =
  | { readonly code: 'not-a-label-url' }
  | { readonly code: 'foreign-host'; readonly host: string }
  | LabelIdRefusal;

/** The page of a label: `https://label.example.org/L/US7K3M9QX2J`. */
export function labelUrl(host: string, id: LabelId): string {
  return `${webOrigin(host)}/L/${id}`;
}

/**
 * Reads a scanned or typed label URL; case does not matter. A host that the scheme does not name is refused, for that is
 * what a look-alike site would have; so are a query, user names and any other path. A fragment is left aside.
 */
export function parseLabelUrl(
  text: string,
  qrHosts: readonly string[],
): Result<{ readonly host: string; readonly labelId: LabelId }, LabelUrlRefusal> {
  const [, scheme = '', host = '', id = ''] =
    /^(https?):\/\/([A-Za-z0-9.:-]{1,260})\/L\/([A-Za-z0-9]{1,20})(?:#.*)?$/i.exec(text) ?? [];
  const name = host.toLowerCase();
  if (!isHost(name) || !webOrigin(name).startsWith(`${scheme.toLowerCase()}:`))
    return refuse({ code: 'not-a-label-url' });
  if (!qrHosts.includes(name)) return refuse({ code: 'foreign-host', host: name });
  const labelId = parseLabelId(id);
  return labelId.ok ? ok({ host: name, labelId: labelId.value }) : labelId;
}
