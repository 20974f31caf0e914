/**
 * Texts of people: what may be in them, and by which people and organisations are told apart. What looks the same has to count as the same: full-width
 * digits, blanks and characters that nobody sees must not make two of one, nor a line two.
 */

/** What a decoder puts where it could not read: the text before it is lost (U+FFFD). */
export const REPLACEMENT = '\ufffd';

/** What takes no ink or moves the ink of others: controls, line and paragraph separators, marks that turn the direction, fillers, variation selectors, private and unassigned characters. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/gu;
const HIDDEN_BUT_LINES = /(?![\n\t])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/u;
/**
 * Ink over what stands beside it: marks that enclose (U+20DD, U+0489) or strike through (U+0336), marks with no letter of their own to stand on, and piles of more than four
 * (a Tibetan stack has three after its letter; Vietnamese composes), which climb over the lines around. And gaps that let the rest of a line pass for another one.
 */
const OVERLAID = /[\p{Me}\u0334-\u0338\u20d0-\u20ff]|(?<!\S)\p{M}|\p{M}{5}/gu;
const BLANK = /\p{Zs}/u;
const GAP = /\S\p{Zs}{3,}\S/u;
const overlaps = (text: string): boolean => text.search(OVERLAID) >= 0 || GAP.test(text);

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Radicals that stand for no word of their own, and letters of alphabets whose letters look like Latin ones. */
const RADICAL = /[\u2e80-\u2fdf]/;
const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;

/** One form for what looks the same (NFC), line ends as `\n`, nothing around it. */
export const tidied = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n').trim();

const hides = (text: string): boolean => text.search(HIDDEN) >= 0;

/** A name, a title, a number of a document: one line in which everything is seen, at its own place. */
export const isLine = (text: string): boolean => !hides(text) && !overlaps(text) && (text === '' || VISIBLE.test(text));

/** Several lines of that kind; a line may be indented. */
export const isParagraph = (text: string): boolean => !HIDDEN_BUT_LINES.test(text) && !overlaps(text) && (text === '' || VISIBLE.test(text));

/** Whether a name can be told apart by eye: a line without a radical in place of a word or a foreign letter among Latin ones. */
export const isPlainName = (text: string): boolean => isLine(text) && !RADICAL.test(text) && !(LATIN.test(text) && LOOKALIKE.test(text));

/** The text with two blanks for a gap. */
function withoutGaps(text: string): string {
  let [line, blanks] = ['', 0];
  for (const character of text) {
    blanks = BLANK.test(character) ? blanks + 1 : 0;
    if (blanks <= 2) line += character;
  }
  return line;
}

/** A line of it: `sign` for whatever is hidden or lies over something else, and no gap. */
export const asLine = (text: string, sign: string): string => withoutGaps(text.normalize('NFC').replace(HIDDEN, sign)).replace(OVERLAID, sign);

const code = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** With what nobody sees written out (`\u{1b}`), so that a text from outside cannot move the cursor of a terminal, hide what follows or begin a line of its own. */
export const visibly = (text: string): string => text.replace(HIDDEN, code);

/** The same for several lines of our own, in which words from outside may stand. */
export const visibleLines = (text: string): string => text.split('\n').map(visibly).join('\n');

/** On one line, whatever it was: for texts that came in before they were looked at. */
export const onOneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .split(/[\s\p{Cc}]/u)
    .filter((word) => word !== '')
    .join(' ');

/** A statement of one part a line, to be signed or hashed. Throws RangeError where a part would become two lines, or be read as another. */
export function statementLines(...parts: readonly string[]): string {
  for (const part of parts) if (hides(part)) throw new RangeError('a part of a statement has to be one line of visible text');
  return parts.join('\n');
}

/** The canonical spelling of a number or code: NFKC (full-width digits become digits), no blanks, dashes or hidden characters, upper case. */
export const plainCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(HIDDEN, '')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();

/** A number, a date or a code as it is typed with a Chinese keyboard or pasted from a sheet: full-width digits, letters and points as the plain ones (NFKC), nothing around it. */
export const folded = (text: string): string => text.normalize('NFKC').trim();

/** The same for numbers of documents, in which Chinese brackets and signs have to stay as they are: digits and letters only. */
export const halfWidth = (text: string): string => text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** Cyrillic and Greek letters as the Latin ones that they are drawn like, after lower case. */
const DRAWN_LIKE: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('аaвbеeзzкkмmнhоoрpсcтtуyхxіiјjѕsԁdαaβbεeζzηhιiκkμmνnοoρpτtυyχx'.matchAll(/(.)(.)/gu), ([, from, to]) => [from!, to!]),
);

/** By which two names are compared: never shown, never stored. */
export const nameKey = (text: string): string =>
  Array.from(plainCode(text).toLowerCase(), (letter) => DRAWN_LIKE[letter] ?? letter)
    .join('')
    .replace(/\p{P}/gu, '');
