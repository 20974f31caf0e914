/** Citizens' identity numbers (公民身份号码, GB 11643-1999): region, date of birth, serial, check character. */

export type IdentityNumberFault = 'shape' | 'birth-date' | 'check-character';
export type IdentityNumberCheck = { readonly ok: true } | { readonly ok: false; readonly reason: IdentityNumberFault };

const SHAPE = /^\d{17}[\dX]$/;

/** ISO 7064 MOD 11-2: the weight of place i, counted from the right, is 2^i mod 11. */
function identityCheckCharacter(first17: string): string {
  let sum = 0;
  for (const digit of first17) sum = ((sum + Number(digit)) * 2) % 11;
  return '0123456789X'[(12 - sum) % 11]!;
}

/** `19700101` as `1970-01-01`. */
const birthText = (text: string) => `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;

function isDate(text: string): boolean {
  const millis = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text);
}

export function checkIdentityNumber(text: string): IdentityNumberCheck {
  if (!SHAPE.test(text)) return { ok: false, reason: 'shape' };
  if (!isDate(birthText(text))) return { ok: false, reason: 'birth-date' };
  return identityCheckCharacter(text.slice(0, 17)) === text[17] ? { ok: true } : { ok: false, reason: 'check-character' };
}

export const isIdentityNumber = (text: string): boolean => checkIdentityNumber(text).ok;

/** Date of birth as `YYYY-MM-DD`. Throws RangeError when the number is not valid. */
export function birthDateOf(identityNumber: string): string {
  if (!isIdentityNumber(identityNumber)) throw new RangeError('not an identity number');
  return birthText(identityNumber);
}

/** `makeIdentityNumber({ region: '990102', birth: '1970-01-01', serial: '001' })`: for the demonstration world and tests. */
export function makeIdentityNumber(parts: { readonly region: string; readonly birth: string; readonly serial: string }): string {
  const first17 = `${parts.region}${parts.birth.replaceAll('-', '')}${parts.serial}`;
  const number = first17 + identityCheckCharacter(first17);
  if (!isIdentityNumber(number)) throw new RangeError('no identity number can be made of these parts');
  return number;
}
