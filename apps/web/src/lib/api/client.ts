import type { paths } from './schema';

/** A typed door to the interfaces; its types are generated from their description (`npm run contract`). */
type Verb = 'get' | 'post' | 'put' | 'delete';
type Operation<P extends keyof paths, V extends Verb> = paths[P] extends Record<V, infer O> ? O : never;
export type PathsOf<V extends Verb> = { [P in keyof paths]: paths[P] extends Record<V, { responses: unknown }> ? P : never }[keyof paths];

type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Success<O> = O extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202)]> : never;
type Part<O, K extends 'path' | 'query'> = O extends { parameters: { [k in K]?: infer T } } ? (T extends undefined ? undefined : T) : undefined;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer T } } } ? T : undefined;

export interface Asked<O> {
  path?: Part<O, 'path'>;
  query?: Partial<NonNullable<Part<O, 'query'>>>;
  signal?: AbortSignal;
}
export interface Sent<O> extends Asked<O> {
  body?: Body<O>;
  /** Of the panel that sends: the same body counts once as long as it is open, after its answer too. */
  key?: string;
  /** Arrives though the page is left meanwhile, if it is short. */
  keepalive?: boolean;
}

/** What a path answers on success, e.g. `Answer<'/api/tenders/{id}'>`. */
export type Answer<P extends keyof paths, V extends Verb = 'get'> = Success<Operation<P, V>>;
export type Input<P extends keyof paths, V extends 'post' | 'put' = 'post'> = NonNullable<Body<Operation<P, V>>>;

export interface Violation {
  code: string;
  detail: string;
  article?: string;
  citation?: string;
  next?: string;
  /** RFC 6901 pointer to the field at fault. */
  pointer?: string;
  params?: Record<string, unknown>;
}

/** A refusal as every interface tells it (RFC 9457). */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  violations: Violation[];
}

export class ProblemError extends Error {
  readonly status: number;
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
  }
}

/** Nothing came back: the network, not the server. */
export class OfflineError extends Error {}

/** An act to which nobody said that it was done, nor that it was not. */
export class UnansweredError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** What stands between answered; or the platform, that it lost its database at that moment. */
const UNCERTAIN = new Set(['http', 'http.unavailable']);

/** Whether what was sent may have been done although nobody said so: the line was cut, or the answer says as much. */
export const mayHaveArrived = (error: unknown): boolean =>
  error instanceof UnansweredError || error instanceof OfflineError || (error instanceof ProblemError && error.status >= 500 && UNCERTAIN.has(error.problem.code));
/** An answer that broke off while it was read. */
export const cut = (error: unknown): never => {
  throw new OfflineError(String(error));
};

let language: 'zh' | 'en' = 'zh';
export const setLanguage = (wanted: 'zh' | 'en'): void => void (language = wanted);

/** Whose pages these are, as the platform said last: once his session ended it answers nothing as to a stranger. */
let account: string | undefined;

const addressOf = (path: string, { path: parts = {}, query = {} }: { path?: object | undefined; query?: object | undefined }): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((parts as Record<string, unknown>)[name])));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return asked.length ? `${filled}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))}` : filled;
};

/** Any request to the interfaces, the bytes of an upload too; throws ProblemError or OfflineError. */
export async function request(method: string, url: string, init: Omit<RequestInit, 'method'> = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('accept-language', language);
  if (account) headers.set('tianping-account', account);
  const answer = await fetch(url, { ...init, method, headers, credentials: 'same-origin' }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new OfflineError(String(error));
  });
  if (answer.ok) return answer;
  const text = await answer.text().catch(cut);
  const isProblem = answer.headers.get('content-type')?.includes('problem+json') ?? false;
  throw new ProblemError(
    isProblem
      ? (JSON.parse(text) as Problem)
      : { title: String(answer.status), status: answer.status, detail: text.slice(0, 500), code: 'http', requestId: answer.headers.get('x-request-id') ?? '', violations: [] },
  );
}

/** In this page's memory alone: keys of acts that nobody answered yet, and by its panel what was done last. */
const unanswered = new Map<string, { key: string; at: number }>();
const done = new Map<string, { asked: string; key: string }>();

/** So long after it was sent last, an act without an answer was done or never will be, and the page has shown which: who presses then means it anew. */
const UNCERTAIN_FOR_MS = 15 * 60_000;

/** Whoever has done something else on the same thing since saw what came of what nobody answered: the same again is meant anew, as a second withdrawal is after another bid. */
const letGo = (on: string): void => [...unanswered.keys()].filter((one) => one.startsWith(`${on} `)).forEach((one) => unanswered.delete(one));

/**
 * An act under a key that makes it count once; `on` what it is done, and `what` it is to the letter. The same act sent again while its first answer may still be under way goes
 * under the same key, wherever it was pressed; that it was done lets it go, since whoever asks for the same later means it. A refusal does so of a first try alone: of a second
 * it may come before anybody looked at the key (the session ended, too many asked), and tells nothing of the first. Another body is another act: under the key of the first it
 * would only be refused.
 */
export async function underKey<T>(panel: string | undefined, on: string, what: string, act: (key: string) => Promise<T>): Promise<T> {
  const asked = `${on} ${what}`;
  const before = panel === undefined ? undefined : done.get(panel);
  const last = unanswered.get(asked);
  const lost = last && Date.now() - last.at < UNCERTAIN_FOR_MS ? last.key : undefined;
  const key = before?.asked === asked ? before.key : (lost ?? crypto.randomUUID());
  const keep = () => unanswered.set(asked, { key, at: Date.now() });
  keep();
  try {
    const answer = await act(key);
    letGo(on);
    if (panel !== undefined) done.set(panel, { asked, key });
    return answer;
  } catch (error) {
    if (lost === undefined && error instanceof ProblemError && !mayHaveArrived(error)) unanswered.delete(asked);
    else keep(); // something else on it may have been answered meanwhile
    throw error;
  }
}

/** Characters of a body that a browser sends on after its page: it takes 64 KiB for all of them together, and a character may be three bytes. */
const KEPT_ALIVE = 15_000;

/** The tender of an objection, the project that is handed in. */
const objectOf = (url: string): string => url.split('?', 1)[0]!.split('/', 4).join('/');

async function send<T>(method: string, path: string, { body, key, signal, keepalive = false, ...address }: Sent<never> & { body?: unknown }): Promise<T> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const url = addressOf(path, address);
  const outlives = keepalive && (text?.length ?? 0) < KEPT_ALIVE;
  const once = async (headers: Record<string, string>) => {
    if (text !== undefined) headers['content-type'] = 'application/json';
    const answer = await request(method, url, { headers, keepalive: outlives, ...(text === undefined ? {} : { body: text }), ...(signal ? { signal } : {}) });
    const said = await answer.text().catch(cut);
    if (said && !answer.headers.get('content-type')?.includes('json')) return cut(`${answer.status}: ${said.slice(0, 200)}`); // the platform answers JSON: this came from what stands before it
    const told: unknown = said ? JSON.parse(said) : undefined;
    if (method === 'GET' && path === '/api/me') account = (told as Answer<'/api/me'>).accountId;
    return told as T;
  };
  if (method === 'GET') return once({});
  // what sets or takes away is the same when it is done again, and it may have been changed in between
  if (method !== 'POST') {
    const told = await once({ 'idempotency-key': key ?? crypto.randomUUID() });
    letGo(objectOf(url));
    return told;
  }
  return underKey(key, objectOf(url), `${url} ${text ?? ''}`, (own) => once({ 'idempotency-key': own }));
}

export const api = {
  get: <P extends PathsOf<'get'>>(path: P, asked: Asked<Operation<P, 'get'>> = {}): Promise<Answer<P>> => send('GET', path, asked as never),
  post: <P extends PathsOf<'post'>>(path: P, sent: Sent<Operation<P, 'post'>> = {}): Promise<Answer<P, 'post'>> => send('POST', path, sent as never),
  put: <P extends PathsOf<'put'>>(path: P, sent: Sent<Operation<P, 'put'>> = {}): Promise<Answer<P, 'put'>> => send('PUT', path, sent as never),
  del: <P extends PathsOf<'delete'>>(path: P, sent: Sent<Operation<P, 'delete'>> = {}): Promise<Answer<P, 'delete'>> => send('DELETE', path, sent as never),
};
