import { ok } from '@assay/vocabulary/result';

import type { Answer, Asked } from '../http/answer.ts';

/** Link types of the GS1 Web Vocabulary; the only ones that are answered for here. */
export const GS1_VOCABULARY = 'https://ref.gs1.org/voc/';

type Described = {
  readonly programme: {
    readonly title: string;
    readonly origin: string;
    readonly administrator: { readonly name: string };
  };
};

/**
 * What this resolver is (GS1-Conformant Resolver 1.2, section 3): it answers for GTINs alone, since a label is of a model
 * and never of one unit. Key qualifiers and compressed forms of a product's address are not read, so it claims none.
 */
export async function gs1Resolver(_asked: Asked, { programme }: Described): Promise<Answer> {
  const description = {
    name: programme.title,
    resolverRoot: programme.origin,
    supportedPrimaryKeys: ['01'],
    supportedLinkType: [{ namespace: GS1_VOCABULARY, prefix: 'gs1:' }],
    linkTypeDefaultCanBeLinkset: false,
    jsonLdContextLocation: 'https://ref.gs1.org/standards/resolver/linkset-context',
    contact: { fn: programme.administrator.name },
  };
  const body = `${JSON.stringify(description, null, 2)}\n`;
  return Promise.resolve(ok({ body, mediaType: 'application/json', maxAge: 3_600 }));
}
