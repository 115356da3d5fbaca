import type { SchemeEdition } from '@assay/vocabulary/scheme';

/** Every text that an edition refers to, and from where. */
export function textKeysOf(
  scheme: SchemeEdition,
): readonly { readonly key: string; readonly path: string }[] {
  const each = <T>(path: string, items: readonly T[], key: (item: T) => string, member: string) =>
    items.map((item, index) => ({ key: key(item), path: `${path}/${String(index)}${member}` }));
  return [
    { key: scheme.title, path: '/title' },
    ...each('/roles', scheme.roles, (role) => role.duty, '/duty'),
    ...each('/levels', scheme.levels, (level) => level.name, '/name'),
    ...each('/classes', scheme.classes ?? [], (one) => one.name, '/name'),
    ...(scheme.classes ?? []).flatMap(({ routes, listed = [] }, index) => [
      ...each(`/classes/${String(index)}/listed`, listed, (entry) => entry.title, '/title'),
      ...each(`/classes/${String(index)}/routes`, routes, (route) => route.title, '/title'),
      ...each(`/classes/${String(index)}/routes`, routes, (route) => route.open, '/open'),
    ]),
    ...each('/principles', scheme.principles ?? [], (principle) => principle.name, '/name'),
    ...each('/gates', scheme.gates ?? [], (gate) => gate.rule, '/rule'),
    ...each('/methods', scheme.methods, (method) => method.title, '/title'),
    ...each('/declarations', scheme.declarations, (declaration) => declaration.text, '/text'),
    ...each('/disclosures', scheme.disclosures, (disclosure) => disclosure.label, '/label'),
    ...each('/changeClasses', scheme.changeClasses, (change) => change.action, '/action'),
    ...each('/sanctions', scheme.sanctions, (sanction) => sanction.rule, '/rule'),
    ...each('/label/elements', scheme.label?.elements ?? [], (key) => key, ''),
    ...each('/statement/states', scheme.statement?.states ?? [], (key) => key, ''),
    ...(scheme.statement ? [{ key: scheme.statement.title, path: '/statement/title' }] : []),
    ...(scheme.label ? [{ key: scheme.label.altText, path: '/label/altText' }] : []),
    ...each('/claims', scheme.claims, (claim) => claim.rule, '/rule'),
    ...each('/doesNotSay', scheme.doesNotSay, (key) => key, ''),
    ...each('/recognitions', scheme.recognitions, (recognition) => recognition.rule, '/rule'),
    { key: scheme.renewal.rule, path: '/renewal/rule' },
    { key: scheme.standardChange.rule, path: '/standardChange/rule' },
    { key: scheme.surveillance.rule, path: '/surveillance/rule' },
    { key: scheme.appeals.rule, path: '/appeals/rule' },
    { key: scheme.fees.rule, path: '/fees/rule' },
    { key: scheme.retention.rule, path: '/retention/rule' },
  ];
}
