import { openDraft, type NoSuchDraft, type OpenDraft } from '@assay/office/1-application/own-drafts';
import { textsOf } from '@assay/office/scheme-of';
import { parseId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { refuse, type Result } from '@assay/vocabulary/result';
import type { ComponentChildren, JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';

/** Who the pages of products and drafts are for. */
export const DEVELOPER = { role: ['applicant'], kind: ['developer'] } as const;

/** From which organisation whoever came acts: the door lets in nobody without a seat at these addresses. */
export function seatOf({ signed }: Pick<DeskContext, 'signed'>): {
  readonly organisation: OrganisationId;
  readonly by: PersonId;
} {
  const { seat: organisation, person: by } = signed;
  if (organisation === undefined) throw new Error('unreachable: a developer acts from a seat');
  return { organisation, by };
}

/** The draft of an address, if it is one of the seat's own. */
export async function draftAt(
  at: Pick<DeskContext, 'office' | 'signed'>,
  params: Readonly<Record<string, string>>,
): Promise<Result<OpenDraft, NoSuchDraft>> {
  const id = parseId('draft', params['draft'] ?? '');
  return id.ok ? openDraft(at.office, { ...seatOf(at), draft: id.value }) : refuse({ code: 'no-such-draft' });
}

/** Address of a draft, or of a part of it. */
export function draftPath({ kept }: Pick<OpenDraft, 'kept'>, ...parts: readonly string[]): string {
  return ['/desk/drafts', kept.id, ...parts.map(encodeURIComponent)].join('/');
}

/** What the scheme calls itself, its levels and its texts. */
export function namesIn(
  { office }: Pick<DeskContext, 'office'>,
  { scheme, kept }: Pick<OpenDraft, 'scheme' | 'kept'>,
) {
  const texts = textsOf(office, scheme);
  const level = scheme.levels.find(({ rank }) => rank === kept.level);
  return {
    scheme: texts[scheme.title] ?? scheme.id,
    level:
      level && scheme.levels.length > 1
        ? `level ${String(level.rank)}, ${texts[level.name] ?? level.name}`
        : '',
    text: (key: string) => texts[key] ?? key,
  };
}

/** A page about a part of a draft: where it belongs, and the way back. */
export function DraftFrame({
  at,
  open,
  title,
  form,
  children,
}: {
  readonly at: DeskContext;
  readonly open: OpenDraft;
  readonly title: string;
  readonly form?: FormState;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { product } = open.kept.draft;
  return (
    <DeskFrame title={`${title}: ${product.name ?? open.product.product.name}`} at={at}>
      <p class="back">
        <a href={draftPath(open)}>Back to the application</a>
      </p>
      {form && <ErrorSummary form={form} />}
      <h1>
        <span class="sub">{product.name ?? open.product.product.name}</span>
        {title}
      </h1>
      {children}
    </DeskFrame>
  );
}
