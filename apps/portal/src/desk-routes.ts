import { ok } from '@assay/vocabulary/result';

import { auditRoutes } from './0-programme/audit.page.tsx';
import { mailRoutes } from './0-programme/mail.page.tsx';
import { homeRoutes } from './0-programme/home.page.tsx';
import { bodyRoutes } from './0-programme/people/bodies.page.tsx';
import { changeOrganisationRoutes } from './0-programme/people/change-organisation.page.tsx';
import { editRoutes } from './0-programme/people/edit.page.tsx';
import { invitationRoutes } from './0-programme/people/invitation.page.tsx';
import { inviteRoutes } from './0-programme/people/invite.page.tsx';
import { memberRoutes } from './0-programme/people/member.page.tsx';
import { organisationRoutes } from './0-programme/people/organisation.page.tsx';
import { organisationsRoutes } from './0-programme/people/organisations.page.tsx';
import { peopleApiRoutes } from './0-programme/people/people.api.ts';
import { providerRoutes } from './0-programme/people/provider.page.tsx';
import { recoveryRoutes } from './0-programme/people/recovery.page.tsx';
import { selfRoutes } from './0-programme/people/self.page.tsx';
import { serviceRoutes } from './0-programme/people/services.page.tsx';
import { settingRoutes } from './0-programme/settings.page.tsx';
import { webhookRoutes } from './0-programme/webhooks.page.tsx';
import { aboutProductRoutes } from './1-application/about-product.page.tsx';
import { answerRoutes } from './1-application/answer.page.tsx';
import { applicationRoutes } from './1-application/applications.page.tsx';
import { signAgainRoutes } from './1-application/sign-again.page.tsx';
import { withdrawRoutes } from './1-application/withdraw.page.tsx';
import { declarationRoutes } from './1-application/declarations.page.tsx';
import { disclosureRoutes } from './1-application/disclosures.page.tsx';
import { draftApiRoutes } from './1-application/draft.api.ts';
import { draftRoutes } from './1-application/draft.page.tsx';
import { draftListRoutes } from './1-application/drafts.page.tsx';
import { evidenceRoutes } from './1-application/evidence.page.tsx';
import { handInRoutes } from './1-application/hand-in.page.tsx';
import { ixitApiRoutes } from './1-application/ixit.api.ts';
import { ixitRoutes } from './1-application/ixit.page.tsx';
import { levelRoutes } from './1-application/level.page.tsx';
import { productRoutes } from './1-application/products.page.tsx';
import { requirementRoutes } from './1-application/requirements.page.tsx';
import { uploadRoutes } from './1-application/upload-api.ts';
import { laboratoryDeskRoutes } from './2-evaluation/laboratory/laboratory-desk-routes.ts';
import { labelsHeldRoutes } from './7-surveillance/labels-held.page.tsx';
import { reportOnOrderRoutes } from './7-surveillance/report-on-order.page.tsx';
import { reportChangeRoutes } from './7-surveillance/report-change.page.tsx';
import { caseDeskRoutes } from './case-file/case-desk-routes.ts';
import { ownCaseRoutes } from './case-file/own-case.page.tsx';
import { deskApi, type DeskRoute } from './http/desk-route.ts';
import { openApiOf } from './http/openapi.ts';
import { ROUTES_OF_SIGN_IN } from './sign-in/sign-in-routes.ts';

const described: readonly DeskRoute[] = [
  ...homeRoutes,
  ...auditRoutes,
  ...caseDeskRoutes,
  ...laboratoryDeskRoutes,
  ...organisationRoutes,
  ...inviteRoutes,
  ...memberRoutes,
  ...recoveryRoutes,
  ...selfRoutes,
  ...editRoutes,
  ...providerRoutes,
  ...serviceRoutes,
  ...invitationRoutes,
  ...bodyRoutes,
  ...organisationsRoutes,
  ...changeOrganisationRoutes,
  ...peopleApiRoutes,
  ...productRoutes,
  ...draftListRoutes,
  ...draftRoutes,
  ...levelRoutes,
  ...draftApiRoutes,
  ...aboutProductRoutes,
  ...requirementRoutes,
  ...ixitRoutes,
  ...ixitApiRoutes,
  ...disclosureRoutes,
  ...evidenceRoutes,
  ...uploadRoutes,
  ...applicationRoutes,
  ...ownCaseRoutes,
  ...answerRoutes,
  ...signAgainRoutes,
  ...withdrawRoutes,
  ...labelsHeldRoutes,
  ...reportChangeRoutes,
  ...reportOnOrderRoutes,
  ...declarationRoutes,
  ...handInRoutes,
  ...ROUTES_OF_SIGN_IN,
  ...webhookRoutes,
  ...mailRoutes,
  ...settingRoutes,
];

/** Every address of the office: method, path, permission, audit event, and what may be sent there. */
export const deskRoutes: readonly DeskRoute[] = [
  ...described,
  deskApi({
    method: 'GET',
    path: '/api/v1/openapi.json',
    permission: 'public',
    event: 'none',
    summary: 'This description.',
    answer: async (_, { office }) =>
      ok({ data: openApiOf(described, { title: office.programme.title, origin: office.origin }) }),
  }),
];
