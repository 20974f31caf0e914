import { withoutEnd } from '@kernel';

/** The only place where money, time and sizes become text. Times are Beijing's, whatever the device says. */
export type Language = 'zh' | 'en';

const group = (digits: string): string => {
  const head = digits.length % 3 || 3;
  return [digits.slice(0, head), ...(digits.slice(head).match(/.../g) ?? [])].join(',');
};

/** 007 -> 7; the last digit stays. */
const withoutZeros = (digits: string): string => digits.replace(/^0+/, '') || '0';

/** `"123456789"` fen -> `1,234,567.89`. */
export function yuan(fen: string): string {
  const digits = fen.replace('-', '').padStart(3, '0');
  return `${fen.startsWith('-') ? '-' : ''}${group(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** `"123456789"` fen -> `123.456789`, in units of 10,000 yuan; exact, trailing zeros dropped. */
export function wan(fen: string): string {
  const digits = fen.replace('-', '').padStart(7, '0');
  const fraction = withoutEnd(digits.slice(-6), '0');
  return `${fen.startsWith('-') ? '-' : ''}${group(digits.slice(0, -6))}${fraction ? `.${fraction}` : ''}`;
}

/** `123.456789 万元`, `123.456789 × 10,000`. */
export const wanText = (fen: string, language: Language): string => `${wan(fen)} ${language === 'zh' ? '万元' : '× 10,000'}`;

/** Both units, as a person compares them: `¥1,234,567.89（123.456789 万元）`. */
export const money = (fen: string, language: Language): string => (language === 'zh' ? `¥${yuan(fen)}（${wanText(fen, 'zh')}）` : `¥${yuan(fen)} (${wanText(fen, 'en')})`);

const CLEAN = /[\s¥￥]/g;
/** Commas part thousands. Any other may be somebody’s decimal point, and without it the amount would be ten times as much. */
const AMOUNT = /^(\d{1,12}|\d{1,3}(?:[,，]\d{3}){1,3})(?:\.(\d{0,6}))?$/;
const FULL_WIDTH = /[０-９．]/g;
const half = (text: string) => text.replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));

/** What a person typed, in yuan or 10,000 yuan, as fen; undefined when it is no amount. */
export function parseMoney(text: string, unit: 'yuan' | 'wan' = 'yuan'): string | undefined {
  const [, typed, fraction = ''] = AMOUNT.exec(half(text).replace(CLEAN, '')) ?? [];
  const whole = typed?.replace(/[,，]/g, '');
  const places = unit === 'yuan' ? 2 : 6;
  if (!whole || fraction.length > places) return undefined;
  return withoutZeros(whole + fraction.padEnd(places, '0'));
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Calendar fields of an instant in Beijing, which keeps UTC+8 all year. */
export function beijing(instant: string | number | Date): Parts {
  const at = new Date(new Date(instant).getTime() + 8 * HOUR);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
}

export function date(instant: string | number | Date, language: Language): string {
  const { year, month, day } = beijing(instant);
  return language === 'zh' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`;
}

export function time(instant: string | number | Date): string {
  const { hour, minute, second } = beijing(instant);
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `2026年12月15日 09:30（北京时间）`, `15 Dec 2026, 09:30 (UTC+8)`; `exact`: with the second. */
export function dateTime(instant: string | number | Date, language: Language, exact = false): string {
  const clock = time(instant).slice(0, exact ? undefined : 5);
  return language === 'zh' ? `${date(instant, 'zh')} ${clock}（北京时间）` : `${date(instant, 'en')}, ${clock} (UTC+8)`;
}

/** For tables: `2026-12-15 09:30`. */
export function stamp(instant: string | number | Date): string {
  const { year, month, day, hour, minute } = beijing(instant);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

/** More than 48 hours in days and hours, else hh:mm:ss. Negative counts as zero. */
export function remaining(ms: number, language: Language): string {
  const left = Math.max(0, Math.floor(ms / 1000) * 1000);
  if (left > 2 * DAY) {
    const [days, hours] = [Math.floor(left / DAY), Math.floor((left % DAY) / HOUR)];
    return language === 'zh' ? `${days} 天 ${hours} 小时` : `${days} d ${hours} h`;
  }
  return `${two(Math.floor(left / HOUR))}:${two(Math.floor((left % HOUR) / 60_000))}:${two(Math.floor((left % 60_000) / 1000))}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Sizes in decimal units, as file managers show them. */
export function bytes(size: number): string {
  const power = Math.min(UNITS.length - 1, size < 1000 ? 0 : Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** `a41f…09c2`; the whole one stands beside it, to be copied. */
export const shortHash = (hash: string): string => `${hash.slice(0, 4)}…${hash.slice(-4)}`;

/** `"0.1234"` -> `12.34%`, by moving the point: no float is involved. */
export function percent(share: string): string {
  const [whole, fraction = ''] = share.replace('-', '').split('.');
  const digits = (whole! + fraction.padEnd(4, '0').slice(0, 4)).padStart(5, '0');
  const left = withoutZeros(digits.slice(0, -2));
  return `${share.startsWith('-') ? '-' : ''}${left}.${digits.slice(-2)}%`;
}
