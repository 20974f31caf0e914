import { answerTo, assertChallenge, challengeText, keyChallenge } from './challenges';

const nonce = '0a'.repeat(32);
const text = challengeText('bidder.1', nonce, new Date('2026-03-04T05:06:07.089Z'));

test('a sign-in text is signed', () => expect(() => assertChallenge(text, 'bidder.1', nonce)).not.toThrow());

test.each([
  ['of another login', text, 'bidder.2', nonce],
  ['of another nonce', text, 'bidder.1', '0b'.repeat(32)],
  ['with a nonce that is a sentence', challengeText('bidder.1', '同意', new Date(0)), 'bidder.1', '同意'],
  ['with a line more', `${text}\n同意以一分钱承建`, 'bidder.1', nonce],
  ['with a line before', `同意\n${text}`, 'bidder.1', nonce],
  ['without a time', text.slice(0, -24), 'bidder.1', nonce],
  ['that is a contract', '{"act":"contract.sign","askedAt":"2026-05-05T00:00:00.000Z"}', 'bidder.1', nonce],
  ['that is empty', '', 'bidder.1', nonce],
])('a text %s is not', (_what, given, login, with_) => expect(() => assertChallenge(given, login, with_)).toThrow(RangeError));

test('what is enclosed to a certificate is answered, and nothing else that somebody encloses', () => {
  const [one, other] = ['1b'.repeat(32), '2c'.repeat(32)];
  expect(answerTo(keyChallenge(one, nonce), one)).toBe(nonce);
  for (const opened of [keyChallenge(other, nonce), nonce, `tianping/share/1\n${nonce}`, `${keyChallenge(one, nonce)}\n${nonce}`, keyChallenge(one, 'x'), ''])
    expect(() => answerTo(opened, one)).toThrow(RangeError);
});
