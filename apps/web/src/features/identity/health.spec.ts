import { daysLeft, healthOf, inForce, type OwnCertificate } from './health';

const NOW = Date.UTC(2026, 2, 3);
const DAY = 86_400_000;
const one = (days: number, usage: OwnCertificate['usage'] = 'signing', endedAt: string | null = null) =>
  ({ id: `${usage} ${days}`, usage, endedAt, notAfter: new Date(NOW + days * DAY).toISOString() }) as OwnCertificate;

test.each([
  [31, 'good'],
  [30, 'good'],
  [29, 'soon'],
  [0.5, 'soon'],
  [0, 'expired'],
  [-1, 'expired'],
])('%d days before its end a certificate is %s', (days, health) => {
  expect(healthOf(one(days), NOW)).toBe(health);
  expect(healthOf(one(days, 'signing', '2026-01-01T00:00:00Z'), NOW)).toBe('ended');
});

test('a begun day still counts', () => expect([daysLeft(one(1.1), NOW), daysLeft(one(1), NOW)]).toEqual([2, 1]));

test('for each use the one that lasts longest counts; one that has ended does not', () => {
  const all = [one(10), one(400), one(900, 'signing', '2026-01-01T00:00:00Z'), one(20, 'encipherment')];
  expect(inForce(all).map(({ id }) => id)).toEqual(['signing 400', 'encipherment 20']);
});
