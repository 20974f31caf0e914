import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOf, ownWords } from '@platform/http/field-words';
import { nameIn, fieldsOf } from '@platform/http/field-path';
import { checked, code, inputsOf, line } from '@platform/http';
import { defOf, partsOf } from '@platform/http/bounds';
import { BusinessError } from '@kernel';
import { z } from 'zod';
import { sample, type Schema } from '../attack/surface';
import { draftBody, platformTime, refusal, registeredProject, startWorld, type World } from './world';

/** Everything that any route or message takes, walked field by field. */
let world: World;
let inputs: [place: string, schema: z.ZodType][];
beforeAll(async () => {
  world = await startWorld();
  inputs = inputsOf(world.running.app);
});
afterAll(() => world?.stop());

const schemasIn = (schema: z.core.$ZodType): z.core.$ZodType[] => [schema, ...partsOf(schema, '').flatMap(([inner]) => schemasIn(inner))];

const nameless = (all: typeof inputs) => all.flatMap(([place, schema]) => fieldsOf(schema).flatMap((one) => (nameIn(one.field, [one.schema]) ? [] : [`${place} ${one.at}`])));

test('every field has a name in both languages, as its page calls it', () => {
  expect(inputs.length).toBeGreaterThan(100);
  expect(nameless(inputs)).toEqual([]);
  expect(nameless([['POST /planted', z.strictObject({ name: z.string(), rows: z.array(z.strictObject({ nobodyNamedThis: z.string() })) })]])).toEqual([
    'POST /planted /rows',
    'POST /planted /rows/-/nobodyNamedThis',
  ]); // negative control
});

const HAN = /\p{Script=Han}/u;
const halves = (all: typeof inputs) =>
  all.flatMap(([place, schema]) =>
    schemasIn(schema)
      .flatMap(messagesOf)
      .filter((message) => {
        const [zh, en] = ownWords(message) ?? ['', HAN.source];
        return !HAN.test(zh) || en === HAN.source || HAN.test(en);
      })
      .map((message) => `${place}: ${message}`),
  );

test('what a schema says in its own words it says in both languages', () => {
  expect(inputs.flatMap(([, schema]) => schemasIn(schema).flatMap(messagesOf)).length).toBeGreaterThan(100);
  expect(halves(inputs)).toEqual([]);
  expect(halves([['planted', z.strictObject({ a: z.string().regex(/x/, '64 hex') })]])).toEqual(['planted: 64 hex']); // negative control
});

test('a form without words of its own is one that has them by its kind', () => {
  const KNOWN = ['uuid', 'date', 'datetime', 'base64', 'url'];
  const silent = (all: typeof inputs) =>
    all.flatMap(([place, schema]) =>
      schemasIn(schema).flatMap((one) => {
        const { checks = [], type } = defOf(one) as { type: string; checks?: readonly { _zod: { def: { check?: string; format?: string; error?: unknown } } }[] };
        return type === 'string' ? checks.flatMap(({ _zod: { def } }) => (def.check === 'string_format' && !def.error && !KNOWN.includes(def.format ?? '') ? [`${place}: ${def.format}`] : [])) : [];
      }),
    );
  expect(silent(inputs)).toEqual([]);
  expect(silent([['planted', z.string().regex(/x/)]])).toEqual(['planted: regex']); // negative control
});

/** Marks of every kind that nobody sees, or that move what is seen (UAX #9, UAX #31, Default_Ignorable_Code_Point). */
const UNSEEN: [string, string][] = [
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u180e'].map((mark): [string, string] => ['zero width', mark]),
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\u200e', '\u200f', '\u061c'].map((mark): [string, string] => ['direction', mark]),
  ...['\u{e0001}', '\u{e0041}', '\u{e007f}'].map((mark): [string, string] => ['tag', mark]),
  ...['\ufe00', '\ufe0f', '\u{e0100}', '\u180b'].map((mark): [string, string] => ['variation selector', mark]),
  ...['\u115f', '\u1160', '\u3164', '\uffa0'].map((mark): [string, string] => ['filler', mark]),
  ...['\u00ad', '\u034f', '\u2800', '\ufff9', '\u{1d173}', '\ue000', '\u0007', '\u001b', '\u007f', '\u0085', '\u2028', '\ud800', '\udc00', '\ufffd'].map((mark): [string, string] => ['other', mark]),
];

/** Whether this text comes out of the schema as it went in, with what nobody sees in it. */
const keeps = (schema: z.ZodType, text: string, mark: string): boolean => {
  try {
    return String(checked(schema, text)).includes(mark);
  } catch (error) {
    if (error instanceof BusinessError) return false;
    throw error;
  }
};

/** Signed or hashed as they are, and read by parsers of their own, or never shown: manifests, escrows, PEM, passwords, cursors. */
const NO_TEXT = new Set(['manifest', 'escrow', 'pem', 'certificate', 'publicKeyPem', 'password', 'current', 'wanted', 'nonce', 'identityNumber', 'crlUrl', 'ocspUrl']);

const blind = (all: typeof inputs, marks: typeof UNSEEN) =>
  all.flatMap(([place, schema]) =>
    fieldsOf(schema)
      .filter(({ field, schema: one }) => !NO_TEXT.has(field) && schemasIn(one).some((inner) => defOf(inner).type === 'string'))
      .flatMap(({ at, schema: one }) =>
        marks.flatMap(([kind, mark]) =>
          ['甲' + mark + '乙', mark, 'a' + mark].some((text) => keeps(one as z.ZodType, text, mark)) ? [`${place} ${at}: ${kind} ${mark.codePointAt(0)!.toString(16)}`] : [],
        ),
      ),
  );

test('no text of any route or message keeps a mark that nobody sees', () => {
  expect(blind(inputs, UNSEEN)).toEqual([]);
  // negative control: a field that looks at nothing keeps them all but those that no body may hold
  expect(blind([['planted', z.strictObject({ name: z.string().max(9) })]], UNSEEN)).toHaveLength(UNSEEN.length - 3);
});

/** Ids that are taken as capitals: compared as texts, one stands for two. */
const spelt = (all: typeof inputs) => {
  const capitals = '01A21D54-24A4-7A7C-ADFD-6A200C234D44';
  return all.flatMap(([place, schema]) => schemasIn(schema).flatMap((one) => (defOf(one).type === 'string' && keeps(one as z.ZodType, capitals, capitals) && isId(one) ? [place] : [])));
};
const isId = (schema: z.core.$ZodType): boolean => (defOf(schema) as { format?: string }).format === 'uuid';

test('an id has one spelling, by every route and message', () => {
  expect(inputs.flatMap(([, schema]) => schemasIn(schema).filter(isId)).length).toBeGreaterThan(100);
  expect(spelt(inputs)).toEqual([]);
  expect(spelt([['planted', z.strictObject({ documents: z.array(z.uuid()) })]])).toEqual(['planted']); // negative control
});

test('what is named twice is one, however its id is spelled', async () => {
  const projectId = await registeredProject(world);
  const documents = [world.documentId, world.documentId.toUpperCase()];
  const body = draftBody(world, projectId, await platformTime(world.office.officer), { documents });
  expect((await refusal(world.office.officer.post('/api/tenders', body))).violations).toMatchObject([{ code: 'http.field', pointer: '/documents' }]);
});

const TALES: [string, unknown, string, string][] = [
  ['empty', { name: '' }, '“项目名称”：不能为空', '"Project name": must not be empty'],
  ['too short', { name: '路' }, '“项目名称”：至少 2 个字（现为 1 个）', '"Project name": needs at least 2 characters (it has 1)'],
  ['too long', { name: '长'.repeat(201) }, '“项目名称”：最多 200 个字（现为 201 个）', '"Project name": has at most 200 characters (it has 201)'],
  ['no number', { name: 5 }, '“项目名称”：应为文字', '"Project name": must be a text'],
  ['missing', { name: undefined }, '“项目名称”：没有填写', '"Project name": is missing'],
  ['no amount', { estimateFen: '1,234' }, '“估算价”：应为以分为单位的正整数', '"Estimate": must be a whole number of fen'],
  ['no choice', { category: 'goods' }, '“类别”：不在可选范围内，可选：construction', '"Category": is none of the choices: construction'],
  ['unknown', { 多余: 1 }, '“多余”：没有这个字段', '"多余": is no field that is asked for'],
];

test.each(TALES)('a body with a field %s is refused in the words of the page', async (_what, change, zh, en) => {
  const body = {
    ...{ name: '道路', category: 'construction', kind: 'A02', region: '990100', tendererUscc: world.office.tendererUscc, mandate: '委托-1', approvalNumber: '1号', fundsSource: '财政' },
    ...{ estimateFen: '100', stateControlled: true, mandatory: true },
    ...(change as object),
  };
  for (const [language, told] of [
    ['zh-CN', zh],
    ['en', en],
  ] as const) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.office.officer.token}`, 'accept-language': language };
    const answer = await fetch(`${world.url}/api/projects`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { detail } = (await answer.json()) as { detail: string };
    expect([answer.status, detail]).toEqual([400, expect.stringContaining(told)]);
  }
});

/** What a Chinese keyboard types in its place. */
const wide = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
/** Names of the fields that take it so and keep the plain one. */
function folding(all: typeof inputs): string[] {
  const isFolded = (schema: z.ZodType): boolean => {
    const typed = sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
    const texts = [typed, 'A1', '2026-03', '10', 'a-1'].filter((text): text is string => typeof text === 'string' && /[!-~]/.test(text));
    return texts.some((text) => kept(schema, wide(text)) === (kept(schema, text) ?? '\0'));
  };
  return [...new Set(all.flatMap(([, schema]) => fieldsOf(schema).flatMap(({ field, schema: one }) => (isText(one) && isFolded(one as z.ZodType) ? [field] : []))))].sort();
}
const isText = (schema: z.core.$ZodType) => schemasIn(schema).every((inner) => !['object', 'array'].includes(defOf(inner).type));
function kept(schema: z.ZodType, text: string): string | undefined {
  try {
    return String(checked(schema, text));
  } catch {
    return undefined;
  }
}

/** Where the page says so, for what people type themselves; else why nobody types it, or sees at once what it became. */
const each = (why: string, ...fields: string[]) => Object.fromEntries(fields.map((field) => [field, why]));
const SAID: Record<string, { help: string } | string> = {
  tendererUscc: { help: 'agency entry.tendererUsccHelp' },
  mandate: { help: 'agency entry.mandateHelp' },
  approvalNumber: { help: 'agency entry.approvalNumberHelp' },
  approval: { help: 'agency entry.groundApprovalHelp' },
  uscc: { help: 'common register.usccHelp' },
  login: { help: 'common register.loginHelp' },
  notice: { help: 'admin calendar.noticeHelp' },
  ...each('what was read of it stands in the field at once', 'ceilingFen', 'estimateFen', 'priceFen', 'score'),
  ...each('a time, shown as it was read', 'deadline', 'documentsUntil', 'questionsUntil', 'newDeadline', 'publishAt', 'sessionStartsAt', 'startsAt', 'endsAt', 'from', 'to'),
  ...each('chosen from a list', 'kind', 'region', 'id', 'day'),
  ...each('of a plan or a library, in a file', 'code', 'min', 'max', 'specialty', 'born', 'employerUscc', 'endedOn', 'appointedUntil', 'suspendedUntil'),
};

test('that full-width characters are made plain is said beside each field that does so, in both languages', () => {
  const fields = folding(inputs);
  expect(fields).toEqual(Object.keys(SAID).sort());
  const text = (language: string, help: string) => {
    const [file, path] = help.split(' ') as [string, string];
    const words = JSON.parse(readFileSync(join(__dirname, `../../apps/web/src/locales/${language}/${file}.json`), 'utf8')) as Record<string, Record<string, string>>;
    const [part, key] = path.split('.') as [string, string];
    return words[part]?.[key] ?? '';
  };
  const helps = Object.values(SAID).flatMap((said) => (typeof said === 'string' ? [] : [said.help]));
  expect(helps.filter((help) => !/半角/.test(text('zh-CN', help)) || !/made plain/.test(text('en', help)))).toEqual([]);
  // negative control: a field that nobody thought of, and a help that says nothing of it, are found
  expect(folding([['planted', z.strictObject({ planted: code(9, /^[A-Z]\d$/, '应为代号 / must be a code'), name: line(9) })]])).toEqual(['planted']);
  expect(text('en', 'agency entry.regionHelp')).not.toMatch(/made plain/);
});

test('codes, amounts and numbers are taken as they are typed with a Chinese keyboard', async () => {
  const body = {
    ...{
      name: '道路　',
      category: 'construction',
      kind: ' Ａ０２',
      region: '９９０１００ ',
      tendererUscc: ` ${world.office.tendererUscc}　`,
      mandate: '委托（１）',
      approvalNumber: ' 衡发改〔２０２６〕１２号 ',
      fundsSource: '财政',
    },
    ...{ estimateFen: '１００００ ', stateControlled: true, mandatory: true },
  };
  const { projectId } = await world.office.officer.post<{ projectId: string }>('/api/projects', body);
  const kept = await world.office.officer.get<Record<string, unknown>>(`/api/projects/${projectId}`);
  expect(kept).toMatchObject({ name: '道路', kind: 'A02', region: '990100', approvalNumber: '衡发改〔2026〕12号', mandate: '委托（1）', estimateFen: '10000' });
});
