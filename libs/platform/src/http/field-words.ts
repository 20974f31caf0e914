import { z } from 'zod';

export type Words = readonly [zh: string, en: string];
type Issue = z.core.$ZodIssue;

const EN = z.locales.en().localeError;

/** Kinds of values, as people who fill in a form call them. */
const KINDS: Record<string, Words> = {
  string: ['文字', 'a text'],
  number: ['数字', 'a number'],
  int: ['整数', 'a whole number'],
  boolean: ['“是”或“否”', 'yes or no'],
  array: ['列表', 'a list'],
  object: ['一组字段', 'a set of fields'],
  record: ['一组字段', 'a set of fields'],
  null: ['空值', 'nothing'],
};

const FORMATS: Record<string, Words> = {
  date: ['不是有效的日期，应为 2026-03-31 的形式', 'is no date; write it as 2026-03-31'],
  datetime: ['不是有效的时间，应写作 2026-03-31 09:30（接口为 2026-03-31T09:30:00+08:00）', 'is no time; write it as 2026-03-31 09:30 (interfaces: 2026-03-31T09:30:00+08:00)'],
  uuid: ['不是有效的编号', 'is no id'],
  base64: ['不是有效的 Base64 内容', 'is no content in Base64'],
  url: ['不是有效的网址，应以 http:// 或 https:// 开头', 'is no address; it begins with http:// or https://'],
};

/** What the rules of methods say in one language. */
const RULES: Record<string, string> = {
  'a decimal such as "0.98"': '应为小数，如 0.98，小数点前后各不超过 8 位',
  'at most 100': '不得超过 100',
  'something must be left': '去掉之后应有剩余',
  'rows must rise': '各行应从小到大排列',
  'values must differ': '各值不得重复',
  'parts of a percent need deviationIn percent': '按百分之一分段计分时，偏差应以百分数计',
};

const SPLIT = ' / ';
const HAN = /\p{Script=Han}/u;

/** A message of a schema's own, `中文 / English`, by language. Undefined where one of the two is missing. */
export function ownWords(message: string): Words | undefined {
  // the English half begins where no Chinese stands any more
  for (let at = message.indexOf(SPLIT); at > 0; at = message.indexOf(SPLIT, at + 1)) {
    const [zh, en] = [message.slice(0, at), message.slice(at + SPLIT.length)];
    if (HAN.test(zh) && !HAN.test(en)) return [zh, en];
  }
  const translated = RULES[message];
  return translated === undefined ? undefined : [translated, message];
}

const plural = (n: bigint | number, one: string) => `${n} ${one}${Number(n) === 1 ? '' : 's'}`;
const lengthOf = (input: unknown) => (typeof input === 'string' || Array.isArray(input) ? input.length : undefined);

function tooSmall({ origin, minimum, input }: z.core.$ZodIssueTooSmall): Words {
  if (origin === 'string')
    return lengthOf(input) === 0
      ? ['不能为空', 'must not be empty']
      : [`至少 ${minimum} 个字（现为 ${lengthOf(input)} 个）`, `needs at least ${plural(minimum, 'character')} (it has ${lengthOf(input)})`];
  if (origin === 'array') return [`至少 ${minimum} 项`, `needs at least ${plural(minimum, 'row')}`];
  return [`不得小于 ${minimum}`, `must be ${minimum} or more`];
}

function tooBig({ origin, maximum, input }: z.core.$ZodIssueTooBig): Words {
  if (origin === 'string') return [`最多 ${maximum} 个字（现为 ${lengthOf(input)} 个）`, `has at most ${plural(maximum, 'character')} (it has ${lengthOf(input)})`];
  if (origin === 'array') return [`最多 ${maximum} 项（现为 ${lengthOf(input)} 项）`, `has at most ${plural(maximum, 'row')} (it has ${lengthOf(input)})`];
  return [`不得大于 ${maximum}`, `must be ${maximum} or less`];
}

/** Choices that are told; a longer list is in the description of the interfaces. */
const TOLD = 12;

function notAmong({ values, input }: z.core.$ZodIssueInvalidValue): Words {
  if (input === undefined) return MISSING;
  const some = values.slice(0, TOLD).map(String);
  const more = values.length > TOLD ? ['…'] : [];
  return [`不在可选范围内，可选：${[...some, ...more].join('、')}`, `is none of the choices: ${[...some, ...more].join(', ')}`];
}

const MISSING: Words = ['没有填写', 'is missing'];
const UNKNOWN: Words = ['没有这个字段', 'is no field that is asked for'];
const UNFIT: Words = ['形式不符合要求', 'does not have the form that is asked for'];

function ofKind({ expected, input }: z.core.$ZodIssueInvalidType): Words {
  if (input === undefined || (input === null && expected !== 'null')) return MISSING;
  if (expected === 'number' && Number.isNaN(input)) return ['应为数字', 'must be a number'];
  const [zh, en] = KINDS[expected] ?? KINDS['object']!;
  return [`应为${zh}`, `must be ${en}`];
}

/** By what the library finds. */
const BUILT_IN: { [C in Issue['code']]?: (issue: Extract<Issue, { code: C }>) => Words } = {
  invalid_type: ofKind,
  too_small: tooSmall,
  too_big: tooBig,
  invalid_value: notAmong,
  invalid_format: ({ format, input }) => (input === '' ? MISSING : (FORMATS[format] ?? UNFIT)),
  unrecognized_keys: () => UNKNOWN,
};

/** The same in words for who filled in the field. */
function builtIn(issue: Issue): Words {
  const words = BUILT_IN[issue.code] as ((found: Issue) => Words) | undefined;
  return words?.(issue) ?? (issue.input === undefined ? MISSING : UNFIT);
}

const said = (message: string | { message: string } | undefined | null) => (typeof message === 'object' ? message?.message : message);

/** What is wrong with a field. A message that the schema's author wrote says more than the built-in one. */
export function wordsOf(issue: Issue): Words {
  const own = issue.message !== said(EN(issue as unknown as z.core.$ZodRawIssue));
  return own ? (ownWords(issue.message) ?? [issue.message, issue.message]) : builtIn(issue);
}

interface Check {
  _zod: { def: { error?: (issue: unknown) => string | { message: string } | undefined | null } };
}

/** The messages of a schema's own checks, as they were written. */
export function messagesOf(schema: z.core.$ZodType): string[] {
  const { checks = [] } = schema._zod.def as unknown as { checks?: readonly Check[] };
  return [schema as unknown as Check, ...checks].flatMap(({ _zod }) => said(_zod.def.error?.({})) ?? []);
}
