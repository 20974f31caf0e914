import { MAX_PEM_SIZE, readPem, writePem } from './pem';

const bytes = (text: string) => new TextEncoder().encode(text);
const block = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const labels = (text: string) => readPem(text).map(({ label }) => label);
const ABC = 'YWJj';

test.each([0, 1, 47, 48, 49, 3000])('%d bytes are written and read back', (size) => {
  const content = Uint8Array.from({ length: size }, (_, i) => i % 256);
  expect(readPem(writePem('X509 CRL', content))).toEqual([{ label: 'X509 CRL', bytes: content }]);
});

test.each([
  ['lines that end with CR LF', block('CERTIFICATE', ABC).replaceAll('\n', '\r\n')],
  ['blanks and empty lines inside', '-----BEGIN CERTIFICATE----- \n\n YW \t\n\nJj \n\n-----END CERTIFICATE-----'],
  ['all in one line', `-----BEGIN CERTIFICATE----- ${ABC} -----END CERTIFICATE-----`],
  ['words before and behind it', `subject=CN = a\n${block('CERTIFICATE', ABC)}\nissuer=CN = b`],
  ['one that never ends before it', `-----BEGIN CERTIFICATE-----\nAAAA\n${block('CERTIFICATE', ABC)}`],
  ['another end before it', `-----END CERTIFICATE-----\n${block('CERTIFICATE', ABC)}`],
])('%s: the block is read', (_what, text) => {
  expect(readPem(text)).toEqual([{ label: 'CERTIFICATE', bytes: bytes('abc') }]);
});

test('several blocks come in their order', () => {
  expect(labels([block('PRIVATE KEY', ABC), 'between', block('CERTIFICATE', ABC), block('CERTIFICATE', ABC)].join('\n'))).toEqual(['PRIVATE KEY', 'CERTIFICATE', 'CERTIFICATE']);
});

test.each([
  ['two labels', `-----BEGIN CERTIFICATE-----\n${ABC}\n-----END PRIVATE KEY-----`],
  ['headers (RFC 1421)', block('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\n\n${ABC}`)],
  ['no line end', `-----BEGIN CERTIFICATE-----${ABC}-----END CERTIFICATE-----`],
  ['a label in small letters', block('certificate', ABC)],
  ['no label', block('', ABC)],
  ['other letters', block('CERTIFICATE', '证书')],
])('%s: no block', (_what, text) => {
  expect(readPem(text)).toEqual([]);
});

test.each(['A', 'AAAAA', '=AAA', 'AA=A'])('%j is no base64 and is refused', (body) => {
  expect(() => readPem(block('CERTIFICATE', body))).toThrow('envelope.pem-malformed');
});

test('the limit is looked at first', () => {
  expect(readPem('\n'.repeat(MAX_PEM_SIZE))).toEqual([]);
  expect(() => readPem('\n'.repeat(MAX_PEM_SIZE + 1))).toThrow('envelope.pem-malformed');
  expect(() => readPem(writePem('CERTIFICATE', bytes('abc')), 40)).toThrow('envelope.pem-malformed');
});
