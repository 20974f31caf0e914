import { BID_SHARE, type Limits, MOST_UPLOADS, ownRoom, promisable, type Purpose, quotaRules, type Room, type Use } from './quota.rules';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const LIMITS: Limits = { organisation: 10 * GIB, tender: 4 * GIB, reserve: GIB, last: GIB / 4, idleHours: 24 };
const NOTHING: Use = { documents: 0, bids: 0, open: 0 };
const EMPTY: Room = { organisation: NOTHING, tender: NOTHING, uploads: { account: 0, organisation: 0, tender: 0 }, announced: 0, free: 100 * GIB };

const codes = (purpose: Purpose, size: number, room: Partial<Room> = {}) => quotaRules(purpose, size, { ...EMPTY, ...room }, LIMITS).flatMap((refusal) => (refusal ? [refusal.code] : []));

describe('an organisation has so much', () => {
  const own = { documents: 3 * GIB, bids: 2 * GIB, open: GIB };
  test.each(['document', 'bid'] as const)('%s: the last byte is taken, one more is not', (purpose) => {
    expect(codes(purpose, 4 * GIB, { organisation: own })).toEqual([]);
    expect(codes(purpose, 4 * GIB + 1, { organisation: own })).toContain('files.organisation-quota');
  });

  test('the refusal says how much is used, by what, and what to do', () => {
    const [refusal] = quotaRules('document', 5 * GIB, { ...EMPTY, organisation: own }, LIMITS);
    expect(refusal).toMatchObject({
      status: 413,
      params: { quota: '10240 MiB', used: '6144 MiB', documents: '3072 MiB', bids: '2048 MiB', open: '1024 MiB', size: '5120 MiB' },
      next: expect.anything(),
    });
  });
});

describe('and so much for its bids in one tender', () => {
  const tender = { ...NOTHING, bids: 2 * GIB, open: GIB };
  test('the last byte is taken, one more is not', () => {
    expect(codes('bid', GIB, { tender })).toEqual([]);
    expect(codes('bid', GIB + 1, { tender })).toEqual(['files.tender-quota']);
    expect(codes('document', GIB + 1, { tender })).toEqual([]);
  });
});

test.each(['account', 'organisation', 'tender'] as const)('uploads under way of one %s: the last one begins, one more does not', (scope) => {
  const uploads = (n: number) => ({ uploads: { ...EMPTY.uploads, [scope]: n } });
  expect(codes('bid', 1, uploads(MOST_UPLOADS[scope] - 1))).toEqual([]);
  expect(codes('bid', 1, uploads(MOST_UPLOADS[scope]))).toEqual(['files.too-many-uploads']);
});

describe('the disk', () => {
  test('documents leave the reserve, bids and openings only the database’s part of it', () => {
    const room = { free: 3 * GIB };
    expect([codes('document', 2 * GIB, room), codes('document', 2 * GIB + 1, room)]).toEqual([[], ['files.no-room']]);
    for (const purpose of ['bid', 'opening'] as const) expect([codes(purpose, 2.75 * GIB, room), codes(purpose, 2.75 * GIB + 1, room)]).toEqual([[], ['files.no-room']]);
    // in the reserve: documents are refused, bids are not
    expect([codes('document', 1, { free: GIB }), codes('bid', 700 * MIB, { free: GIB })]).toEqual([['files.no-room'], []]);
  });

  test('what was announced counts as if it were there', () => {
    const room = { free: 5 * GIB, announced: 3 * GIB };
    expect([codes('document', GIB, room), codes('document', GIB + 1, room)]).toEqual([[], ['files.no-room']]);
    expect([codes('bid', 1.75 * GIB, room), codes('bid', 1.75 * GIB + 1, room)]).toEqual([[], ['files.no-room']]);
  });

  test('but no announcement of others keeps a bidder from his own share, nor a bid from being opened', () => {
    const room = { free: 5 * GIB, announced: 100 * GIB };
    expect(codes('bid', BID_SHARE, room)).toEqual([]);
    expect(codes('bid', BID_SHARE + 1, room)).toEqual(['files.no-room']);
    const half = { ...room, tender: { ...NOTHING, bids: BID_SHARE / 2 } };
    expect([codes('bid', BID_SHARE / 2, half), codes('bid', BID_SHARE / 2 + 1, half)]).toEqual([[], ['files.no-room']]);
    expect(codes('opening', 4 * GIB, room)).toEqual([]);
    // negative control: by the plain sum the share would be refused
    expect(5 * GIB - LIMITS.last - 100 * GIB).toBeLessThan(BID_SHARE);
  });

  test('a storage that does not say refuses nothing', () => {
    expect(codes('document', GIB, { free: undefined, announced: 1000 * GIB })).toEqual([]);
  });
});

test('an opening asks for no quota: what was taken sealed is opened', () => {
  const full = { organisation: { ...NOTHING, bids: 10 * GIB }, tender: { ...NOTHING, bids: 4 * GIB }, uploads: { account: 99, organisation: 99, tender: 99 } };
  expect(codes('opening', GIB, full)).toEqual([]);
});

test('a sender who does not say how much comes may bring what is left of his own and of the disk', () => {
  const room = { ...EMPTY, organisation: { ...NOTHING, documents: 8 * GIB }, free: 4 * GIB };
  expect([ownRoom('document', room, LIMITS), promisable('document', room, LIMITS)]).toEqual([2 * GIB, 3 * GIB]);
  expect(ownRoom('opening', room, LIMITS)).toBe(Infinity);
});
