import { webOrigin } from '@assay/attestation/host';
import { openRebuilt, type RebuiltDesk as Kept } from '@assay/office/6-register/rebuild/rebuilt-desk';
import type { LabelSummary, RebuiltDesk } from '@assay/portal/desk';
import type { Portal } from '@assay/portal/http/open-door';
import { openRebuiltPortal } from '@assay/portal/rebuilt/open-rebuilt';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { listening } from './serving.ts';
import type { Io } from './terminal/io.ts';
import { UsageError } from './usage.ts';

/** The register that lies in a folder made by `assay rebuild`, listening on this machine: no database, no keys. */
export async function openServingRebuilt(
  folder: string,
  port: number,
  io: Io,
): Promise<Portal & { readonly address: string; readonly origin: string }> {
  const clock = () => instantOf(new Date());
  const kept = await openRebuilt(folder, clock);
  if (!kept) throw new UsageError(`--rebuilt ${folder}: no register was rebuilt there`);
  const desk = deskOf(kept, clock);
  const portal = await openRebuiltPortal(desk, {
    surprise: (error, route) => {
      io.error(`${route}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    },
  });
  return { ...portal, address: await listening(portal, port), origin: desk.programme.origin };
}

function deskOf({ rebuilt, record, file, search }: Kept, now: () => Instant): RebuiltDesk {
  const { administrator, sandbox, host, from, at, scheme } = rebuilt;
  return {
    programme: {
      ...{ title: scheme.name, sandbox, origin: webOrigin(host), rebuilt: { from, at } },
      administrator: { name: administrator.name, contact: administrator.did },
    },
    search: ({ text, state, after, limit }) => {
      const cursor = after === undefined ? 0 : Number(after);
      const found = search({
        ...{ text, limit, from: Number.isSafeInteger(cursor) ? cursor : Infinity },
        ...(state && { state }),
      });
      const next = found.next === undefined ? {} : { next: String(found.next) };
      return Promise.resolve({ labels: found.lines.map(summaryOf), ...next });
    },
    record: () => Promise.resolve(undefined),
    rebuiltRecord: record,
    file,
    artwork: () => Promise.resolve(undefined),
    printGuide: () => Promise.resolve(undefined),
    story: () => Promise.resolve(undefined),
    say: ({ code }) => code,
    ready: () => Promise.resolve(true),
    now,
  };
}

type Line = ReturnType<Kept['search']>['lines'][number];

function summaryOf({
  labelId,
  sandbox,
  state,
  scheme,
  profile,
  product,
  holder,
  ...rest
}: Line): LabelSummary {
  return {
    ...{ labelId, sandbox, state },
    ...{ product: product.name, brand: product.brand, manufacturer: holder.name },
    ...{ level: { symbol: '', name: profile.name }, scheme: scheme.name },
    ...{ supportEnd: rest.supportEnd, validUntil: rest.validUntil },
  };
}
