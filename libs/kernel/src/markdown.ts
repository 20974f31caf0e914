import { onOneLine } from './plain-text';

/** Markdown of the platform's own; texts of users get into it through `markdown` only. */
export class Markdown {
  constructor(readonly text: string) {}
}

/** Letters that are markup anywhere in a line (CommonMark 2.4, GFM tables). */
const MARKUP = /[\\`*_[\]<>&|~#]/g;
/** What begins a list, a rule, or the line under a heading or a table's head when it stands first. */
const FIRST = /^([-+=:])/;
const NUMBERED = /^(\d+)([.)](?:\s|$))/;

/** Blocks of letters that run from right to left (Unicode, DerivedBidiClass). */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Between isolates, so that a Uyghur name turns no number that stands beside it; `onOneLine` has taken out any that it brought. */
const isolated = (line: string): string => (RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line);

function escaped(text: string): string {
  const line = onOneLine(text).replace(MARKUP, '\\$&');
  if (line === '') return '—'; // nothing at all would let what stands around it become something else
  return isolated(line.replace(FIRST, '\\$1').replace(NUMBERED, '$1\\$2'));
}

type Value = string | number | Markdown;
const inside = (value: Value): string => (value instanceof Markdown ? value.text : escaped(String(value)));

/**
 * Markdown with texts of users in it: each is shown as it was typed and stays on its line, so that it never becomes markup and moves nothing around it.
 * The one door for documents that the platform publishes or signs: `markdown\`# ${title}\``.
 */
export const markdown = (parts: TemplateStringsArray, ...values: readonly Value[]): Markdown => new Markdown(String.raw({ raw: parts }, ...values.map(inside)));

/** A text of several lines as one paragraph that keeps them. */
export function keepLines(text: string): Markdown {
  const lines = text.split(/[\n\r\u0085\u2028\u2029]/).filter((line) => onOneLine(line) !== '');
  return new Markdown(lines.map(escaped).join('\\\n') || '—');
}

export const joined = (parts: readonly Value[], between: string): Markdown => new Markdown(parts.map(inside).join(between));
