import { checked, doubts, evidenceOf, filesOf, ids, type Kind, text, trustIn, worldOf } from './verifier.fixtures';

describe.each(['p-256', 'rsa-2048', 'sm2'] as Kind[])('evidence made by the platform (%s)', (kind) => {
  const world = worldOf(kind);
  let made: Awaited<ReturnType<typeof evidenceOf>>;
  beforeAll(async () => {
    made = await evidenceOf(world, { suite: kind === 'sm2' ? 'sm' : undefined });
  });

  it('holds, with the sealed file and the keys', async () => {
    const checks = await checked({ ...trustIn(world), evidence: text(made.evidence), held: text(made.evidence), ...filesOf(made) });
    expect(doubts(checks)).toEqual([]);
    expect(checks.find(({ id }) => id === 'opened.price')?.zh).toBe('投标总价 910000000.01 元');
    expect(checks.length).toBeGreaterThan(40);
  });

  it('without roots and revocation lists says what it rests on', async () => {
    const checks = await checked({ evidence: text(made.evidence) });
    expect(ids(checks, false)).toEqual([]); // negative control: mutations.spec.ts
    expect(ids(checks, 'unknown')).toEqual([
      'certificates.named',
      'receipt.platform',
      'receipt.revocation',
      'receipt.timestamp.revocation',
      'manifest.revocation',
      'set.platform',
      'set.timestamp.revocation',
      'set.revocation',
    ]);
  });
});
