/** What takes no ink, moves the ink of others or begins a line: as in the platform's texts (libs/kernel/src/plain-text.ts), written anew here. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/gu;
const MOST = 2000;

/** One line in which everything is seen, however it came: a file that is judged must not write on the terminal or the page what the verdict is. */
export const visibly = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text).replace(HIDDEN, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
