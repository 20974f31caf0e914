import { unknown } from './fault';
import { checkOpened, checkSealed, type NewHash, parseKeys, plainHash, type Source } from './body';
import { fromBase64, textOf } from './bytes';
import { parseCanonical, parseJson } from './canonical-json';
import { titleOf } from './certificate';
import { Verdict } from './checks';
import { timeText } from './der-values';
import { checkDraw } from './draw';
import { checkEvidence, checkHeld, parseEvidence } from './evidence';
import { checkSet } from './sealed-set';
import { parseEntries } from './statements';
import { checkPath, checkSignature, checkToken, readCertificates, readCrls, type Trust, type Walk } from './trust';
import { checkTwoPerson } from './two-person';

/** What somebody holds. Each file is bytes; only the sealed one may be large. */
export interface Inputs {
  trust: readonly Uint8Array[];
  crls: readonly Uint8Array[];
  evidence?: Uint8Array | undefined;
  /** Evidence that was fetched earlier. */
  held?: Uint8Array | undefined;
  sealed?: Source | undefined;
  keys?: Uint8Array | undefined;
  set?: SignedFiles | undefined;
  entries?: Uint8Array | undefined;
  statements: readonly SignedFiles[];
  draws: readonly Uint8Array[];
  twoPersons: readonly Uint8Array[];
  newHash?: NewHash;
  /** Names of files that were given beside these and that nothing here rests on. */
  unjudged?: readonly string[];
}

export interface SignedFiles {
  statement: Uint8Array;
  /** Absent: it was not given, and nothing can be told of who signed. */
  signature: Uint8Array | undefined;
  timestamp?: Uint8Array | undefined;
}

/** The signature that was given; without one it cannot be told whether it holds, which is not the same as that it does not. */
function given(signature: Uint8Array | undefined): Uint8Array {
  return signature ? binaryOf(signature) : unknown('没有提供它的签名文件：请把同名的 .p7s 放在旁边一起核验', 'its signature was not given: put the .p7s of the same name beside it');
}

/** Whoever gave it must not read that all holds. */
const notJudged = (): never =>
  unknown(
    '认不出它的内容，或它旁边没有所需的文件：一次只核验一份证据、一份清单；签名和时间戳须与所签文件同名，且没有第二份同名文件。请分开核验',
    'it was not recognised, or what it belongs to is missing: one evidence file and one set are judged at a time, and a signature or stamp beside the one file of its name: verify it apart',
  );

/** DER as it is, or in base64 as it comes in JSON. */
const binaryOf = (bytes: Uint8Array): Uint8Array => (bytes[0] === 0x30 && bytes[1]! >= 0x80 ? bytes : fromBase64(textOf(bytes).replace(/\s/g, '')));

function readTrust(verdict: Verdict, { trust, crls }: Inputs): Trust {
  const named = trust.flatMap((file) => verdict.check('trust.certificates', '您提供的证书可以读取', 'The certificates that you named can be read', () => readCertificates(file)) ?? []);
  const read = crls.flatMap((file) => verdict.check('trust.lists', '您提供的吊销列表可以读取', 'The revocation lists that you named can be read', () => readCrls(file)) ?? []);
  return { named, lists: read.flatMap(({ lists }) => lists), beside: read.flatMap(({ beside }) => beside) };
}

function checkStatement(verdict: Verdict, trust: Trust, { statement, signature, timestamp }: SignedFiles): void {
  const walk: Walk = { verdict, trust, id: 'statement', zh: '签名文件', en: 'Statement' };
  const text = verdict.check('statement.form', '签名文件：是规范写法的 JSON', 'Statement: it is canonical JSON', () => {
    const content = textOf(statement);
    parseCanonical(content, 16 * 1024 * 1024);
    return content;
  });
  if (text === undefined) return;
  const signed = checkSignature(walk, text, () => given(signature));
  const token = timestamp && checkToken(walk, text, () => binaryOf(timestamp), 0, []);
  if (!signed) return;
  const at = token?.time ?? signed.signingTime!;
  checkPath(walk, signed, [], at);
  const by = `“${titleOf(signed.signer)}”`;
  verdict.note('statement.signer', `签名文件：由${by}签名，自称时间 ${timeText(signed.signingTime!)}`, `Statement: signed by ${by}, who states the time ${timeText(signed.signingTime!)}`, {
    zh: token ? '有效性按时间戳的时间判断' : '没有时间戳：有效性按签名者自称的时间判断',
    en: token ? 'validity was judged at the time of the stamp' : 'there is no time stamp: validity was judged at the time that the signer claims',
  });
}

function checkPublishedSet(verdict: Verdict, trust: Trust, { statement, signature, timestamp }: SignedFiles, entries: Uint8Array | undefined): void {
  const text = verdict.check('set.read', '公布的清单可以读取', 'The published set can be read', () => textOf(statement));
  if (text === undefined) return;
  const stamp = timestamp ? () => binaryOf(timestamp) : null;
  const listed = entries ? { entries: () => parseEntries(parseJson(entries, 64 * 1024 * 1024)) } : {};
  checkSet(verdict, trust, { statement: text, signature: () => given(signature), timestamp: stamp, ...listed });
}

async function checkFile(verdict: Verdict, { sealed, keys, newHash = plainHash }: Inputs, manifest: ReturnType<typeof checkEvidence>['manifest']): Promise<void> {
  const given = keys && verdict.check('keys.form', '密钥文件：形式符合规定', 'Keys: the file is of the described form', () => parseKeys(keys));
  if (!manifest || !sealed) return;
  await checkSealed(verdict, sealed, manifest, newHash);
  if (given) await checkOpened(verdict, sealed, manifest, given, newHash);
}

export async function verify(inputs: Inputs): Promise<Verdict> {
  const verdict = new Verdict();
  const trust = readTrust(verdict, inputs);
  if (inputs.evidence) {
    const { manifest, evidence } = checkEvidence(verdict, inputs.evidence, trust);
    const held = inputs.held && verdict.check('held.form', '先前保存的证据：形式符合规定', 'Evidence kept earlier: it is of the described form', () => parseEvidence(inputs.held!));
    if (held && evidence) checkHeld(verdict, held, evidence);
    await checkFile(verdict, inputs, manifest);
  }
  if (inputs.set) checkPublishedSet(verdict, trust, inputs.set, inputs.entries);
  for (const statement of inputs.statements) checkStatement(verdict, trust, statement);
  for (const draw of inputs.draws) checkDraw(verdict, draw);
  for (const record of inputs.twoPersons) checkTwoPerson(verdict, trust, record);
  for (const name of inputs.unjudged ?? []) verdict.check('files.unjudged', `文件“${name}”参与了核验`, `The file "${name}" was judged`, notJudged);
  return verdict;
}
