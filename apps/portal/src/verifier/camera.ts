/** Reads the text of a QR code from a picture; undefined where none is seen. */
export type Decoder = (picture: ImageData) => Promise<string | undefined>;

/** Wider pictures are made smaller: a code that fills a third of the frame still has more than 3 pixels a module. */
const WIDEST = 1_600;
const LOOK_EVERY_MS = 200;

/** The browser's own decoder where it has one for QR codes; else ours, which is loaded only now. */
export async function openDecoder(asset: string): Promise<Decoder> {
  const native = await nativeDecoder();
  if (native) return native;
  const { decode } = parseDecoder(await import(asset));
  return async (picture) => decode(picture);
}

/** The code in a picture file of any size. */
export async function readPicture(file: Blob, decode: Decoder): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  const found = await decode(pixelsOf(picture, picture.width, picture.height));
  picture.close();
  return found;
}

/** Looks through the camera until a code is seen or `stop` is called; the pictures never leave the device. */
export async function openCamera(
  video: HTMLVideoElement,
  decode: Decoder,
  seen: (text: string) => void,
): Promise<{ readonly stop: () => void }> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1_280 }, height: { ideal: 720 } },
    audio: false,
  });
  let open = true;
  const isOpen = (): boolean => open;
  const stop = () => {
    open = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async (): Promise<void> => {
    if (!isOpen()) return;
    const { videoWidth: width, videoHeight: height } = video;
    const text = width > 0 ? await decode(pixelsOf(video, width, height)).catch(() => undefined) : undefined;
    if (text !== undefined && isOpen()) {
      stop();
      seen(text);
    } else setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  void look();
  return { stop };
}

function pixelsOf(source: CanvasImageSource, fullWidth: number, fullHeight: number): ImageData {
  const scale = Math.min(1, WIDEST / Math.max(fullWidth, fullHeight));
  const [width, height] = [Math.round(fullWidth * scale), Math.round(fullHeight * scale)];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) throw new Error('this browser draws no pictures');
  drawing.drawImage(source, 0, 0, width, height);
  return drawing.getImageData(0, 0, width, height);
}

/** The Shape Detection API, which no type library has yet. */
type BarcodeReader = { detect(picture: ImageData): Promise<readonly { readonly rawValue: string }[]> };
type BarcodeReaderMaker = {
  new (options: { readonly formats: readonly string[] }): BarcodeReader;
  getSupportedFormats(): Promise<readonly string[]>;
};

async function nativeDecoder(): Promise<Decoder | undefined> {
  const maker = parseMaker(globalThis);
  const formats = maker ? await maker.getSupportedFormats().catch(() => []) : [];
  if (!maker || !formats.includes('qr_code')) return undefined;
  const reader = new maker({ formats: ['qr_code'] });
  return async (picture) => (await reader.detect(picture))[0]?.rawValue;
}

function parseMaker(scope: object): BarcodeReaderMaker | undefined {
  return (scope as { readonly BarcodeDetector?: BarcodeReaderMaker }).BarcodeDetector;
}

type DecoderModule = { readonly decode: (picture: ImageData) => string | undefined };

function parseDecoder(module: unknown): DecoderModule {
  return module as DecoderModule;
}
