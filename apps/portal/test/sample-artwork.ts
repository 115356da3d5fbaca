import { artwork, printSize, type ToDraw } from '@assay/office/5-label/artwork/artwork';
import { labelCode } from '@assay/office/5-label/artwork/label-facts';
import { VARIANTS } from '@assay/office/5-label/artwork/layout';
import { ARTWORK_LANGUAGES, loadSentences } from '@assay/office/5-label/artwork/sentences';
import { CODES, type LabelArtworkRefusal, type PrintGuide } from '@assay/office/6-register/label-artwork';
import { signOffline } from '@assay/attestation/qr/offline-statement';
import { labelSymbol } from '@assay/attestation/qr/label-symbol';
import { ed25519Signer } from '@assay/attestation/test/sandbox-label';
import type { LabelRecord } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { PublicDesk } from '../src/desk.ts';

/** Tests and pictures are both started in the root. */
const ROOT = process.cwd();
const HOST = 'label.example.org';
const signer = await ed25519Signer('did:web:label.example.org#qr-1');

/** Print files of sample records: drawn as those of an office are, with the words of a scheme that is in no library. */
export function sampleArtwork(labels: readonly LabelRecord[]): Pick<PublicDesk, 'artwork' | 'printGuide'> {
  const find = (id: string) => labels.find(({ labelId }) => labelId === id);
  return {
    artwork: async (id, { language, code, ...asked }) => {
      const record = find(id);
      if (!record) return undefined;
      const label = await toDraw(record, language, code);
      if (!label.ok) return label;
      const made = await artwork(label.value, asked);
      return made.ok ? ok({ ...made.value, maxAge: 60 }) : made;
    },
    printGuide: async (id, language) => {
      const record = find(id);
      if (!record) return undefined;
      const sizes: PrintGuide['sizes'][number][] = [];
      let alternative = '';
      for (const code of CODES) {
        const label = await toDraw(record, language, code);
        if (!label.ok) return label;
        for (const variant of VARIANTS) {
          const size = printSize(label.value, { variant });
          if (!size.ok) return size;
          sizes.push({ variant, code, ...size.value });
          alternative = size.value.alternative;
        }
      }
      const own = { elements: ['A mark of the scheme', 'A code'], altText: 'Mark of the scheme with a code' };
      return ok({ languages: ARTWORK_LANGUAGES, alternative, sizes, own });
    },
  };
}

async function toDraw(
  { labelId, sandbox, state, level, scheme, product, validFrom, validUntil }: LabelRecord,
  language: string,
  code: (typeof CODES)[number],
): Promise<Result<ToDraw, LabelArtworkRefusal>> {
  if (state !== 'valid') return refuse({ code: 'label-not-in-force', state });
  const known = ARTWORK_LANGUAGES.find((one) => one === language);
  if (!known) return refuse({ code: 'language-not-offered', language, offered: ARTWORK_LANGUAGES });
  const { brand, name, models } = product;
  const facts = {
    ...{ labelId, sandbox, host: HOST, programme: 'Sandbox Labels', scheme: scheme.name },
    ...{ level, product: { brand, name, model: models[0] ?? name } },
  };
  const statement = { tier: level.rank, status: { list: 0, index: 1 }, text: brand };
  const times = { issuedAt: validFrom, expiresAt: validUntil };
  const offline = await signOffline({ ...statement, ...times }, { host: HOST, labelId, signer });
  const symbol = labelSymbol({ host: HOST, labelId, offline });
  if (!symbol.ok) throw new Error(symbol.refusal.code);
  const text = code === 'offline' ? symbol.value.text : undefined;
  return ok({
    facts,
    language: known,
    say: await loadSentences(ROOT, known),
    symbol: labelCode(facts, text),
  });
}
