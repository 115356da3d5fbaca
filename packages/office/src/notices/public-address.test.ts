import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isPublicAddress } from './public-address.ts';
import { parseWebhookUrl } from './webhook-url.ts';

describe('the public network', () => {
  test.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '192.0.2.7', '198.18.0.1', '203.0.113.9'],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', '3fff::1', '100::1'],
    ...['', 'localhost', '1.2.3', '1.2.3.4.5', '8.8.8.8 '],
  ])('does not have %j', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1', '2a00:1450:4001::5'])(
    'has %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test('has no address of IPv4 as IPv6 writes it, whichever it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });
});

describe('the URL of an endpoint', () => {
  const read = (text: string, sandbox = false) => {
    const url = parseWebhookUrl(text, sandbox);
    return url.ok ? url.value.href : url.refusal.code;
  };
  test.each([
    ['https://hooks.example.org/assay?x=1', 'https://hooks.example.org/assay?x=1'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://hooks.example.org:8443/', 'https://hooks.example.org:8443/'],
    ['http://hooks.example.org/', 'webhook-url-not-https'],
    ['ftp://hooks.example.org/', 'webhook-url-not-https'],
    ['file:///etc/passwd', 'webhook-url-malformed'],
    ['hooks.example.org', 'webhook-url-malformed'],
    ['https://a:b@hooks.example.org/', 'webhook-url-malformed'],
    ['https://hooks.example.org/#x', 'webhook-url-malformed'],
    [`https://hooks.example.org/${'a'.repeat(500)}`, 'webhook-url-malformed'],
    ['https://localhost/', 'webhook-url-not-public'],
    ['https://localhost./', 'webhook-url-not-public'],
    ['https://intranet/', 'webhook-url-not-public'],
    ['https://printer.local/', 'webhook-url-not-public'],
    ['https://db.internal/', 'webhook-url-not-public'],
    ['https://127.0.0.1/', 'webhook-url-not-public'],
    ['https://0x7f.1/', 'webhook-url-not-public'],
    ['https://2130706433/', 'webhook-url-not-public'],
    ['https://[::1]/', 'webhook-url-not-public'],
    ['https://[::ffff:10.0.0.1]/', 'webhook-url-not-public'],
    ['https://169.254.169.254/latest/meta-data', 'webhook-url-not-public'],
  ])('%s reads as %s', (text, wanted) => {
    expect(read(text)).toBe(wanted);
  });

  test('may be this machine in a sandbox, and no other that is near', () => {
    expect(read('http://localhost:9000/hook', true)).toBe('http://localhost:9000/hook');
    expect(read('http://127.0.0.1:9000/', true)).toBe('http://127.0.0.1:9000/');
    expect(read('http://10.0.0.1/', true)).toBe('webhook-url-not-https');
    expect(read('https://10.0.0.1/', true)).toBe('webhook-url-not-public');
  });
});
