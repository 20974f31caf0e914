/** Unified social credit codes (统一社会信用代码, GB 32100-2015) and the organisation codes inside them (GB 11714). */

export type UsccFault = 'length' | 'character' | 'organisation-code' | 'check-character';
export type UsccCheck = { readonly ok: true } | { readonly ok: false; readonly reason: UsccFault };

/** No I, O, S, V, Z: they look like digits and other letters. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORGANISATION = /^[0-9A-Z]{8}[0-9X]$/;

/** Check character over the first 17 characters: weights are powers of 3 modulo 31. */
function usccCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Check character over the first 8 characters: digits are 0-9, letters 10-35; 10 is written X, 11 is 0. */
export function organisationCheckCharacter(first8: string): string {
  const sum = [...first8].reduce((total, character, i) => total + Number.parseInt(character, 36) * ORGANISATION_WEIGHTS[i]!, 0);
  return '0123456789X0'[11 - (sum % 11)]!;
}

/** `715267260` or `71526726-0`. */
export function isOrganisationCode(text: string): boolean {
  const code = text.length === 10 && text[8] === '-' ? text.slice(0, 8) + text[9] : text;
  return ORGANISATION.test(code) && organisationCheckCharacter(code.slice(0, 8)) === code[8];
}

export function checkUscc(text: string): UsccCheck {
  if (text.length !== 18) return { ok: false, reason: 'length' };
  if (!SHAPE.test(text)) return { ok: false, reason: 'character' };
  if (usccCheckCharacter(text.slice(0, 17)) !== text[17]) return { ok: false, reason: 'check-character' };
  return isOrganisationCode(text.slice(8, 17)) ? { ok: true } : { ok: false, reason: 'organisation-code' };
}

export const isUscc = (text: string): boolean => checkUscc(text).ok;

export interface UsccParts {
  /** Registering department and kind, e.g. `91` a firm, `12` an institution, `11` an organ. */
  readonly kind: string;
  /** Six digits, GB/T 2260. */
  readonly region: string;
  /** The first eight characters of the organisation code. */
  readonly body: string;
}

/** Computes both check characters. `makeUscc({ kind: '91', region: '990100', body: 'MATP1001' })`. */
export function makeUscc({ kind, region, body }: UsccParts): string {
  const first17 = `${kind}${region}${body}${organisationCheckCharacter(body)}`;
  const code = first17 + usccCheckCharacter(first17);
  if (!isUscc(code)) throw new RangeError(`no code can be made of ${kind} ${region} ${body}`);
  return code;
}
