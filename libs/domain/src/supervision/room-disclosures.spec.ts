import { ROOM_EVENTS, told } from '../rooms';
import { untellable } from './room-disclosures';

test('every event of a room tells only what all whom the room admits may know when it is said', () => {
  expect(untellable()).toEqual([]);
});

test('a row that tells the hall’s staff of rejections, bidders of names before the record, or asks a row that is not there, is found', () => {
  const planted = {
    openingHall: { 'opening.bid-decrypted': { at: 'closed', tells: 'bidCount', payload: { bidder: 'bidderNames' } } },
    evaluationRoom: {
      'review.closed': { at: 'evaluation', tells: 'handInState', payload: { rejected: 'rejections' } },
      'report.signed-with-dissent': { at: 'evaluation', tells: 'dissent', payload: {} },
      'evaluation.step': { at: 'evaluation', tells: 'whispers', payload: {} },
    },
  };
  expect(untellable(planted)).toEqual(['opening.bid-decrypted bidder: BK', 'review.closed rejected: H', 'report.signed-with-dissent itself: H', 'evaluation.step itself: no row whispers in SIGHT']);
});

test('what an earlier version stored is told as its row allows, and what has no row by its number only', () => {
  const at = new Date(0);
  expect(told({ number: 7, at, type: 'score.reopened', seat: null, payload: { ground: 'objective-items-differ', conflicts: [{ bidId: 'b' }] } })).toEqual({
    ...{ number: 7, at, type: 'score.reopened', seat: null, payload: {} },
  });
  expect(told({ number: 8, at, type: 'report.signed-with-dissent', seat: 'E1', payload: {} })).toEqual({ number: 8, at, type: 'room.withheld', seat: null, payload: {} });
  expect(told({ number: 9, at, type: 'toString', seat: 'E1', payload: {} }).type).toBe('room.withheld');
  expect(told({ number: 1, at, type: 'opening.started', seat: null, payload: { bids: 4, bidders: ['甲'] } }).payload).toEqual({ bids: 4 }); // what a row allows comes through
});

test('each event that a room tells belongs to one room', () => {
  const types = Object.values(ROOM_EVENTS).flatMap((rows) => Object.keys(rows));
  expect(new Set(types).size).toBe(types.length);
});
