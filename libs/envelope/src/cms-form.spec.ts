import { issueCertificate, sha256, signDetached, verifyDetached } from './index';
import { concat, sameBytes, utf8 } from './bytes';
import { parsed } from './certificate.node';
import { writeAttributes, writeSignedData } from './cms-write';
import { importPrivateKey } from './crypto.node';
import { context, contentOf, der, encodingOf, inside, nothing, octetString, oid, readValue, sequence, setOf, smallInteger } from './der';
import { holder, type Kind, KINDS, keys, NOW, outcome, root, signerOf } from './envelope.fixtures';
import { OID } from './oids';

const content = utf8('{"投标":"文件"}');
const signers = Object.fromEntries(KINDS.map((kind) => [kind, signerOf(kind)])) as Record<Kind, ReturnType<typeof signerOf>>;
const sign = (kind: Kind, more: { chainPem?: string[] } = {}) => signDetached(content, { ...signers[kind], signingTime: NOW, ...more });
const check = (cms: Uint8Array, about: Uint8Array = content) => outcome(() => verifyDetached(cms, about));

/** Signatures that hold as such, over attributes or in a structure that must not be accepted. */
describe('signed, but not in our form', () => {
  const signer = parsed(signers['p-256'].certificatePem);
  const key = importPrivateKey(signers['p-256'].privateKeyPem);
  const right = { digest: sha256(content), signingTime: NOW, certificateHash: sha256(signer.der) };
  const members = (set: Uint8Array) => Array.from(inside(readValue(set, 0, set.length)).rest(), encodingOf);
  const without = (n: number) => setOf(...members(writeAttributes(right)).filter((_, i) => i !== n));
  const attribute = (type: string, ...values: Uint8Array[]) => sequence(oid(type), setOf(...values));
  const signed = (attributes: Uint8Array) => writeSignedData({ signer, chain: [], attributes, signature: key.sign(attributes) });
  const replaced = (type: string, ...values: Uint8Array[]) =>
    setOf(...members(writeAttributes(right)).filter((a) => !sameBytes(a.subarray(2, 2 + oid(type).length), oid(type))), attribute(type, ...values));

  test('the control: right attributes are accepted, also with a further signed one', () => {
    expect(check(signed(writeAttributes(right)))).toBe('accepted');
    expect(check(signed(setOf(...members(writeAttributes(right)), attribute('1.2.3', nothing()))))).toBe('accepted');
  });

  test.each([0, 1, 2, 3])('attribute %i missing', (n) => {
    expect(check(signed(without(n)))).toBe('signature-malformed');
  });

  test.each([
    ['content type of another kind', () => signed(replaced(OID.contentType, oid(OID.signedData))), 'signature-malformed'],
    ['digest of another content', () => signed(writeAttributes({ ...right, digest: sha256('x') })), 'signature-invalid'],
    ['hash of another certificate', () => signed(writeAttributes({ ...right, certificateHash: sha256('x') })), 'signature-invalid'],
    ['another issuer and serial', () => signed(replaced(OID.signingCertificateV2, essWith(signer.issuerDer, smallInteger(7)))), 'signature-invalid'],
    ['right issuer and serial', () => signed(replaced(OID.signingCertificateV2, essWith(signer.issuerDer, der(2, signer.serial)))), 'accepted'],
    ['an attribute with two values', () => signed(replaced(OID.signingTime, der(0x17, utf8('260101000000Z')), der(0x17, utf8('270101000000Z')))), 'signature-malformed'],
    ['an attribute twice', () => signed(setOf(...members(writeAttributes(right)), attribute(OID.messageDigest, octetString(sha256('x'))))), 'signature-malformed'],
    ['attributes out of order', () => signed(der(0x31, ...members(writeAttributes(right)).reverse())), 'signature-malformed'],
  ])('%s', (_, make, want) => {
    expect(check(make())).toBe(want);
  });

  function essWith(issuerDer: Uint8Array, serial: Uint8Array): Uint8Array {
    return sequence(sequence(sequence(octetString(right.certificateHash), sequence(sequence(context(4, issuerDer)), serial))));
  }

  /** Takes the parts of SignedData apart and lets a test put them together wrongly. */
  function rebuilt(change: (parts: Uint8Array[]) => Uint8Array[]): Uint8Array {
    const whole = signed(writeAttributes(right));
    const [type, wrapper] = members(whole);
    const signedData = contentOf(readValue(wrapper!, 0, wrapper!.length));
    return sequence(type!, context(0, sequence(...change(members(signedData)))));
  }

  test.each<[string, (parts: Uint8Array[]) => Uint8Array[]]>([
    ['two signers', ([v, d, c, certs, infos]) => [v!, d!, c!, certs!, setOf(...members(infos!), ...members(infos!))]],
    ['no signer', ([v, d, c, certs]) => [v!, d!, c!, certs!, setOf()]],
    ['the content inside', ([v, d, , certs, infos]) => [v!, d!, sequence(oid(OID.data), context(0, octetString(content))), certs!, infos!]],
    ['another content type', ([v, d, , certs, infos]) => [v!, d!, sequence(oid(OID.signedData)), certs!, infos!]],
    ['another version', ([, d, c, certs, infos]) => [smallInteger(3), d!, c!, certs!, infos!]],
    ['another digest', ([v, , c, certs, infos]) => [v!, setOf(sequence(oid('2.16.840.1.101.3.4.2.3'))), c!, certs!, infos!]],
    ['no certificate', ([v, d, c, , infos]) => [v!, d!, c!, context(0), infos!]],
    ['the certificate of another', ([v, d, c, , infos]) => [v!, d!, c!, context(0, parsed(root.certificatePem).der), infos!]],
    ['revocation lists', ([v, d, c, certs, infos]) => [v!, d!, c!, certs!, context(1, sequence()), infos!]],
    ['eleven certificates', ([v, d, c, certs, infos]) => [v!, d!, c!, context(0, ...Array.from({ length: 11 }, () => members(certs!)[0]!)), infos!]],
    ['unsigned attributes', ([v, d, c, certs, infos]) => [v!, d!, c!, certs!, setOf(sequence(...members(members(infos!)[0]!), context(1, attribute('1.2.3', nothing()))))]],
  ])('%s', (_, change) => {
    expect(check(rebuilt((parts) => parts))).toBe('accepted');
    expect(check(rebuilt(change))).toBe('signature-malformed');
  });

  test('the certificate exchanged for another of the same key and name', () => {
    const twin = issueCertificate(root, { ...holder, publicKeyPem: keys['p-256'].publicKeyPem });
    expect(check(rebuilt(([v, d, c, , infos]) => [v!, d!, c!, context(0, parsed(twin).der), infos!]))).toBe('signature-malformed');
  });

  test('a longer wrapping, trailing bytes, text and nothing', () => {
    const cms = sign('p-256');
    for (const bad of [concat(cms, Uint8Array.of(0)), utf8('-----BEGIN CMS-----'), new Uint8Array(0), cms.subarray(0, -1)]) expect(check(bad)).toBe('signature-malformed');
    expect(check(new Uint8Array(64 * 1024 + 1))).toBe('signature-too-large');
  });
});
