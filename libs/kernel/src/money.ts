/** Money is a whole number of fen (分, 1/100 yuan) in a bigint; in JSON and in the database's bigint column a decimal string. Never a float. */
export type Fen = bigint;

const FEN = /^-?\d{1,17}$/;

/** Reads `"123456"` (fen). Throws RangeError on anything else. */
export function parseFen(text: string): Fen {
  if (!FEN.test(text)) throw new RangeError(`not an amount in fen: ${text}`);
  return BigInt(text);
}

/** `123456n` -> `"1234.56"`, yuan with two decimals. */
export function formatYuan(fen: Fen): string {
  const sign = fen < 0n ? '-' : '';
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

function groupInWords(group: string): string {
  let words = '';
  let gap = false;
  for (const [i, digit] of [...group].entries()) {
    if (digit === '0') {
      gap = true;
      continue;
    }
    words += `${gap && words ? '零' : ''}${DIGITS[Number(digit)]}${PLACES[group.length - 1 - i]}`;
    gap = false;
  }
  return words;
}

/** The amount in capital Chinese numerals (大写金额), e.g. `壹仟贰佰叁拾肆元伍角陆分`; for amounts from 0 to 10^16 yuan. */
export function amountInWords(fen: Fen): string {
  if (fen < 0n || fen >= 10n ** 18n) throw new RangeError('amount out of range for words');
  const yuan = (fen / 100n).toString();
  const jiao = Number((fen / 10n) % 10n);
  const cent = Number(fen % 10n);
  let words = '';
  const groups: string[] = [];
  for (let end = yuan.length; end > 0; end -= 4) groups.unshift(yuan.slice(Math.max(0, end - 4), end));
  for (const [i, group] of groups.entries()) {
    const part = groupInWords(group);
    if (!part) continue;
    if (words && group.startsWith('0')) words += '零';
    words += part + GROUPS[groups.length - 1 - i];
  }
  const whole = words ? `${words}元` : jiao || cent ? '' : '零元';
  if (!jiao && !cent) return `${whole}整`;
  const tail = `${jiao ? `${DIGITS[jiao]}角` : whole ? '零' : ''}${cent ? `${DIGITS[cent]}分` : '整'}`;
  return whole + tail;
}
