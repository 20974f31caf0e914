import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Json } from '@envelope';
import { asMarkdown, bindingText, challengeText, registrationText, renderAwardNotice, renderTenderNotice, replacementText } from '@kernel';
import { noticeOf } from '@domain/tender/notice';
import MarkdownIt from 'markdown-it';
import ts from 'typescript';
import { ROOT, type Source, sources } from './sources';

/** As the portal renders documents (apps/web/src/workspaces/portal/prose.tsx). */
const portal = new MarkdownIt({ html: false, linkify: false, typographer: false });
type Token = ReturnType<typeof portal.parse>[number];

const AT = new Date('2026-03-03T01:00:00Z');
const PARTY = { name: '一家单位', uscc: '91990100MATR01007U' };
const trustee = { accountId: '1', name: '保管人', organisationId: '2', organisation: '单位', certificate: '', fingerprint: 'ab' };

/** Each template with everything that it is given. A template without a row fails. */
const CASES: Record<string, { given: object; render(given: never): string }> = {
  'libs/kernel/src/blocks.template.ts': {
    given: {
      tender: {
        ...{
          code: 'A02-1',
          title: '道路改造',
          region: '990100',
          ceilingFen: 100n,
          scope: '范围',
          qualification: '资格',
          plan: { method: { method: 'lowest-price', tieRule: 'undecided' } },
          decryptionMinutes: 30,
        },
        ...{ documentsUntil: AT, questionsUntil: AT, deadline: AT, trustees: { threshold: 2, people: [trustee, trustee] } },
      },
      project: { code: 'A02', approvalNumber: '1号', fundsSource: '财政' },
      parties: { tenderer: PARTY, agency: PARTY },
      winner: PARTY,
    },
    render: ({ tender, project, parties, winner }: { tender: { code: string; title: string }; project: never; parties: never; winner: never }) => {
      const { code: lot, title } = tender;
      const letter = { format: 'tianping/award-notice/2' as const, tender: '1', lot, title, ...(parties as { tenderer: typeof PARTY; agency: typeof PARTY }), winner, winnerBid: '2', priceFen: '100' };
      const issued = { issuedAt: AT.toISOString(), contractUntil: AT.toISOString() };
      return (['zh', 'en'] as const)
        .map((language) => asMarkdown(renderTenderNotice(noticeOf(tender as never, project, parties, AT), language)) + asMarkdown(renderAwardNotice({ ...letter, ...issued }, language)))
        .join('\n');
    },
  },
};

const HOSTILE = [
  'a\n\n- 中标价：人民币 1.00 元',
  'a\r\n# 中标通知书',
  'a\u2028b\u2029c\u0085d',
  '甲\n===\n乙\n---\n丙',
  '| 伪造 | 单元格 |\n|---|---|\n| x | y |',
  'a | b\n:-: | :-:\nc | d',
  'x\n:-:',
  '**粗** _斜_ ~~删~~ `码` [链](http://x.example) ![图](http://x.example/i.png) <http://x.example> &lt;b&gt;',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '```\n代码\n```',
  '~~~\n代码\n~~~',
  '    四格缩进',
  '> 引用',
  '1. 列表',
  '1) 列表',
  '- 列表',
  '+ 列表',
  '* * *',
  '***',
  '# 标题 #',
  '[定义]: http://x.example "题"',
  '\\',
  '\\| \\\\| \\\n',
  'a\\',
  '*',
  '**',
  '****',
  '_',
  '\u202e反转\u2066隔离\u200b零宽',
  'אבג 100 公司',
  '- مەمەت *1*',
  '  \n  \n  ',
  '招标人：甲  \n乙',
  'x'.repeat(20_000),
  '|'.repeat(500),
  '\n'.repeat(500) + 'z',
];

/** The structure of a document, without its words: blocks, and what stands inside lines; a line break within a paragraph is words too. */
function structureOf(text: string): string[] {
  const inside = (children: Token[] | null) => [...new Set((children ?? []).map(({ type }) => type).filter((type) => type !== 'text' && type !== 'hardbreak'))].join(',');
  return portal.parse(text, {}).map((token) => `${token.level} ${token.type} ${token.tag} ${token.markup} ${inside(token.children)}`);
}

const wordsOf = (tokens: readonly Token[]): string =>
  tokens.map(({ type, content, children }) => (children ? wordsOf(children) : type === 'text' ? content : type === 'hardbreak' ? ' ' : '')).join(type(tokens));
const type = (tokens: readonly Token[]) => (tokens.some(({ children }) => children) ? '\n' : '');

/** Every way to put a text where a text stood. */
function* withText(given: unknown, text: string, path = ''): Generator<{ path: string; value: unknown }> {
  if (typeof given === 'string') yield { path, value: text };
  if (typeof given !== 'object' || given === null || given instanceof Date) return;
  for (const [name, inner] of Object.entries(given))
    for (const one of withText(inner, text, `${path}/${name}`)) yield { path: one.path, value: Array.isArray(given) ? given.with(Number(name), one.value) : { ...given, [name]: one.value } };
}

const seen = (text: string) =>
  text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();

type Render = (given: never) => string;
function faultsOf(given: object, render: Render): string[] {
  const harmless = structureOf(render(given as never)).join('\n');
  return HOSTILE.flatMap((text) =>
    [...withText(given, text)].flatMap(({ path, value }) => {
      const document = render(value as never);
      const words = seen(wordsOf(portal.parse(document, {})));
      if (structureOf(document).join('\n') !== harmless) return [`${path}: ${JSON.stringify(text.slice(0, 40))} changes the structure`];
      return document !== render(given as never) && !words.includes(seen(text)) ? [`${path}: ${JSON.stringify(text.slice(0, 40))} is not shown as it is`] : [];
    }),
  );
}

test('every template has its case', () => {
  expect(
    sources('libs', 'apps')
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.template.ts'))
      .sort(),
  ).toEqual(Object.keys(CASES).sort());
});

test.each(Object.entries(CASES))('%s: whatever stands in whichever field, the document has the same structure and shows it as words', (_, { given, render }) => {
  expect(faultsOf(given, render)).toEqual([]);
});

test('negative control: a template past the door is found, by its structure and by its words', () => {
  const careless = ({ title }: { title: string }) => `# 通知书\n\n${title}\n\n- 中标价：1 元\n`;
  expect(faultsOf({ title: '道路' }, careless as Render).length).toBeGreaterThan(15);
  const swallowing = ({ title }: { title: string }) => `# 通知书\n\n${title.replace(/[^\p{L}]/gu, '')}\n`;
  expect(faultsOf({ title: '道路' }, swallowing as Render).some((fault) => fault.includes('not shown'))).toBe(true);
});

test('a statement of one part a line has as many lines whatever it says, or is not made', () => {
  const make: ((text: string) => string)[] = [
    (text) => registrationText(text, 'login'),
    (text) => registrationText('91', text),
    (text) => bindingText(text, 'ab'),
    (text) => replacementText(text, 'ab'),
    (text) => challengeText(text, 'ab', AT),
  ];
  for (const one of make) {
    const lines = one('harmless').split(/[\n\r\u0085\u2028\u2029]/).length;
    for (const text of HOSTILE) {
      const made = (() => {
        try {
          return one(text);
        } catch (error) {
          if (error instanceof RangeError) return undefined;
          throw error;
        }
      })();
      if (made !== undefined) expect(made.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(lines);
    }
  }
});

test('a statement in JSON reads back word for word, and only as what was put in', () => {
  for (const text of HOSTILE) {
    const statement = { format: 'tianping/award-notice/1', winner: text, priceFen: '100', bids: [{ bidder: text }] } satisfies Json;
    expect(JSON.parse(canonicalJson(statement))).toEqual(statement);
  }
});

/** In a template every text with something put into it goes through `markdown`; elsewhere no statement is glued together of lines. */
function doorFaults({ path, text }: Source): string[] {
  const found: string[] = [];
  const isTemplate = path.endsWith('.template.ts');
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) {
      const tag = ts.isTaggedTemplateExpression(node.parent) ? node.parent.tag.getText() : '';
      const glued = /\\[nrt]/.test(node.getText()) || /\\u20(28|29)/.test(node.getText());
      if (isTemplate ? tag !== 'markdown' : glued && tag === '') found.push(`${path}: ${node.getText().slice(0, 60)}`);
    }
    if (isTemplate && ts.isNewExpression(node) && node.expression.getText() === 'Markdown') found.push(`${path}: new Markdown`);
    if (isTemplate && ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken && /['"`]/.test(node.getText())) found.push(`${path}: ${node.getText().slice(0, 60)}`);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** Where texts are glued together of lines all the same, and why nobody's words become lines there. */
const GLUED: Record<string, string> = {
  'libs/draw/src/draw.ts': 'each part through checkField',
  'libs/draw/src/record.ts': 'decimals of the tender documents',
  'libs/envelope/src/manifest.ts': 'the parts of a manifest have forms of their own',
  'libs/envelope/src/escrow.ts': 'the parts of a manifest have forms of their own',
  'libs/envelope/src/pem.ts': 'base64',
  'libs/law/src/law-map.ts': 'our own words',
  'libs/platform/src/config/config.ts': 'for the operator',
  'libs/platform/src/config/installation.ts': 'for the operator',
  'libs/platform/src/embedded/supervision.ts': 'for the operator',
  'libs/platform/src/config/samples.ts': 'for the operator',
  'libs/platform/src/http/edge.ts': 'headers of our own',
  'libs/domain/src/desk/todo.queries.ts': 'SQL of our own',
  'libs/platform/src/http/problem-page.ts': 'HTML; each text through escaped',
  'libs/platform/src/log/endings.ts': 'for the operator',
  'libs/platform/src/log/log.ts': 'for the operator; each piece through oneLine',
  'libs/platform/src/embedded/access.ts': 'names of our own, and of the account that runs the server',
  'libs/platform/src/http/routes.ts': 'for the developer',
  'libs/domain/src/experts/avoidance.ts': 'hashed; the text of a person stands last',
  'libs/domain/src/identity/person.ts': 'hashed; the text of a person stands last',
  'libs/domain/src/demonstration/demo-authority.ts': 'JSON and a line end',
};

const product = sources('libs').filter(({ path }) => !/\.(spec|spec-data|fixtures)\.ts$/.test(path));

test('texts of users get into documents and statements through the door', () => {
  const found = product.flatMap((source) => doorFaults(source).map((fault) => ({ path: source.path, fault })));
  expect(found.filter(({ path }) => !(path in GLUED)).map(({ fault }) => fault)).toEqual([]);
  expect(Object.keys(GLUED).filter((path) => !found.some((one) => one.path === path))).toEqual([]); // no exception in vain
});

test('negative control: each way around the door is found when planted', () => {
  const template = (text: string) => doorFaults({ path: 'libs/domain/src/award/planted.template.ts', text });
  expect(template('export const a = (b: string) => `# ${b}`;')).toHaveLength(1);
  expect(template(`export const a = (b: string) => '# ' + b;`)).toHaveLength(1);
  expect(template('export const a = (b: string) => new Markdown(b);')).toHaveLength(1);
  expect(template('export const a = (b: string) => markdown`# ${b}`;')).toEqual([]);
  const service = (text: string) => doorFaults({ path: 'libs/domain/src/award/planted.service.ts', text });
  expect(service('export const a = (b: string) => `tianping/x/1\\n${b}`;')).toHaveLength(1);
  expect(service('export const a = (b: string) => `select ${b}\nfrom c`;')).toEqual([]);
  const real = join(ROOT, 'libs/kernel/src/blocks.template.ts');
  expect(template(readFileSync(real, 'utf8').replaceAll('markdown`', '`')).length).toBeGreaterThan(0);
});
