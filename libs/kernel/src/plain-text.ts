/**
 * Texts by which people and organisations are told apart. What looks the same has to count as the same: full-width digits, blanks and characters that
 * nobody sees must not make two of one.
 */

/** What takes no ink or moves the ink of others: controls, format marks, fillers, variation selectors, private and unassigned characters. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/gu;

/** Radicals that stand for no word of their own, and letters of alphabets whose letters look like Latin ones. */
const RADICAL = /[\u2e80-\u2fdf]/;
const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;

/** Whether a name can be told apart by eye: nothing hidden in it, no radical in place of a word, no foreign letter among Latin ones. */
export const isPlainName = (text: string): boolean => text.search(HIDDEN) < 0 && !RADICAL.test(text) && !(LATIN.test(text) && LOOKALIKE.test(text));

/** The canonical spelling of a number or code: NFKC (full-width digits become digits), no blanks, dashes or hidden characters, upper case. */
export const plainCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(HIDDEN, '')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();

/** Cyrillic and Greek letters as the Latin ones that they are drawn like, after lower case. */
const DRAWN_LIKE: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('аaвbеeзzкkмmнhоoрpсcтtуyхxіiјjѕsԁdαaβbεeζzηhιiκkμmνnοoρpτtυyχx'.matchAll(/(.)(.)/gu), ([, from, to]) => [from!, to!]),
);

/** By which two names are compared: never shown, never stored. */
export const nameKey = (text: string): string =>
  Array.from(plainCode(text).toLowerCase(), (letter) => DRAWN_LIKE[letter] ?? letter)
    .join('')
    .replace(/\p{P}/gu, '');
