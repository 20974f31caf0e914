import * as fc from 'fast-check';
import { mutate, mutation, SEED } from '../../../libs/envelope/src/envelope.fixtures';
import { sourceOf } from './body';
import { checked, doubts, type Evidence, evidenceOf, filesOf, type Kind, text, trustIn, worldOf } from './verifier.fixtures';
import { sizeOf } from '@test/setup/sizes';

type Change = Parameters<typeof mutate>[1];
type Bytes = Uint8Array;

/** Of each kind of key; CI makes 800. */
const RUNS = sizeOf('EVIDENCE_CHANGES');
const pem = (der: Bytes) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
const unpem = (source: string) => Buffer.from(source.replace(/-----[^-]+-----|\s/g, ''), 'base64');
const inBase64 = (source: string, change: Change) => Buffer.from(mutate(Buffer.from(source, 'base64'), change)).toString('base64');
const inPem = (source: string, change: Change) => pem(mutate(unpem(source), change));
const inText = (source: string, change: Change) => Buffer.from(mutate(Buffer.from(source), change)).toString();

/** Every place of the file: how a change of bytes is made there. */
const PLACES: Record<string, (evidence: Evidence, change: Change) => void> = {
  manifest: (e, c) => (e.bid.manifest = inText(e.bid.manifest, c)),
  'manifest signature': (e, c) => (e.bid.signature = inBase64(e.bid.signature, c)),
  escrow: (e, c) => (e.bid.escrow = inText(e.bid.escrow, c)),
  'sealed hash': (e, c) => (e.bid.sealedFileSha256 = inText(e.bid.sealedFileSha256, c)),
  receipt: (e, c) => (e.receipt.text = inText(e.receipt.text, c)),
  'receipt signature': (e, c) => (e.receipt.signature = inBase64(e.receipt.signature, c)),
  'receipt token': (e, c) => (e.receipt.timestamp = inBase64(e.receipt.timestamp!, c)),
  set: (e, c) => (e.sealedSet.statement = inText(e.sealedSet.statement, c)),
  'set signature': (e, c) => (e.sealedSet.signature = inBase64(e.sealedSet.signature, c)),
  'set token': (e, c) => (e.sealedSet.timestamp = inBase64(e.sealedSet.timestamp, c)),
  'proof entry': (e, c) => (e.sealedSet.proof.entry = JSON.parse(inText(JSON.stringify(e.sealedSet.proof.entry), c)) as Evidence['sealedSet']['proof']['entry']),
  'proof path': (e, c) => (e.sealedSet.proof.path[c.at % e.sealedSet.proof.path.length] = inText(e.sealedSet.proof.path[c.at % e.sealedSet.proof.path.length]!, c)),
  'proof place': (e, c) => (e.sealedSet.proof.index = c.at % 5),
  'proof size': (e, c) => (e.sealedSet.proof.size = c.at % 9),
  authority: (e, c) => (e.certificates.authorities[0] = inPem(e.certificates.authorities[0]!, c)),
  'time authority': (e, c) => (e.certificates.timeAuthorities[0] = inPem(e.certificates.timeAuthorities[0]!, c)),
  platform: (e, c) => (e.certificates.platform = inPem(e.certificates.platform, c)),
};

/** Where the lines of a PEM block end says nothing. */
const meaning = (evidence: unknown) => JSON.stringify(evidence).replaceAll('\\n', '');

/** The members of the statements, each changed and the text written canonically again: form stays right, only the signature tells. */
function inMember(evidence: Evidence, change: Change): void {
  const [holder, name] = [
    [evidence.bid, 'manifest'],
    [evidence.receipt, 'text'],
    [evidence.sealedSet, 'statement'],
  ][change.at % 3] as [Record<string, string>, string];
  const value = JSON.parse(holder[name]!) as Record<string, unknown>;
  const keys = Object.keys(value);
  const key = keys[(change.at >> 2) % keys.length]!;
  const old = value[key];
  value[key] = typeof old === 'number' ? old + 1 : typeof old === 'string' ? old.replace(/[0-9]/, (digit) => String((Number(digit) + 1) % 10)) : [old];
  holder[name] = JSON.stringify(value);
}
PLACES['member of a statement'] = inMember;

function tampered(evidence: Evidence, place: string, change: Change): Bytes | undefined {
  const copy = structuredClone(evidence);
  try {
    PLACES[place]!(copy, change);
  } catch {
    return undefined; // no JSON any more: the test of the whole file covers that
  }
  return JSON.stringify(copy) === JSON.stringify(evidence) ? undefined : text(copy);
}

describe.each(['p-256', 'rsa-2048', 'sm2'] as Kind[])('changed evidence (%s)', (kind) => {
  const world = worldOf(kind);
  let made: Awaited<ReturnType<typeof evidenceOf>>;
  let baselines: string[][];
  const suite = kind === 'sm2' ? 'sm' : undefined;
  const trusts = [trustIn(world), { ...trustIn(world), trust: [] }];
  const seen = async (evidence: Bytes, which: number) => doubts(await checked({ ...trusts[which], evidence }));
  beforeAll(async () => {
    made = await evidenceOf(world, { suite });
    baselines = [await seen(text(made.evidence), 0), await seen(text(made.evidence), 1)];
  });

  it(`every change is seen, with named roots and without (seed ${SEED})`, async () => {
    expect(baselines.map((lines) => lines.map((line) => line.split(':')[0]))).toEqual([[], ['unknown certificates.named', 'unknown receipt.platform', 'unknown set.platform']]);
    const counts = new Map<string, number>();
    const missed: string[] = [];
    const names = Object.keys(PLACES);
    let turn = 0; // one place after the other: few changes meet them all too
    const act = fc.asyncProperty(mutation, fc.nat(1), async (change, which) => {
      const place = names[turn++ % names.length]!;
      const evidence = tampered(made.evidence, place, change);
      if (!evidence) return;
      counts.set(place, (counts.get(place) ?? 0) + 1);
      if ((await seen(evidence, which)).join() === baselines[which]!.join()) missed.push(`${place} ${JSON.stringify(change)}`);
    });
    await fc.assert(act, { seed: SEED, numRuns: RUNS });
    const tried = [...counts.values()].reduce((sum, n) => sum + n, 0);
    console.log(`${kind}, seed ${SEED}: ${tried} changes tried, ${missed.length} undetected, 0 crashes`);
    expect(missed).toEqual([]);
    expect(counts.size).toBe(names.length);
  }, 300_000);

  it(`any bytes give a verdict, never a crash (seed ${SEED})`, async () => {
    const whole = text(made.evidence);
    const act = fc.asyncProperty(mutation, async (change) => {
      const evidence = mutate(whole, change);
      const outcome = await seen(evidence, 0);
      const same = (() => {
        try {
          return meaning(JSON.parse(Buffer.from(evidence).toString())) === meaning(made.evidence);
        } catch {
          return false;
        }
      })();
      expect(outcome.length > 0 || same).toBe(true);
    });
    await fc.assert(act, { seed: SEED, numRuns: Math.ceil(RUNS / 3) });
    for (const bytes of [new Uint8Array(), text('['.repeat(100_000)), text('{"a":'.repeat(5000)), text(`"${'\\"'.repeat(4_000_000)}`), text('null'), new Uint8Array(1000).fill(0xff)])
      expect((await seen(bytes, 0)).length).toBeGreaterThan(0);
  }, 300_000);

  it(`a changed sealed file or key is seen (seed ${SEED})`, async () => {
    const small = await evidenceOf(world, { body: 3000, suite });
    const act = fc.asyncProperty(mutation, fc.boolean(), async (change, inKeys) => {
      const [sealed, keys] = inKeys ? [small.sealed, mutate(text(small.keys), change)] : [mutate(small.sealed, change), text(small.keys)];
      if (Buffer.compare(sealed, small.sealed) === 0 && Buffer.compare(keys, text(small.keys)) === 0) return;
      const found = doubts(await checked({ ...trusts[0], evidence: text(small.evidence), sealed: sourceOf(sealed), keys }));
      expect(found.length).toBeGreaterThan(0);
    });
    await fc.assert(act, { seed: SEED, numRuns: Math.ceil(RUNS / 5) });
    expect(doubts(await checked({ ...trusts[0], evidence: text(small.evidence), ...filesOf(small) }))).toEqual([]);
  }, 300_000);
});
