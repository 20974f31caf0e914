import { fromBase64, same, toHex } from './bytes';
import { parseCanonical, parseJson } from './canonical-json';
import { type Certificate, titleOf } from './certificate';
import type { Verdict } from './checks';
import type { Signed } from './cms';
import { timeText } from './der-values';
import { ensure, unknown } from './fault';
import { ANY_TEXT, anything, BASE64, list, moment, object, type Of, only, orNull, table, text, UUID } from './shape';
import { checkPath, checkSignature, digestOf, readPem, type Trust, type Walk } from './trust';

const MAX_RECORD = 16 * 1024 * 1024;
const members = {
  statement: ANY_TEXT,
  signatures: object({ asker: orNull(BASE64), confirmer: orNull(BASE64) }),
  authorities: list(ANY_TEXT, 0, 50),
};
const PERSON = object({ name: ANY_TEXT, organisation: ANY_TEXT });
/** The first form did not say whose account confirmed. */
const FORMS = [object({ format: only('tianping/two-person-record/1'), ...members }), object({ format: only('tianping/two-person-record/2'), confirmedBy: orNull(PERSON), ...members })] as const;
type Person = Of<typeof PERSON>;
type Record_ = Of<(typeof FORMS)[0]> | Of<(typeof FORMS)[1]>;

function readRecord(source: Uint8Array): Record_ {
  const value = parseJson(source, MAX_RECORD);
  const { format } = (value ?? {}) as { format?: unknown };
  return FORMS[format === 'tianping/two-person-record/1' ? 0 : 1](value, '');
}

const STATEMENT = object({
  format: only('tianping/two-person/1'),
  proposal: UUID,
  act: text(/^[a-z][a-z-]*[.][a-z][a-z-]*$/),
  object: UUID,
  askedBy: PERSON,
  askedAt: moment,
  request: anything,
  content: table(anything, 500),
});

const ROLES = { asker: { zh: '申请人', en: 'Who asked' }, confirmer: { zh: '确认人', en: 'Who confirmed' } } as const;

const keyBytes = ({ signer: { key } }: Signed): Uint8Array => (key.kind === 'rsa' ? key.modulus : key.point);

const HOUR = 3_600_000;
/** For how long a request waits, and how far a signer's clock may be off: what is signed at another time was not taken by the platform. */
const WAITS = 24 * HOUR;
const TOLERANCE = HOUR;

/** The signer's own word is all that a record has for when he signed; the platform let it in only while it was true, so it lies where the request waited. */
function checkTime({ verdict, id, zh, en }: Walk, at: number, askedAt: number): void {
  const [from, to] = [askedAt - TOLERANCE, askedAt + WAITS + TOLERANCE];
  const [when, span] = [timeText(at), `${timeText(from)} – ${timeText(to)}`];
  verdict.check(`${id}.time`, `${zh}：签名中写明的时间 ${when} 在申请的有效期内`, `${en}: the time that the signature states, ${when}, lies where the request waited`, () =>
    ensure(from <= at && at <= to, `应在 ${span} 之间（提请后 24 小时，前后各宽限 1 小时）`, `it has to be within ${span}: 24 hours from when it was asked for, and one hour either way`),
  );
}

interface Asked {
  own: readonly Certificate[];
  /** ms; undefined where the statement cannot be read. */
  askedAt: number | undefined;
}

function checkSigner(verdict: Verdict, trust: Trust, { statement, signatures }: Record_, { own, askedAt }: Asked, role: keyof typeof ROLES): Signed | undefined {
  const walk = { verdict, trust, id: `two-person.${role}`, ...ROLES[role] };
  const given = signatures[role];
  const signed = checkSignature(walk, statement, () => (given === null ? unknown('此人没有用证书签名', 'this person did not sign with a certificate') : fromBase64(given)));
  if (!signed) return undefined;
  if (askedAt !== undefined) checkTime(walk, signed.signingTime!, askedAt);
  checkPath(walk, signed, own, signed.signingTime!);
  return signed;
}

/** Both names: the account's, and what the authority wrote into the certificate, which is often a firm. */
function whoIs(signed: Signed, account: Person | null) {
  const [holder, at] = [titleOf(signed.signer), timeText(signed.signingTime!)];
  return account
    ? { zh: `“${account.name}”（${account.organisation}；证书“${holder}”，${at}）`, en: `“${account.name}” (${account.organisation}; certificate “${holder}”, ${at})` }
    : { zh: `记录未写明的账号（证书“${holder}”，${at}）`, en: `an account that the record does not name (certificate “${holder}”, ${at})` };
}

/** A two-person act: one statement, signed by two persons with two certificates (docs/formats/two-person.md). */
export function checkTwoPerson(verdict: Verdict, trust: Trust, source: Uint8Array): void {
  const record = verdict.check('two-person.form', '双人记录：形式符合规定', 'Two-person record: it is of the described form', () => readRecord(source));
  if (!record) return;
  const statement = verdict.check('two-person.statement', '双人记录：所签内容是规范写法，形式符合规定', 'Two-person record: what was signed is canonical and of the described form', () =>
    STATEMENT(parseCanonical(record.statement, MAX_RECORD), ''),
  );
  const own = verdict.check('two-person.authorities', '双人记录：所列的证书完好', 'Two-person record: the certificates that it lists are whole', () => record.authorities.map(readPem)) ?? [];
  const asked = { own, askedAt: statement && Date.parse(statement.askedAt) };
  const [asker, confirmer] = (['asker', 'confirmer'] as const).map((role) => checkSigner(verdict, trust, record, asked, role));
  if (trust.named.length === 0)
    verdict.check('two-person.named', '信任来自您另行取得的证书', 'Trust rests on certificates that you named', () =>
      unknown('您没有提供根证书：以上只依据记录自带的证书', 'you named no roots: the above rests on what the record itself lists'),
    );
  if (asker && confirmer)
    verdict.check('two-person.two', '两份签名出自两张不同的证书和密钥', 'The two signatures are by two certificates with different keys', () => {
      ensure(asker.signer.fingerprint !== confirmer.signer.fingerprint, '两份签名出自同一张证书', 'both signatures are by one certificate');
      ensure(!same(keyBytes(asker), keyBytes(confirmer)), '两张证书是同一把密钥', 'both certificates have one key');
    });
  if (!statement || !asker || !confirmer) return;
  const digest = toHex(digestOf(record.statement));
  const [askedBy, confirmedBy] = [whoIs(asker, statement.askedBy), whoIs(confirmer, 'confirmedBy' in record ? record.confirmedBy : null)];
  verdict.note('two-person.signers', `${statement.act}：${askedBy.zh}申请，${confirmedBy.zh}确认`, `${statement.act}: asked by ${askedBy.en}, confirmed by ${confirmedBy.en}`, {
    zh: `内容摘要 ${digest}；账号姓名以平台所记为准（确认人的未经签名），与证书持有人是否同一人、两张证书是否属于两个自然人，由平台按身份证号核对，此处无法复核`,
    en: `digest of the content ${digest}; the accounts’ names are as the platform has them (the confirmer’s is under no signature); that each is the holder of his certificate, and that the certificates are of two persons, was checked by the platform by their identity numbers, and cannot be repeated here`,
  });
}
