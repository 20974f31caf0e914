import { codeOf, isTest, type Source, sources } from './sources';

/** Whether a certificate may sign is asked in one place, or the answers differ: an ended certificate once signed a report that a bid would have refused. */
const ASKING = /\b(verifyDetached|verifySealedBid|verifyChain|signersOf)\b|\btrust\s*\.\s*(signer|check|basis|consult)\b/;
const PLACES = [/^libs\/domain\/src\/trust\//, /^libs\/domain\/src\/identity\/signing-rights\.ts$/];

const asking = (from: readonly Source[]) => from.filter((source) => !isTest(source) && ASKING.test(codeOf(source.text)) && !PLACES.some((place) => place.test(source.path))).map(({ path }) => path);

test('only SigningRights and the trust behind it ask about signatures', () => {
  expect(asking(sources('libs/domain', 'libs/platform', 'apps/api', 'apps/worker'))).toEqual([]);
});

test.each([
  'this.trust.signer(cms, content, tx.now)',
  'trust.check(certificate, tx.now)',
  'verifySealedBid({ ...trust.basis() })',
  'verifyDetached(cms, content)',
  `const { verifyChain } = require('@envelope')`,
])('negative control: %s is found when planted', (text) => expect(asking([{ path: 'libs/domain/src/award/planted.ts', text }])).toHaveLength(1));
