import { visibly } from '@kernel';

/** Prints what the template says. What stands in it came out of files and from servers: it draws nothing on the terminal and begins no line. */
export function tell(texts: TemplateStringsArray, ...values: readonly unknown[]): void {
  console.log(texts.map((text, i) => (i === 0 ? text : visibly(String(values[i - 1])) + text)).join(''));
}
