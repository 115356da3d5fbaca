/** Every edition of a standard and of a scheme that is kept here, each under the name that the tests call it by. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import { IxitEditionKind } from '@assay/vocabulary/ixit';
import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { SchemeEditionKind } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';

const ROOT = join(import.meta.dirname, '../../..');

export const facts = read(FactsDictionaryKind, 'standards/facts.yaml').facts;
export const known = new Set(facts.map((fact) => fact.id));
export const en2 = read(StandardEditionKind, 'standards/etsi-en-303-645/2.1.1.yaml');
export const en3 = read(StandardEditionKind, 'standards/etsi-en-303-645/3.1.3.yaml');
export const nist = read(StandardEditionKind, 'standards/nist-ir-8425/2022.yaml');
export const lifecycleBefore = read(StandardEditionKind, 'standards/singapore-cls-iot/2020.yaml');
export const lifecycle = read(StandardEditionKind, 'standards/singapore-cls-iot/1.4.yaml');
export const software = read(StandardEditionKind, 'standards/nist-consumer-software-label/2022.yaml');
export const star = read(StandardEditionKind, 'standards/jc-star/2024R1.yaml');
export const psti = read(StandardEditionKind, 'standards/uk-psti/2023.yaml');
export const cra = read(StandardEditionKind, 'standards/eu-cra/2024.yaml');
export const gateways = read(StandardEditionKind, 'standards/etsi-ts-103-848/sp-151-4a-1.1.yaml');
export const standards = [en2, en3, nist, lifecycleBefore, lifecycle, software, star, psti, cra, gateways];
export const ixit1 = read(IxitEditionKind, 'standards/etsi-ts-103-701/ixit-1.1.1.yaml');
export const ixit2 = read(IxitEditionKind, 'standards/etsi-ts-103-701/ixit-2.1.1.yaml');
export const mark = read(SchemeEditionKind, 'schemes/us-cyber-trust-mark/2024.yaml');
export const clsBefore = read(SchemeEditionKind, 'schemes/singapore-cls/2020.yaml');
export const cls = read(SchemeEditionKind, 'schemes/singapore-cls/1.4.yaml');
export const star1 = read(SchemeEditionKind, 'schemes/jc-star/2025.yaml');
export const statute = read(SchemeEditionKind, 'schemes/uk-psti/2025.yaml');
export const bsi = read(SchemeEditionKind, 'schemes/germany-bsi-smart-consumer/2022.yaml');
export const traficom = read(SchemeEditionKind, 'schemes/finland-cybersecurity-label/2020.yaml');
export const unowned = read(SchemeEditionKind, 'schemes/nist-consumer-software/2022.yaml');
export const regulation = read(SchemeEditionKind, 'schemes/eu-cra/2024-2847.yaml');
export const vector = read(SchemeEditionKind, 'schemes/principle-vector-illustration/1.yaml');
export const schemes = [mark, clsBefore, cls, star1, statute, bsi, traficom, unowned, regulation, vector];

export function yamlUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

export function read<S extends TSchema>(kind: DocumentKind<S>, path: string): Static<S> {
  const document = readDocument(kind, parse(readFileSync(join(ROOT, path), 'utf8')));
  if (!document.ok) throw new Error(`${path}: ${JSON.stringify(document.refusal.complaints)}`);
  return document.value;
}
