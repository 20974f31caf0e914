import type { LocalDate } from '@kernel';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * The unified deal code (统一交易标识码): class - operator's USCC - day - serial of the day - check character.
 * The shape follows the data specification; its check rule could not be read, so ours is stated here: sum of value x position, mod 31.
 */
export function dealCode(kind: string, operatorUscc: string, day: LocalDate, serial: number): string {
  const body = `${kind}-${operatorUscc}-${day.replaceAll('-', '')}-${String(serial).padStart(6, '0')}`;
  const sum = [...body.replaceAll('-', '')].reduce((total, char, i) => total + ALPHABET.indexOf(char) * (i + 1), 0);
  return `${body}-${ALPHABET[sum % 31]}`;
}

/** 标段编号: the project's code and three digits. */
export const lotCode = (projectCode: string, number: number): string => `${projectCode}-${String(number).padStart(3, '0')}`;
