import { z } from 'zod';
import { DOCUMENT_KINDS, folded, isLine, isPlainName, plainCode } from '@kernel';
import { code as typed, differ, hex32, instant, knownAs, line, paragraph, TWICE, uuid } from '@platform/http';
import { ROLE_CODES } from './roles';

/** Letters that stand for whole words are as long as those. */
const isShort = (text: string): boolean => text.normalize('NFKC').length <= 200;

export const name = line(200).refine(isPlainName, '含有易混淆的字符 / has characters that look like others').refine(isShort, '最长 200 字 / has at most 200 characters');
const personName = knownAs(name, 'personName');

const spelt = (text: string): string => folded(text).toLowerCase();
/** A login as people type it: blanks around it, capitals and full width are no other login. */
const typedLogin = z.string().overwrite(spelt).min(1).max(64).refine(isLine, '含有看不见的字符，请重新输入 / has characters that nobody sees; type it again');
export const login = knownAs(
  typedLogin.regex(/^[a-z0-9][a-z0-9.-]{2,63}$/, '应为 3 至 64 个小写字母、数字、点或连字符，以字母或数字开头 / has 3 to 64 of a-z 0-9 . - and begins with a letter or digit'),
  'accountName',
);
export const base64 = (max: number) => z.base64().min(1).max(max);
export const pem = z.string().max(20_000).startsWith('-----BEGIN CERTIFICATE-----', '应以 -----BEGIN CERTIFICATE----- 开头 / begins with -----BEGIN CERTIFICATE-----');
/** As it is kept and compared; whether it is a code, `assertUscc` says. */
export const uscc = z.string().max(40).transform(plainCode).refine(isLine, '含有叠加的符号 / has marks over its characters');
/** By which document a person is known; checked and brought to its canonical spelling before anything rests on it. */
export const document = { identityNumber: z.string().min(6).max(40), identityKind: z.enum(DOCUMENT_KINDS).default('resident') };
export const region = knownAs(typed(6, /^\d{6}$/, '应为 6 位行政区划代码（GB/T 2260） / must be a region code of 6 digits (GB/T 2260)'), 'firmRegion');

export const RegisterOrganisation = z.strictObject({
  name: knownAs(name, 'organisationName'),
  uscc: knownAs(uscc, 'firmUscc'),
  region,
  account: z.strictObject({ login, name: personName, ...document }),
  certificate: pem,
  /** CMS over `registrationText`: the registrant holds the certificate's key. */
  proof: base64(100_000),
});
export type RegisterOrganisation = z.infer<typeof RegisterOrganisation>;

/** Where the session is kept: in a cookie that scripts cannot read (pages), or in the answer (programs). */
const keep = z.enum(['token', 'cookie']).default('token');
const code = knownAs(typed(6, /^\d{6}$/, '应为 6 位数字 / must be 6 digits'), 'oneTimeCode');

export const PasswordSignIn = z.strictObject({ login: typedLogin, password: z.string().min(1).max(200), code: code.optional(), keep });
export type PasswordSignIn = z.infer<typeof PasswordSignIn>;

export const AskChallenge = z.strictObject({ login: knownAs(login, 'login') });
export const CertificateSignIn = z.strictObject({ login: knownAs(login, 'login'), nonce: z.string().length(64), signature: base64(100_000), keep });
export type CertificateSignIn = z.infer<typeof CertificateSignIn>;

/** The factors of the one who is signed in, shown again. */
export const Proof = z.union([z.strictObject({ password: z.string().min(1).max(200), code: code.optional() }), z.strictObject({ nonce: z.string().length(64), signature: base64(100_000) })]);
export type Proof = z.infer<typeof Proof>;

/** A one-time code of the account's authenticator (RFC 6238). */
export const OneTimeCode = z.strictObject({ code });

export const AskCertificateChallenge = z.strictObject({ certificate: pem });
export const BindCertificate = z
  .strictObject({
    certificate: pem,
    proof: base64(100_000).optional(),
    challengeId: uuid.optional(),
    answer: knownAs(hex32, 'challengeAnswer').optional(),
    replaces: uuid.optional(),
  })
  .refine(({ proof, challengeId, answer }) => (proof ? !challengeId && !answer : !!challengeId && !!answer), {
    path: ['proof'],
    message: '应提交签名，或者提交质询编号和应答 / send the proof, or the challenge with its answer',
  });

/** One that a person means to use from now on. */
const newPassword = z.string().min(12).max(200);
export const ChangePassword = z.strictObject({ current: z.string().min(1).max(200), wanted: newPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

const ground = knownAs(paragraph(500), 'ground');
const until = knownAs(instant, 'until');

/** Why a person's password is reset, or his codes end. */
export const ActReason = z.strictObject({ reason: ground });

export const CreateAccount = z.strictObject({
  organisationId: uuid,
  login,
  name: personName,
  ...document,
  /** In a demonstration only. */
  password: knownAs(newPassword, 'firstPassword').optional(),
  roles: z.array(z.enum(ROLE_CODES)).max(6).refine(differ, TWICE),
  reason: ground,
  /** Until when; duties of the centre, the bureau and the administration are given for a time. */
  endsAt: until.optional(),
});
export type CreateAccount = z.infer<typeof CreateAccount>;

export const GrantRole = z.strictObject({ role: z.enum(ROLE_CODES), reason: ground, endsAt: until.optional() });
export type GrantRole = z.infer<typeof GrantRole>;
