import { api } from './client';

// negative control: without the header in `request` all four are null
test('once the platform said whose pages these are, each request names him', async () => {
  const named: (string | null)[] = [];
  globalThis.fetch = async (_url, init) => {
    named.push(new Headers(init?.headers).get('tianping-account'));
    return new Response(JSON.stringify({ accountId: 'a-1' }), { headers: { 'content-type': 'application/json' } });
  };
  await api.get('/api/tenders');
  await api.get('/api/me');
  await api.get('/api/tenders');
  await api.post('/api/tenders/{id}/bids/withdraw', { path: { id: 't' } });
  expect(named).toEqual([null, null, 'a-1', 'a-1']);
});
