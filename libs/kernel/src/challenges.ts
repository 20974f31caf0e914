import { statementLines } from './plain-text';

/** What a firm signs that registers itself: its code, and the account of whoever does. */
export const registrationText = (uscc: string, login: string): string => statementLines('registration/v1', uscc, login);

/** What is signed with a new certificate's key to bind it: good for this account and nothing else. `fingerprint`: SHA-256 of the DER, hex. */
export const bindingText = (login: string, fingerprint: string): string => statementLines('tianping/certificate/1', login, fingerprint);

/** The same by somebody who cannot sign in: two persons decide whether it takes the place of the ones that his account has. */
export const replacementText = (login: string, fingerprint: string): string => statementLines('tianping/certificate-replacement/1', login, fingerprint);

/** What is signed at a certificate sign-in: never a bare nonce, so the signature is good for nothing else. */
export const challengeText = (login: string, nonce: string, time: Date): string => statementLines('tender-login/v1', login, nonce, time.toISOString());

/**
 * Whoever signs makes sure that he signs that and nothing else: the text comes from whoever runs the platform, and could be a contract. Throws RangeError.
 * `nonce`: 64 hex digits.
 */
export function assertChallenge(text: string, login: string, nonce: string): void {
  const time = new Date(text.slice(-24));
  const right = text.length <= 512 && /^[0-9a-f]{64}$/.test(nonce) && !Number.isNaN(time.getTime()) && text === challengeText(login, nonce, time);
  if (!right) throw new RangeError('平台要求签名的不是登录文本，没有签名：请联系交易中心 / what the platform asked to be signed is no sign-in text; nothing was signed: call the trading centre');
}

/** What is enclosed to an encryption certificate, so that its holder shows that he opens it: never bare bytes, which could be a share of somebody's bid. */
export const keyChallenge = (fingerprint: string, answer: string): string => statementLines('tianping/key-challenge/1', fingerprint, answer);

/** The answer (64 hex digits) out of what was enclosed. Whoever opens makes sure that it is that: else he would open bids for who asks him to bind a certificate. Throws RangeError. */
export function answerTo(opened: string, fingerprint: string): string {
  const answer = opened.slice(-64);
  if (/^[0-9a-f]{64}$/.test(answer) && opened === keyChallenge(fingerprint, answer)) return answer;
  throw new RangeError('平台交来的不是证书核验信封，没有回答：请联系交易中心 / what the platform enclosed is no challenge for this certificate; nothing was answered: call the trading centre');
}
