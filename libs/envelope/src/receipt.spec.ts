import { makeReceipt, signStatement, verifyReceipt, verifyStatement } from './index';
import { NOW, outcome, root, signerOf } from './envelope.fixtures';

const signer = { ...signerOf('p-256'), signingTime: NOW };
const trust = { roots: [root.certificatePem], at: NOW };

describe('signed statements', () => {
  const value = { acts: ['bid.submit'], 金额: '123', n: 1 };
  const { text, signature } = signStatement(value, signer);

  test('come back with their signer', () => {
    const verified = verifyStatement(text, signature, trust);
    expect(verified.value).toEqual(value);
    expect([verified.signingTime, verified.certificate.subject.commonName]).toEqual([NOW, '临衡水务有限公司']);
  });

  test.each([
    ['another text', '{"n":1}', 'signature-invalid'],
    ['the same in another layout', JSON.stringify(value, null, 1), 'statement-malformed'],
    ['no JSON', '{', 'statement-malformed'],
  ])('%s', (_, other, want) => {
    expect(outcome(() => verifyStatement(other, signature, trust))).toBe(want);
    expect(outcome(() => verifyStatement(text, signature, trust))).toBe('accepted');
  });

  test('trust is asked only when given', () => {
    expect(outcome(() => verifyStatement(text, signature))).toBe('accepted');
    expect(outcome(() => verifyStatement(text, signature, { ...trust, roots: [] }))).toBe('certificate-untrusted');
  });
});

describe('receipts (O20 27)', () => {
  const receipt = makeReceipt({ bid: 'x', receivedAt: NOW.toISOString() }, signer);

  test('hold, and say that they are receipts', () => {
    expect(verifyReceipt(receipt, trust).value).toEqual({ format: 'tianping/receipt/1', bid: 'x', receivedAt: NOW.toISOString() });
  });

  test('another signed statement is none, nor is a changed one', () => {
    for (const value of [{ bid: 'x' }, ['x'], null, 'x']) {
      const other = signStatement(value, signer);
      expect(outcome(() => verifyReceipt({ body: other.text, signature: other.signature }, trust))).toBe('statement-malformed');
    }
    expect(outcome(() => verifyReceipt({ ...receipt, body: receipt.body.replace('"x"', '"y"') }, trust))).toBe('signature-invalid');
  });

  test('a body cannot pass itself off as another format', () => {
    expect(verifyReceipt(makeReceipt({ format: 'tianping/bid-manifest/1' }, signer)).value['format']).toBe('tianping/receipt/1');
  });
});
