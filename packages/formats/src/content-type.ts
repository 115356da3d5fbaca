/**
 * What a file's content is, told from its beginning and, where that is text, from all of it. Signatures are those that
 * the formats themselves print; nothing is unpacked, so an archive costs no more than its bytes.
 */
export type Content =
  | { readonly is: 'text'; readonly begins: 'object' | 'tag' | 'other' }
  /** A media type whose signature it bears. */
  | { readonly is: 'signed'; readonly mediaType: string }
  | { readonly is: 'other' };

/** Looks at bytes as they pass, in their order; asked once after the last. */
export type ContentLook = {
  take(bytes: Uint8Array): void;
  found(): Content;
};

/** Begins to look at a file. It keeps a few hundred bytes, however long the file is. */
export function lookAtContent(): ContentLook {
  const head = new Uint8Array(HEAD);
  let filled = 0;
  const text = textLook();
  return {
    take: (bytes) => {
      if (filled < HEAD) {
        const first = bytes.subarray(0, HEAD - filled);
        head.set(first, filled);
        filled += first.length;
      }
      text.take(bytes);
    },
    found: () => {
      const begins = head.subarray(0, filled);
      const signature = SIGNATURES.find(({ at, bytes }) => bytes.every((byte, n) => begins[at + n] === byte));
      if (signature) return { is: 'signed', mediaType: signature.mediaType };
      return text.holds() ? { is: 'text', begins: beginning(begins) } : { is: 'other' };
    },
  };
}

/** The media type under which such a file is kept where its sender claims this one; undefined: it is not what is claimed. */
export function keptType(claim: string, content: Content): string | undefined {
  const claimed = claim.toLowerCase().replace(/;.*$/s, '').trim();
  if (claimed === '' || claimed === ANYTHING) return told(content);
  const wanted = CLAIMS.get(claimed) ?? familyOf(claimed);
  if (!wanted) return content.is === 'other' ? ANYTHING : undefined;
  return wanted.some((one) => fits(one, content)) ? claimed : undefined;
}

/** The media type that a file's name claims; empty where the name claims none that is known. */
export function typeOfName(fileName: string): string {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return ENDINGS.get(ending) ?? '';
}

/** The media type of content about which nothing is claimed. */
export function told(content: Content): string {
  switch (content.is) {
    case 'signed':
      return content.mediaType;
    case 'text':
      return 'text/plain';
    case 'other':
      return ANYTHING;
  }
}

const ANYTHING = 'application/octet-stream';
const HEAD = 512;

const SIGNATURES = [
  ['application/pdf', 0, '255044462d'],
  ['image/png', 0, '89504e470d0a1a0a'],
  ['image/jpeg', 0, 'ffd8ff'],
  ['image/gif', 0, '474946383961'],
  ['image/gif', 0, '474946383761'],
  ['image/webp', 8, '57454250'],
  ['image/tiff', 0, '49492a00'],
  ['image/tiff', 0, '4d4d002a'],
  ['video/mp4', 4, '66747970'],
  ['application/zip', 0, '504b0304'],
  ['application/zip', 0, '504b0506'],
  ['application/gzip', 0, '1f8b08'],
  ['application/x-7z-compressed', 0, '377abcaf271c'],
  ['application/x-xz', 0, 'fd377a585a00'],
  ['application/x-bzip2', 0, '425a68'],
  ['application/zstd', 0, '28b52ffd'],
  ['application/x-tar', 257, '7573746172'],
  ['application/x-ole-storage', 0, 'd0cf11e0a1b11ae1'],
  ['application/x-elf', 0, '7f454c46'],
  ['application/vnd.microsoft.portable-executable', 0, '4d5a'],
  ['application/x-mach-binary', 0, 'cffaedfe'],
  ['application/vnd.tcpdump.pcap', 0, 'd4c3b2a1'],
  ['application/vnd.tcpdump.pcap', 0, 'a1b2c3d4'],
  ['application/x-pcapng', 0, '0a0d0d0a'],
].map(([mediaType, at, hex]) => ({
  mediaType: String(mediaType),
  at: Number(at),
  bytes: (String(hex).match(/../g) ?? []).map((pair) => parseInt(pair, 16)),
}));

/** Text, text that begins so, or a media type with a signature. */
type Wanted = string;

/** What a claim may turn out to be. Office documents are archives; browsers on Windows call tables of text by a spreadsheet's name. */
const CLAIMS: ReadonlyMap<string, readonly Wanted[]> = new Map<string, readonly Wanted[]>([
  ['application/json', ['object']],
  ['application/xml', ['tag']],
  ['text/xml', ['tag']],
  ['text/html', ['tag']],
  ['image/svg+xml', ['tag']],
  ['application/yaml', ['text', 'object']],
  ['application/x-yaml', ['text', 'object']],
  ['application/x-zip-compressed', ['application/zip']],
  ['application/x-gzip', ['application/gzip']],
  ['application/msword', ['application/x-ole-storage']],
  ['application/vnd.ms-excel', ['application/x-ole-storage', 'application/zip', 'text']],
  ['application/vnd.ms-powerpoint', ['application/x-ole-storage']],
  ['application/java-archive', ['application/zip']],
  ['application/vnd.android.package-archive', ['application/zip']],
]);

function familyOf(claimed: string): readonly Wanted[] | undefined {
  if (/^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\./.test(claimed))
    return ['application/zip'];
  if (claimed.endsWith('+json')) return ['object'];
  if (claimed.endsWith('+xml')) return ['tag'];
  if (claimed.startsWith('text/')) return ['text', 'object', 'tag'];
  return SIGNATURES.some(({ mediaType }) => mediaType === claimed) ? [claimed] : undefined;
}

function fits(wanted: Wanted, content: Content): boolean {
  if (content.is === 'signed') return content.mediaType === wanted;
  if (content.is === 'other') return false;
  return wanted === 'text' || wanted === content.begins;
}

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
  ['mp4', 'video/mp4'],
  ['zip', 'application/zip'],
  ['gz', 'application/gzip'],
  ['tgz', 'application/gzip'],
  ['7z', 'application/x-7z-compressed'],
  ['xz', 'application/x-xz'],
  ['tar', 'application/x-tar'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['exe', 'application/vnd.microsoft.portable-executable'],
  ['pcap', 'application/vnd.tcpdump.pcap'],
  ['pcapng', 'application/x-pcapng'],
  ['txt', 'text/plain'],
  ['log', 'text/plain'],
  ['md', 'text/markdown'],
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['sarif', 'application/json'],
  ['xml', 'application/xml'],
  ['html', 'text/html'],
  ['svg', 'image/svg+xml'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
]);

/** Whether all that passes is UTF-8 without control characters beyond those of lines and tables. */
function textLook(): { take(bytes: Uint8Array): void; holds(): boolean } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isText = true;
  const look = (bytes: Uint8Array | undefined) => {
    if (!isText) return;
    try {
      const passed = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
      isText = !CONTROL.test(passed);
    } catch {
      isText = false;
    }
  };
  return {
    take: look,
    holds: () => {
      look(undefined);
      return isText;
    },
  };
}

const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

function beginning(head: Uint8Array): 'object' | 'tag' | 'other' {
  const first = new TextDecoder().decode(head).trimStart().charAt(0);
  if (first === '{' || first === '[') return 'object';
  return first === '<' ? 'tag' : 'other';
}
