import { uploadPiecewise } from './upload';

const SEALED = Buffer.from('sealed bytes');
const TENDER = '0198c8a0-0000-7000-8000-000000000001';
const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } });
const problem = (status: number, code: string) => json({ title: '', status, detail: code, code, requestId: 'x', violations: [] }, status);

/** What may stand in the way of any request, before the platform hears of it or after. */
const WAYS: Readonly<Record<string, () => Response>> = {
  'the line is cut': () => {
    throw new TypeError('Failed to fetch');
  },
  'a proxy answers while the platform starts anew': () => new Response('<h1>502 Bad Gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  'an answer breaks off': () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError('network error')) })),
  'the session ended': () => problem(401, 'auth.sign-in-needed'),
  'the database is away for a moment': () => problem(503, 'platform.try-again'),
};

/** The platform's side of one upload. Its requests are numbered from the second on: that it began is known. */
class Platform {
  held = Buffer.alloc(0);
  done = '';
  asked = 0;

  constructor(
    private readonly fault: { at: number; heard: boolean; answer: () => Response },
    private readonly completed = (sha256: string) => json({ sha256, size: this.held.length, submitted: false }),
  ) {}

  readonly fetch = async (url: unknown, { method = 'GET', body }: RequestInit = {}): Promise<Response> => {
    if (method === 'POST' && String(url).endsWith('/uploads')) return json({ uploadId: 'u', pieceSize: 5 });
    const fails = (this.asked += 1) === this.fault.at;
    if (fails && !this.fault.heard) return this.fault.answer();
    const answer = await this.#answer(String(url), method, body as Blob | string);
    return fails ? this.fault.answer() : answer;
  };

  async #answer(url: string, method: string, body: Blob | string): Promise<Response> {
    if (url.endsWith('/complete')) return this.completed((this.done = (JSON.parse(body as string) as { sha256: string }).sha256));
    if (method === 'GET') return json({ received: this.held.length, size: SEALED.length });
    if (Number(new URL(url, 'http://x').searchParams.get('offset')) !== this.held.length) return problem(409, 'bidding.wrong-offset');
    this.held = Buffer.concat([this.held, Buffer.from(await (body as Blob).arrayBuffer())]);
    return json({ received: this.held.length });
  }
}

async function upload(platform: Platform): Promise<void> {
  jest.spyOn(globalThis, 'fetch').mockImplementation(platform.fetch as typeof fetch);
  const sending = uploadPiecewise(TENDER, SEALED.length, new AbortController().signal, { paused: () => undefined, progress: () => undefined, cut: () => undefined });
  for (let at = 0; at < SEALED.length; at += 3) await sending.take(SEALED.subarray(at, at + 3));
  await sending.finish('f'.repeat(64));
}

beforeEach(() => void jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void) => setImmediate(work)) as never));
afterEach(() => jest.restoreAllMocks());

/** Negative control: an error of the question how much has arrived, and any at the last request, threw away what lay at the platform, and the bid was sealed and sent anew. */
describe.each(Object.entries(WAYS))('where %s', (_, answer) => {
  test.each([true, false])('at any request (heard by the platform: %s), the upload goes on and ends whole', async (heard) => {
    const undisturbed = new Platform({ at: 0, heard, answer });
    await upload(undisturbed);
    expect(undisturbed.asked).toBeGreaterThan(3);
    for (let first = 1; first <= undisturbed.asked; first += 1) {
      const twice = new Platform({ at: first, heard, answer });
      const once = twice.fetch;
      let failed = 0;
      // the request after it fails as well: that asks how much has arrived
      Object.assign(twice, { fetch: async (...what: Parameters<typeof once>) => (twice.asked === first && (failed += 1) === 1 ? ((twice.asked += 1), answer()) : once(...what)) });
      await upload(twice);
      expect([first, twice.held.toString(), twice.done]).toEqual([first, SEALED.toString(), 'f'.repeat(64)]);
      jest.mocked(globalThis.fetch).mockRestore();
    }
  });
});

test('what the platform refuses for good ends it, with its reason', async () => {
  const shorter = new Platform({ at: 0, heard: true, answer: () => json({}) }, () => problem(409, 'bidding.incomplete'));
  await expect(upload(shorter)).rejects.toMatchObject({ problem: { code: 'bidding.incomplete' } });
});
