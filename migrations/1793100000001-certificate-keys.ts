import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key belongs to one account: with each bound certificate stands the digest of its public key. Where two accounts have one key bound already, both certificates stay
 * bound, and neither signs any more: which of the two holds the key alone nobody can tell.
 */
export class CertificateKeys1793100000001 implements MigrationInterface {
  name = 'CertificateKeys1793100000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table certificate add column key_sha256 text');
    const rows = (await db.query('select id, pem from certificate')) as { id: string; pem: string }[];
    await db.query('update certificate c set key_sha256 = k.digest from unnest($1::uuid[], $2::text[]) as k (id, digest) where k.id = c.id', [
      rows.map(({ id }) => id),
      rows.map(({ pem }) => keyDigest(pem)),
    ]);
    await db.query('alter table certificate alter column key_sha256 set not null; create index certificate_key on certificate (key_sha256)');
    await db.query(maySign('and not exists (select 1 from certificate o where o.key_sha256 = c.key_sha256 and o.account_id <> c.account_id)'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(maySign(''));
    await db.query('alter table certificate drop column key_sha256');
  }
}

const maySign = (alone: string): string => `
  create or replace function may_sign(of_account uuid, with_certificate text) returns boolean language sql stable as $$
    select exists (select 1 from certificate c join account a on a.id = c.account_id
      where c.account_id = of_account and c.fingerprint = with_certificate and c.usage = 'signing' and c.ended_at is null and a.suspended_at is null ${alone})
  $$`;

/** One value of DER: its tag and its content. What is stored was read and checked when it was bound. */
interface Value {
  tag: number;
  content: Buffer;
}

function valuesIn(bytes: Buffer): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at + 1]!;
    const more = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + more;
    const end = start + (more ? bytes.readUIntBE(at + 2, more) : first);
    values.push({ tag: bytes[at]!, content: bytes.subarray(start, end) });
    at = end;
  }
  return values;
}

const VERSION = 0xa0;

/** SHA-256 of the point of a curve or the modulus of RSA, as certificates are read by @envelope; written out here, since a migration stays as it was. */
function keyDigest(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
  const fields = valuesIn(valuesIn(valuesIn(der)[0]!.content)[0]!.content).filter(({ tag }) => tag !== VERSION);
  const [, , , , , spki] = fields; // serial, signature, issuer, validity, subject, key (RFC 5280 4.1)
  const key = valuesIn(spki!.content)[1]!.content.subarray(1);
  const material = key[0] === 0x30 ? modulus(key) : key;
  return createHash('sha256').update(material).digest('hex');
}

const modulus = (key: Buffer): Buffer => {
  const { content } = valuesIn(valuesIn(key)[0]!.content)[0]!;
  return content[0] === 0 ? content.subarray(1) : content;
};
