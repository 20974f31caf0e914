import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMAIN_MODULES } from '@domain/index';
import { line, paragraph } from '@platform/http';
import { z } from 'zod';
import { codeOf, ROOT, type Source, sources } from './sources';

type Controller = { name: string; prototype: Record<string, unknown> };

/** Every schema that a route or a message is checked by, with a name for it. */
function schemas(): { name: string; schema: z.ZodType }[] {
  const controllers = DOMAIN_MODULES.flatMap((module) => (Reflect.getMetadata('controllers', module) as Controller[] | undefined) ?? []);
  const routes = controllers.flatMap((controller) =>
    Object.getOwnPropertyNames(controller.prototype).flatMap((method) =>
      Object.values((Reflect.getMetadata('__routeArguments__', controller, method) as Record<string, { schema?: z.ZodType; data?: string }> | undefined) ?? {}).flatMap(({ schema, data }) =>
        schema ? [{ name: `${controller.name}.${method}${data ? ` ${data}` : ''}`, schema }] : [],
      ),
    ),
  );
  const files = sources('libs/domain').filter(({ path }) => path.endsWith('.dto.ts'));
  const exported = files.flatMap(({ path }) =>
    Object.entries(require(`${ROOT}/${path}`) as Record<string, unknown>).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [{ name, schema: schema as z.ZodType }] : [])),
  );
  return [...routes, ...exported];
}

interface Leaf {
  path: string;
  schema: z.ZodType;
}

/** The texts inside a schema: whatever it is made of, down to each string. */
function leaves(schema: z.ZodType, path: string): Leaf[] {
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
  if (schema instanceof z.ZodArray) return leaves(schema.element as z.ZodType, path);
  if (schema instanceof z.ZodRecord) return [...leaves(schema.keyType as z.ZodType, `${path}/key`), ...leaves(schema.valueType as z.ZodType, path)];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leaves(option as z.ZodType, path));
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodString) return [{ path, schema }]; // what it becomes is what is kept
  if (schema instanceof z.ZodPipe) return leaves(schema.in as z.ZodType, path);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly) return leaves(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodBoolean || schema instanceof z.ZodNumber || schema instanceof z.ZodURL) return [];
  return [{ path, schema }];
}

/** A line end at its place is no fault of a text of several lines. */
const HOSTILE = {
  'control character': '\u0007',
  escape: '\u001b',
  'next line': '\u0085',
  'line separator': '\u2028',
  'paragraph separator': '\u2029',
  'bidi override': '\u202e',
  'bidi isolate': '\u2066',
  'zero-width space': '\u200b',
  'zero-width joiner': '\u200d',
  'byte order mark': '\ufeff',
  tag: '\u{e0041}',
  'blank letter': '\u3164',
  'enclosing mark': '\u20dd',
  'strike through': '\u0336',
};
const LENGTHS = [3, 6, 12, 18, 36, 64, 100];

/** Which of these characters a leaf lets through, and whether there is an end to its length. */
function faultsOf({ path, schema }: Leaf): string[] {
  const takes = (text: string) => {
    const read = schema.safeParse(text);
    return read.success && String(read.data).includes(text[1]!);
  };
  const held = Object.entries(HOSTILE).filter(([, char]) => LENGTHS.some((length) => takes(`a${char}`.padEnd(length, '1'))));
  return [...held.map(([name]) => `${path}: ${name}`), ...(schema.safeParse('a'.repeat(1_000_000)).success ? [`${path}: no end`] : [])];
}

/** Texts that are no words of people. */
const NOT_WORDS: Record<string, string> = {
  'PasswordSignIn/login': 'compared with logins; never kept',
  'PasswordSignIn/password': 'hashed',
  'CreateAccount/password': 'hashed',
  'ChangePassword/current': 'hashed',
  'ChangePassword/wanted': 'hashed',
  'CertificateSignIn/nonce': 'compared with what was given out',
  'Proof/password': 'hashed',
  'Proof/nonce': 'compared with what was given out',
  'RegisterOrganisation/account/identityNumber': 'hashed',
  'CreateAccount/identityNumber': 'hashed',
  'ImportExperts/experts/identityNumber': 'hashed',
  'SubmitBid/manifest': 'canonical JSON, checked by its own format',
  'SubmitBid/escrow': 'canonical JSON, checked by its own format',
};
const PEM = /\/(certificate|pem|publicKeyPem)$/;

const excused = (path: string) => PEM.test(path) || path in NOT_WORDS;

test('no text that comes in hides a character, and each has an end', () => {
  const places = new Map<z.ZodType, string[]>(); // a shape that routes share has several names
  for (const { path, schema } of schemas().flatMap(({ name, schema: whole }) => leaves(whole, name))) places.set(schema, [...(places.get(schema) ?? []), path]);
  expect(places.size).toBeGreaterThan(100);
  expect([...places].filter(([, paths]) => !paths.some(excused)).flatMap(([schema, paths]) => faultsOf({ path: paths.at(-1)!, schema }))).toEqual([]);
  const known = new Set([...places.values()].flat());
  expect(Object.keys(NOT_WORDS).filter((path) => !known.has(path))).toEqual([]); // no exception in vain
});

test('negative control: a text without the rule is found, by each character', () => {
  const free = leaves(z.strictObject({ name: z.string().trim().min(1).max(200), deep: z.array(z.object({ note: z.string().optional() })).nullable() }), 'Planted');
  expect(free.map(({ path }) => path)).toEqual(['Planted/name', 'Planted/deep/note']);
  expect(faultsOf(free[0]!)).toHaveLength(Object.keys(HOSTILE).length);
  expect(faultsOf(free[1]!)).toContain('Planted/deep/note: no end');
  expect([line(200), paragraph(200)].flatMap((schema) => faultsOf({ path: 'ruled', schema }))).toEqual([]);
});

test('a line has one line; what looks the same is one text; words of all kinds pass', () => {
  for (const text of ['衡州城市建设（集团）有限公司', 'Müller & Söhne GmbH', 'شركة', '𠮷野家', '第①标段 — 2026/03', 'ᠮᠣᠩᠭᠣᠯ', '👍']) expect(line(200).parse(text)).toBe(text);
  expect(line(200).parse('  e\u0301tage ')).toBe('\u00e9tage');
  expect(line(200).safeParse('a\nb').success).toBe(false);
  expect(paragraph(200).parse('a\r\nb\tc')).toBe('a\nb\tc');
  expect([line(3, 1).safeParse('   ').success, line(3).safeParse('abcd').success, paragraph(5, 0).parse(' ')]).toEqual([false, false, '']);
});

/** What meets files and servers of others prints by `tell` alone, which writes hidden characters out. */
const printing = (from: readonly Source[]) => from.filter(({ path, text }) => !path.endsWith('/tell.ts') && /\bconsole\.|std(out|err)\.write/.test(codeOf(text))).map(({ path }) => path);

test('the bidder’s kit prints nothing as it came', () => {
  const kit = sources('apps/cli/src/kit');
  expect(kit.length).toBeGreaterThan(4);
  expect(printing(kit)).toEqual([]);
  expect(printing([{ path: 'planted.ts', text: 'console.log(name)' }])).toEqual(['planted.ts']); // negative control
});

/** Texts that name a notice (公告) and no letter (邀请书), and why no tender by invitation is meant. */
const OPEN_ALONE: Readonly<Record<string, string>> = {
  'agency tender.publish': 'of an open tender',
  'agency tender.publishWhat': 'of an open tender',
  'agency tender.terminateWhat': 'the end is announced',
  'common tender.heldMeans': 'later times are announced',
  'common tender.notice': 'of an open tender; tender.letter stands beside it',
  'common question.affectsHelp': 'an amendment is announced',
  'common question.amend': 'an amendment is announced',
  'common award.noticeWhat': 'the result is announced',
  'common certificates.replacesHelp.encipherment': 'of all tenders at once',
  'common certificates.endLast.encipherment': 'of all tenders at once',
  'portal home.lead': 'what the portal holds',
  'portal filter.from': 'a column of the portal',
  'portal filter.to': 'a column of the portal',
  'portal now.standing': 'later times are announced',
  'portal now.suspended': 'later times are announced',
  'portal step.notice': 'a heading of the portal',
  'supervisor hold.liftWhat': 'later times are announced',
  'terms act.tender.publish': 'of an open tender',
};
type Texts = { [key: string]: string | Texts };
const flat = (texts: Texts, at: string): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]) => (typeof text === 'string' ? [[`${at}${key}`, text] as [string, string]] : flat(text, `${at}${key}.`)));

// negative control: with “完善并发布招标公告” in terms.json it is found
test('what stands on pages of both kinds of tender names no notice where a letter may have gone out', () => {
  const folder = join(ROOT, 'apps/web/src/locales/zh-CN');
  const texts = readdirSync(folder).flatMap((name) => flat(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Texts, `${name.slice(0, -'.json'.length)} `));
  const named = texts.filter(([, text]) => text.includes('公告') && !text.includes('邀请书')).map(([key]) => key);
  expect(named.sort()).toEqual(Object.keys(OPEN_ALONE).sort());
});
