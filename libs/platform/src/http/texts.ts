import { folded, halfWidth, isLine, isParagraph, REGION_ASKED, tidied } from '@kernel';
import { z } from 'zod';

const SEEN =
  '含有看不见的字符、控制字符、改变文字方向的字符、圈画或堆叠的符号，或连续三个以上空格 / has characters that are invisible, control characters, marks that turn the direction, enclose, strike out or pile up, or three blanks in a row';

/** Texts of people, as everything that the platform publishes or signs may hold them: NFC, trimmed, nothing hidden in them. */
const tidy = (min: number, max: number) => z.string().overwrite(tidied).min(min).max(max);

/** A name, a title, a number of a document: on one line. At most `max` UTF-16 units. */
export const line = (max: number, min = 1) => tidy(min, max).refine(isLine, SEEN);

/** The number of a document (衡发改〔2026〕1号): a line in which full-width digits and letters are the plain ones. */
export const documentNumber = (max: number, min = 1) =>
  z
    .string()
    .overwrite((text) => tidied(halfWidth(text)))
    .min(min)
    .max(max)
    .refine(isLine, SEEN);

/** A number or code in a given form: full-width characters are folded and blanks around it dropped before it is looked at, since neither can mean anything else. */
export const code = (max: number, form: RegExp, words: string) => z.string().overwrite(folded).max(max).regex(form, words);

/** A place whose own and lower places are asked for: lists, figures, workbooks and links alike (`placePrefix`). */
export const place = code(6, REGION_ASKED, '应为 2、4 或 6 位行政区划代码 / must be 2, 4 or 6 digits of a region code');

/** A document that is signed as it is, in at most so many bytes of UTF-8; what is in it, its own parser says. */
export const content = (bytes: number) =>
  z
    .string()
    .min(2)
    .max(bytes)
    .refine((text) => Buffer.byteLength(text) <= bytes, `最多 ${bytes} 字节 / has at most ${bytes} bytes`);

/** Whether nothing stands twice in a list of ids, names or codes. */
export const differ = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
export const TWICE = '同一项不得重复 / names the same one twice';

/** What may run over several lines. */
export const paragraph = (max: number, min = 1) => tidy(min, max).refine(isParagraph, SEEN);
