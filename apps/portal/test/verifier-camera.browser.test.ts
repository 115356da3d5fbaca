import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { rasterOf, type Raster } from '@assay/attestation/test/raster';
import { describe, expect, test } from 'vitest';

import { NOW, asked, context, host, isGreen, launch, origin, page, useVerifier, visit } from './verifying.ts';

useVerifier();

describe('a picture', () => {
  test('is read by the reader that is loaded only now', async () => {
    const id = await host.grant();
    const drawing = await context.newPage();
    await drawing.setContent(`<body style="margin:0;background:#fff">${await host.qr(id)}`);
    await drawing.locator('svg').evaluate((one) => {
      one.setAttribute('width', '600');
      one.setAttribute('height', '600');
    });
    const buffer = await drawing.screenshot();
    await drawing.close();
    await visit();
    expect(asked.filter((url) => url.includes('decoder'))).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
    await page.locator('#answer').waitFor();
    expect(await isGreen()).toBe(true);
    expect(asked.filter((url) => url.includes('decoder'))).toHaveLength(1);
  });

  test('without a code in it is told so', async () => {
    await visit();
    const buffer = await page.screenshot();
    await page.locator('input[type=file]').setInputFiles({ name: 'desk.png', mimeType: 'image/png', buffer });
    await page.getByText('No QR code was found in the picture').waitFor();
  });
});

describe('the camera', () => {
  test('reads a code held before it, stops, and the picture goes nowhere', async () => {
    const id = await host.grant();
    const film = join(await mkdtemp(join(tmpdir(), 'assay-film-')), 'code.y4m');
    await writeFile(film, filmOf(rasterOf(await host.qr(id), 7)));
    const withCamera = await launch([
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    const looking = await withCamera.newPage();
    await looking.clock.setFixedTime(NOW);
    const sent: string[] = [];
    looking.on('request', (request) => sent.push(request.method()));
    await looking.goto(`${origin}/verify`);
    await looking.getByText('Works without a connection').waitFor();
    await looking.getByRole('button', { name: 'Scan with the camera' }).click();
    await looking.locator('.state.is-valid').waitFor();
    expect(await looking.locator('video').count()).toBe(0);
    expect(new Set(sent)).toEqual(new Set(['GET']));
    await withCamera.close();
    await rm(dirname(film), { recursive: true });
  });

  test('that is not there, or not allowed, is told so', async () => {
    await visit();
    await page.getByRole('button', { name: 'Scan with the camera' }).click();
    await page.getByText('The camera could not be opened').waitFor();
  });
});

/** A film of one picture in the middle of a white wall, as a browser takes it for a camera: YUV4MPEG2, 4:2:0. */
function filmOf({ data, width: side }: Raster): Buffer {
  const [width, height] = [640, 480];
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const luma = Buffer.alloc(width * height, 255);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) luma[(top + y) * width + left + x] = data[(y * side + x) * 4] ?? 255;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n'), frame, frame, frame]);
}
