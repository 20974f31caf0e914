import { fromBase64, same, toHex } from './bytes';
import { parseCanonical, parseJson } from './canonical-json';
import { type Certificate, titleOf } from './certificate';
import type { Verdict } from './checks';
import type { Signed } from './cms';
import { timeText } from './der-values';
import { ensure, unknown } from './fault';
import { ANY_TEXT, anything, BASE64, list, moment, object, type Of, only, orNull, table, text, UUID } from './shape';
import { checkPath, checkSignature, digestOf, readPem, type Trust } from './trust';

const MAX_RECORD = 16 * 1024 * 1024;
const RECORD = object({
  format: only('tianping/two-person-record/1'),
  statement: ANY_TEXT,
  signatures: object({ asker: orNull(BASE64), confirmer: orNull(BASE64) }),
  authorities: list(ANY_TEXT, 0, 50),
});
type Record_ = Of<typeof RECORD>;

const STATEMENT = object({
  format: only('tianping/two-person/1'),
  proposal: UUID,
  act: text(/^[a-z][a-z-]*[.][a-z][a-z-]*$/),
  object: UUID,
  askedBy: object({ name: ANY_TEXT, organisation: ANY_TEXT }),
  askedAt: moment,
  request: anything,
  content: table(anything, 500),
});

const ROLES = { asker: { zh: '申请人', en: 'Who asked' }, confirmer: { zh: '确认人', en: 'Who confirmed' } } as const;

const keyBytes = ({ signer: { key } }: Signed): Uint8Array => (key.kind === 'rsa' ? key.modulus : key.point);

function checkSigner(verdict: Verdict, trust: Trust, { statement, signatures }: Record_, own: readonly Certificate[], role: keyof typeof ROLES): Signed | undefined {
  const walk = { verdict, trust, id: `two-person.${role}`, ...ROLES[role] };
  const given = signatures[role];
  const signed = checkSignature(walk, statement, () => (given === null ? unknown('此人没有用证书签名', 'this person did not sign with a certificate') : fromBase64(given)));
  if (signed) checkPath(walk, signed, own, signed.signingTime!);
  return signed;
}

/** A two-person act: one statement, signed by two persons with two certificates (docs/formats/two-person.md). */
export function checkTwoPerson(verdict: Verdict, trust: Trust, source: Uint8Array): void {
  const record = verdict.check('two-person.form', '双人记录：形式符合规定', 'Two-person record: it is of the described form', () => RECORD(parseJson(source, MAX_RECORD), ''));
  if (!record) return;
  const statement = verdict.check('two-person.statement', '双人记录：所签内容是规范写法，形式符合规定', 'Two-person record: what was signed is canonical and of the described form', () =>
    STATEMENT(parseCanonical(record.statement, MAX_RECORD), ''),
  );
  const own = verdict.check('two-person.authorities', '双人记录：所列的证书完好', 'Two-person record: the certificates that it lists are whole', () => record.authorities.map(readPem)) ?? [];
  const [asker, confirmer] = (['asker', 'confirmer'] as const).map((role) => checkSigner(verdict, trust, record, own, role));
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
  const who = (signed: Signed) => `“${titleOf(signed.signer)}”（${timeText(signed.signingTime!)}）`;
  verdict.note('two-person.signers', `${statement.act}：${who(asker)}申请，${who(confirmer)}确认`, `${statement.act}: asked by ${who(asker)}, confirmed by ${who(confirmer)}`, {
    zh: `内容摘要 ${digest}；两张证书属于两个自然人，由平台按身份证号核对，此处无法复核`,
    en: `digest of the content ${digest}; that the certificates are of two persons was checked by the platform by their identity numbers, and cannot be repeated here`,
  });
}
