import { signDeclarationsAgain } from '@assay/office/1-application/submit-application';
import { SignedAgainSchema } from '@assay/vocabulary/case-acts';
import { refuse } from '@assay/vocabulary/result';

import { actRoutes } from '../case-file/act-page.tsx';
import { openOwnRoom, type CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Empty } from '../layout/empty.tsx';
import { Field, Tick } from '../layout/form.tsx';

/** A declaration read and signed anew in a case that is open, each by itself. */
export const signAgainRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'signDeclarations', path: 'sign/:declaration', done: 'sign', open: openOwnRoom },
  ...{ event: 'declaration.signed', title: 'Sign a declaration anew', does: 'Sign it' },
  body: SignedAgainSchema,
  fields: {
    signer: { label: 'Who signs', missing: 'Enter the name of whoever signs' },
    capacity: { label: 'In which capacity', missing: 'Enter the capacity, such as Head of product security' },
    agreed: { label: 'I have read this declaration and sign it' },
  },
  fieldOf: { 'declaration-not-agreed': 'agreed' },
  because: 'Signed anew.',
  look: async (room, params) => declarationIn(room, params),
  canSend: (asked) => asked !== undefined,
  inside: ({ room, form, extra }) =>
    extra ? (
      <>
        <blockquote class="lead">{room.sheet.texts[extra.text] ?? extra.text}</blockquote>
        <p class="soft">
          Version {extra.version}. What is signed is kept with this version, your name, capacity and the time.
        </p>
        <Field form={form} name="signer" width="half" />
        <Field form={form} name="capacity" width="half" />
        <Tick form={form} name="agreed" />
      </>
    ) : (
      <Empty says="The scheme asks for no such declaration." />
    ),
  send: async (office, command, { signer, capacity, agreed, ...why }, { room, params }) => {
    const asked = declarationIn(room, params);
    if (!asked) return refuse({ code: 'not-to-be-signed' });
    if (!agreed) return refuse({ code: 'declaration-not-agreed' });
    const { id: declaration, version } = asked;
    const signed = { declaration, version, signer, capacity, signedAt: room.at.now };
    return signDeclarationsAgain(office, { ...command, ...why, declarations: [signed] });
  },
});

function declarationIn({ sheet }: CaseRoom, params: Readonly<Record<string, string>>) {
  return sheet.scheme.declarations.find(({ id }) => id === params['declaration']);
}
