import type { Signed } from '@assay/office/sign-in/signed';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import type { Role } from '@assay/vocabulary/programme';

/** One entry of the menu of a desk. */
type Entry = {
  readonly path: string;
  readonly name: string;
  /** Organisations whose people have it; absent: everybody. */
  readonly kinds?: readonly OrganisationKind[];
  /** Roles of which one is needed; absent: any. */
  readonly roles?: readonly Role[];
  /** Where pages that belong to it lie elsewhere. */
  readonly also?: readonly string[];
};

/** Every entry, in order; a seat sees those of its kinds and roles. */
const ENTRIES: readonly Entry[] = [
  { path: '/desk', name: 'My desk' },
  {
    path: '/desk/cases',
    name: 'Cases',
    kinds: ['label-administrator', 'lead-administrator', 'authority', 'scheme-owner'],
  },
  { path: '/desk/laboratory', name: 'Laboratory', kinds: ['laboratory'], roles: ['laboratory'] },
  {
    ...{ path: '/desk/products', name: 'Products', also: ['/desk/evidence'] },
    ...{ kinds: ['developer'], roles: ['applicant'] },
  },
  {
    ...{ path: '/desk/applications', name: 'Applications' },
    // The cases of a developer are what came of its applications.
    also: ['/desk/drafts', '/desk/labels', '/desk/cases'],
    ...{ kinds: ['developer'], roles: ['applicant'] },
  },
  { path: '/desk/organisation', name: 'Organisation' },
  {
    path: '/desk/bodies',
    name: 'Bodies',
    kinds: [
      ...(['lead-administrator', 'scheme-owner', 'authority'] as const),
      ...(['label-administrator', 'laboratory', 'accreditation-body'] as const),
    ],
  },
  {
    path: '/desk/organisations',
    name: 'Organisations',
    kinds: ['lead-administrator', 'scheme-owner', 'authority'],
  },
  { path: '/desk/audit', name: 'Audit', kinds: ['label-administrator'] },
  {
    path: '/desk/audit',
    name: 'Audit',
    kinds: ['lead-administrator', 'authority', 'scheme-owner'],
    roles: ['lead', 'authority', 'scheme-owner'],
  },
  { path: '/desk/webhooks', name: 'Webhooks', roles: ['manager'] },
  { path: '/desk/mail', name: 'Mail', kinds: ['label-administrator'], roles: ['manager'] },
  { path: '/desk/settings', name: 'Settings', kinds: ['label-administrator'], roles: ['manager'] },
  {
    path: '/desk/schemes/settings',
    name: 'Settings chosen',
    kinds: ['lead-administrator', 'authority', 'scheme-owner'],
    roles: ['lead', 'authority', 'scheme-owner'],
  },
];

/** The menu of whoever is signed in, or of a stranger: the way in. */
export function deskMenu(signed: Signed | undefined): readonly Entry[] {
  if (!signed) return [{ path: '/sign-in', name: 'Sign in' }];
  const open = ENTRIES.filter(
    ({ kinds, roles }) =>
      (!kinds || kinds.some((kind) => signed.kinds.includes(kind))) &&
      (!roles || roles.some((role) => signed.roles.includes(role))),
  );
  // A body that is several things comes to one page by several entries.
  return open.filter(({ path }, at) => open.findIndex((one) => one.path === path) === at);
}

/** Of a menu, the entry that a page is or belongs to: the one with the longest beginning of its path. */
export function entryOf(menu: readonly Entry[], path: string): string | undefined {
  return menu
    .flatMap((entry) => [entry.path, ...(entry.also ?? [])].map((begins) => ({ begins, entry })))
    .filter(({ begins }) => path === begins || path.startsWith(`${begins}/`))
    .toSorted((a, b) => b.begins.length - a.begins.length)[0]?.entry.path;
}
