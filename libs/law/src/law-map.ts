import type { RefusalText } from '@kernel';
import { ARTICLE_IDS, ARTICLES, type ArticleId, citation } from './articles';
import { RULESET_IDS, term } from './rulesets';
import { type HoldKind, PERIODS } from './stops';
import { TERM_CODES, type Term } from './terms';
import { USES } from './uses';

const STOPS = `
## What a hold stops

HD objection to documents, HO at the opening, HR to the result, HS order of suspension, HT outage. While such a hold lies on its lot or project a period does not run, and what was left of it runs afterwards.

`;

const ACTS = `
## What is done, when and by whom

From the procedures (\`libs/procedure\`): routes, requests for a second signature, buttons and lists take it from there.

`;

const HEAD = `# Law map

Generated: article -> what it says -> the numbers taken from it -> the refusals that rest on it. Do not edit.
Marks: S the article was read, W a secondary page was read, M from memory, D a design of this project. What is not S is a default to be confirmed.

`;

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |\n`;

const valueText = ({ value, unit, odd }: Term) => `${typeof value === 'number' ? value : `${value.numerator}/${value.denominator}`} ${unit}${odd ? ', odd' : ''}`;

const HOW = { refuses: 'refused by', reckons: 'reckoned with by', reminds: 'reminded of by' } as const;

/** Which rule asks it, and the test that shows it. */
function useText({ code }: Term): string {
  const use = USES[code];
  return use ? `${HOW[use.how]} \`${use.rule}\`, \`${use.test}\`` : 'asked by nothing yet';
}

const termText = (one: Term) => `\`${one.code}\` = ${valueText(one)}${one.mark === 'S' ? '' : ` (default, ${one.mark})`}: ${useText(one)}`;

/** Refusal codes by article; a refusal whose article is unknown is listed by `lawMapFaults`. */
function codesByArticle(catalogue: ReadonlyMap<string, RefusalText>): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const [code, { article }] of catalogue) {
    if (article) codes.set(article, [...(codes.get(article) ?? []), code]);
  }
  return codes;
}

/** The markdown of docs/law-map.md: one row for each article, in the order of the laws. */
export function lawMap(catalogue: ReadonlyMap<string, RefusalText>, acts: readonly DoneAct[]): string {
  const codes = codesByArticle(catalogue);
  const all = RULESET_IDS.flatMap((ruleset) => TERM_CODES.map((code) => term(ruleset, code)));
  const numbers = (id: ArticleId) => [...new Set(all.filter((one) => one.article === id).map(termText))].join('; ');
  const rows = ARTICLE_IDS.map((id) => {
    const refusals = (codes.get(id) ?? []).sort().map((code) => `\`${code}\``);
    return row([`\`${id}\``, citation(id, 'zh'), ARTICLES[id].text, ARTICLES[id].mark, numbers(id), refusals.join(', ')]);
  });
  return `${HEAD}${row(['id', 'article', 'gist', 'mark', 'terms', 'refusals'])}${row(Array(6).fill('---'))}${rows.join('')}${STOPS}${stopRows()}${ACTS}${actRows(acts)}`;
}

const stopRows = (): string =>
  [
    row(['period', '期限', 'article', 'stops with', 'under other holds it goes on, since']),
    row(Array(5).fill('---')),
    ...Object.entries(PERIODS).map(([name, { zh, article, stopsWith, why }]) => row([`\`${name}\``, zh, citation(article, 'zh'), stopsWith.join(' '), why.zh])),
  ].join('');

/** What is done in a procedure, as its value has it. */
export interface DoneAct {
  code: string;
  zh: string;
  procedures: readonly string[];
  in: readonly string[];
  to?: string;
  by: readonly string[];
  confirm?: readonly string[];
  article: ArticleId;
  stoppedBy: readonly HoldKind[];
}

const actRows = (acts: readonly DoneAct[]): string =>
  [
    row(['act', '事项', 'article', 'in', 'by', 'confirmed by', 'leads to', 'refused under', 'procedures']),
    row(Array(9).fill('---')),
    ...acts.map(({ code, zh, article, by, confirm, to, stoppedBy, procedures, ...act }) =>
      row([`\`${code}\``, zh, citation(article, 'zh'), act.in.join(' '), by.join(' ') || 'the platform', confirm?.join(' ') ?? '–', to ?? '–', stoppedBy.join(' ') || '–', procedures.join(' ')]),
    ),
  ].join('');

/** Refusals that name an article which `ARTICLES` does not have: a check fails on any. */
export const lawMapFaults = (catalogue: ReadonlyMap<string, RefusalText>): string[] =>
  [...catalogue].filter(([, { article }]) => article !== undefined && !Object.hasOwn(ARTICLES, article)).map(([code, { article }]) => `${code}: ${article}`);
