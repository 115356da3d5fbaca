import type { DraftAnswer } from '@assay/conformity/1-application/answer';
import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { Disclosures } from '@assay/vocabulary/dossier';
import { ok } from '@assay/vocabulary/result';
import { oneOf, text, Type } from '@assay/vocabulary/schema';

import type { DeskRoute } from '../http/desk-route.ts';
import type { FieldWords } from '../http/form-state.ts';
import { Choices, Field, TextArea } from '../layout/form.tsx';
import { draftSection } from './draft-section.tsx';

const FIELDS: FieldWords = {
  changeable: { label: 'Can the buyer change the password?' },
  passwordHow: { label: 'How?' },
  setup: { label: 'How is the product set up safely?' },
  setupLink: { label: 'Where is that explained?', wrong: 'Enter an address that begins with https://' },
  automatic: { label: 'Do security updates install by themselves?' },
  updatesHow: { label: 'How does the buyer get them?' },
  advisories: { label: 'Where do you tell of weaknesses and of updates that mend them?' },
  sbom: { label: 'Is there a list of the software components (SBOM)?' },
  hbom: { label: 'Is there a list of the hardware components (HBOM)?' },
};
const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];
const said = Type.Optional(text(600));
const yesNo = Type.Optional(oneOf(['yes', 'no']));

/** What buyers are told on the label page, in the developer's own words. */
export const disclosureRoutes: readonly DeskRoute[] = draftSection({
  path: 'disclosures',
  fields: FIELDS,
  body: {
    ...{ changeable: Type.Optional(oneOf(['yes', 'no', 'no-password'])), passwordHow: said },
    ...{ setup: said, setupLink: Type.Optional(text(300)), automatic: yesNo, updatesHow: said },
    ...{ advisories: said, sbom: yesNo, hbom: yesNo },
  },
  title: () => ok('What buyers are told'),
  values: ({ kept: { draft } }: OpenDraft) => {
    const { passwordChange, secureConfiguration, updates, securityInformation, sbom, hbom } =
      draft.disclosures;
    return {
      ...{ changeable: passwordChange?.changeable ?? '', passwordHow: passwordChange?.how.says ?? '' },
      ...{ setup: secureConfiguration?.says ?? '', setupLink: secureConfiguration?.link ?? '' },
      ...{ automatic: updates?.automatic ?? '', updatesHow: updates?.how.says ?? '' },
      ...{ advisories: securityInformation?.says ?? '', sbom: sbom ?? '', hbom: hbom ?? '' },
    };
  },
  view: (form, { editor: { disclosures } }) => (
    <>
      <p class="measure">
        This stands on the public page of the label, in your words. Write it for the buyer.
      </p>
      {disclosures.includes('passwordChange') && (
        <>
          <Choices
            form={form}
            name="changeable"
            of={[...YES_NO, { value: 'no-password', label: 'There is no password' }]}
          />
          <TextArea form={form} name="passwordHow" rows={2} />
        </>
      )}
      {disclosures.includes('secureConfiguration') && (
        <>
          <TextArea form={form} name="setup" rows={3} />
          <Field form={form} name="setupLink" type="url" />
        </>
      )}
      {disclosures.includes('updates') && (
        <>
          <Choices form={form} name="automatic" of={YES_NO} />
          <TextArea form={form} name="updatesHow" rows={2} />
        </>
      )}
      {disclosures.includes('securityInformation') && <TextArea form={form} name="advisories" rows={2} />}
      {disclosures.includes('inventories') && (
        <>
          <Choices form={form} name="sbom" of={YES_NO} />
          <Choices form={form} name="hbom" of={YES_NO} />
        </>
      )}
    </>
  ),
  places: () => [
    {
      ask: 'disclosure',
      field: 'updates',
      disclosures: parseDisclosures({
        ...{
          passwordChange: 1,
          secureConfiguration: 1,
          updates: 1,
          securityInformation: 1,
          sbom: 1,
          hbom: 1,
        },
      }),
    },
  ],
  answers: (body, { kept: { draft } }) => {
    const { changeable, passwordHow, setup, setupLink, automatic, updatesHow, advisories, sbom, hbom } = body;
    const before = draft.disclosures;
    const link = (there: { readonly link?: string } | undefined) =>
      there?.link === undefined ? {} : { link: there.link };
    const disclosures = parseDisclosures({
      ...(changeable !== undefined &&
        passwordHow !== undefined && {
          passwordChange: { changeable, how: { says: passwordHow, ...link(before.passwordChange?.how) } },
        }),
      ...(setup !== undefined && {
        secureConfiguration: { says: setup, ...(setupLink !== undefined && { link: setupLink }) },
      }),
      ...(automatic !== undefined &&
        updatesHow !== undefined && {
          updates: { automatic, how: { says: updatesHow, ...link(before.updates?.how) } },
        }),
      ...(advisories !== undefined && {
        securityInformation: { says: advisories, ...link(before.securityInformation) },
      }),
      ...(sbom !== undefined && { sbom }),
      ...(hbom !== undefined && { hbom }),
    });
    const answer: DraftAnswer = { ask: 'disclosure', field: 'updates', disclosures };
    return ok([answer]);
  },
});

/** Read by the schema of the draft before anything is kept. */
function parseDisclosures(disclosures: object): Disclosures {
  return disclosures;
}
