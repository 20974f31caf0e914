import { addressReader, isRange, neighbourhood } from './address';

const from = (peer: string | undefined, forwarded?: string) => ({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress: peer } }) as never;

describe('who sent it', () => {
  test.each([
    ['nobody is trusted: what is said does not count', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a stranger says he is somebody else', ['10.0.0.0/8'], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a named proxy says it', ['10.0.0.5'], '10.0.0.5', '198.51.100.1', '198.51.100.1'],
    ['a range is named', ['10.0.0.0/8'], '10.9.9.9', '198.51.100.1', '198.51.100.1'],
    ['two proxies, both named', ['10.0.0.5', '10.0.0.6'], '10.0.0.5', '198.51.100.1, 10.0.0.6', '198.51.100.1'],
    ['what a client wrote in front of the proxy’s word', ['10.0.0.5'], '10.0.0.5', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['the second proxy is nobody', ['10.0.0.5'], '10.0.0.5', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['the proxy says nothing', ['10.0.0.5'], '10.0.0.5', undefined, '10.0.0.5'],
    ['the proxy says something odd', ['10.0.0.5'], '10.0.0.5', 'self', '10.0.0.5'],
    ['with a port', ['10.0.0.5'], '10.0.0.5', '198.51.100.1:4711', '10.0.0.5'],
    ['short forms are no addresses', ['10.0.0.5'], '10.0.0.5', '1', '10.0.0.5'],
    ['IPv4 in IPv6', ['10.0.0.5'], '::ffff:10.0.0.5', '198.51.100.1', '198.51.100.1'],
    ['IPv4 in IPv6, alone', [], '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['a connection that is gone', [], undefined, undefined, 'unknown'],
  ] as const)('%s', (_what, proxies, peer, forwarded, expected) => {
    expect(addressReader(proxies)(from(peer, forwarded))).toBe(expected);
  });
});

describe('who sent it, by Forwarded (RFC 7239)', () => {
  const read = (forwarded: string | undefined, more: Record<string, string> = {}) =>
    addressReader(['10.0.0.5', '10.0.0.6'], 'forwarded')({ headers: { ...(forwarded === undefined ? {} : { forwarded }), ...more }, socket: { remoteAddress: '10.0.0.5' } } as never);
  test.each([
    ['for=198.51.100.1', '198.51.100.1'],
    ['For="198.51.100.1:4711";proto=https;by=10.0.0.5', '198.51.100.1'],
    ['proto=https; for="[2001:db8::1]:4711"', '2001:db8::1'],
    ['for=1.1.1.1, for=198.51.100.1', '198.51.100.1'],
    ['for=198.51.100.1, for=10.0.0.6', '198.51.100.1'],
    ['for=198.51.100.1, for=203.0.113.9', '203.0.113.9'],
    ['for="1.1.1.1, for=198.51.100.1', '198.51.100.1'], // a client's open quote swallows nothing
    ['for=unknown', '10.0.0.5'],
    ['for=_hidden', '10.0.0.5'],
    ['proto=https', '10.0.0.5'],
    ['', '10.0.0.5'],
    [undefined, '10.0.0.5'],
  ])('%s: %s', (forwarded, expected) => {
    expect(read(forwarded)).toBe(expected);
  });

  test('of the two headers only the one counts that the proxies write', () => {
    expect(read('for=198.51.100.1', { 'x-forwarded-for': '1.1.1.1' })).toBe('198.51.100.1');
    expect(read(undefined, { 'x-forwarded-for': '1.1.1.1' })).toBe('10.0.0.5');
    expect(addressReader(['10.0.0.5'])({ headers: { forwarded: 'for=1.1.1.1' }, socket: { remoteAddress: '10.0.0.5' } } as never)).toBe('10.0.0.5');
  });
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
  ['::1', '::/64'],
  ['unknown', 'unknown'],
])('%s is metered with %s', (address, expected) => {
  expect(neighbourhood(address)).toBe(expected);
});

test('a setting names addresses and ranges, and nothing wider than it can mean', () => {
  for (const good of ['10.0.0.5', '10.0.0.0/8', 'fd00::/8', '::1', 'loopback']) expect([good, isRange(good)]).toEqual([good, true]);
  for (const bad of ['proxy.example', '10.0.0.0/0', '10.0.0.0/33', '*', 'true', '']) expect([bad, isRange(bad)]).toEqual([bad, false]);
});
