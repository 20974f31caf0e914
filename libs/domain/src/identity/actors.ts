import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@platform/config';
import { ActorSource } from '@platform/auth';
import { type Actor, Db, freeInOrder, type HeldRole, type Lack } from '@platform/db';
import { log } from '@platform/log';
import { keptKey } from './kept-key';
import { ALL_ACTS, actsOf, OWN } from './roles';
import { sessionTokens } from './session-tokens';

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** By what a session was opened; `first`: a first password. */
export type Means = 'first' | 'password' | 'code' | 'certificate';

interface ActorRow {
  tokenHash: string;
  accountId: Actor['accountId'];
  login: string;
  name: string;
  organisationId: Actor['organisationId'];
  organisationName: string;
  uscc: string;
  sessionId: string;
  roles: HeldRole[] | null;
  proven: boolean;
  means: Means;
  /** Its use was noted a minute ago or earlier. */
  stale: boolean;
}

/** Roles of account `a` that are held now. */
export const HELD = `(select jsonb_agg(jsonb_build_object('role', g.role, 'projectId', g.project_id)) from role_grant g
   where g.account_id = a.id and g.starts_at <= (select tianping_now()) and (g.ends_at is null or g.ends_at > (select tianping_now())))`;

/** Sessions `s` of accounts `a` that stand now, of these ($1), and were used within so many minutes ($2). */
const STANDS = `from session s join account a on a.id = s.account_id join organisation o on o.id = a.organisation_id
where s.token_hash = any($1) and s.ended_at is null and s.expires_at > (select clock_timestamp()) and s.seen_at > (select clock_timestamp()) - make_interval(mins => $2) and a.suspended_at is null
  and not exists (select 1 from certificate c where c.fingerprint = s.fingerprint and (c.ended_at is not null or c.not_after <= (select tianping_now())))`;
const ACTOR = `select s.token_hash as "tokenHash", a.id as "accountId", a.login, a.name, o.id as "organisationId", o.name as "organisationName", o.uscc, s.id as "sessionId", s.means, s.proven_at > (select clock_timestamp()) - interval '10 minutes' as proven, s.seen_at < (select clock_timestamp()) - interval '1 minute' as stale,
  ${HELD} as roles
${STANDS}`;
const STANDING = `select s.token_hash as "tokenHash" ${STANDS}`;

/** At most once a minute; what has gone idle meanwhile is not woken. */
const SEEN = `update session set seen_at = clock_timestamp() where ${freeInOrder(
  'session',
  'id',
  `token_hash = any($1) and ended_at is null and seen_at < (select clock_timestamp()) - interval '1 minute' and seen_at > (select clock_timestamp()) - make_interval(mins => $2)`,
)}`;

/** What a session may do that does not speak for the person yet: look at itself, end, get what it lacks. */
const MEANWHILE: Record<Lack, RegExp> = {
  'own-password': /^(session\.(read|end|prove)|password\.change)$/,
  'second-factor': /^(session|totp|password)\./,
};

const MOST_RECENT = 10_000;
const MOST_ENDED = 100_000;

/** Who holds a session now: asked of the database for every act, so that a right which ended is gone with the next one. */
@Injectable()
export class Actors extends ActorSource {
  readonly permissions = ALL_ACTS;
  readonly #recent = new Map<string, { actor: Actor; at: number }>();
  #forgotten = 0;
  /** The minute in which sockets in rooms were last noted. */
  #noted = -1;
  /** Sessions that were found to have ended: they never come back, and who goes on with one is a stranger. */
  readonly #ended = new Set<string>();
  readonly tokens: ReturnType<typeof sessionTokens>;

  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
    this.tokens = sessionTokens(keptKey(config, 'session'));
  }

  issued(token: string): boolean {
    return this.tokens.issued(token) && !this.#ended.has(tokenHash(token));
  }

  async actorOf(token: string, maxAgeMs = 0): Promise<Actor | undefined> {
    const key = tokenHash(token);
    const known = this.#recent.get(key);
    // of this process's own age, which nobody can turn back; counted from before the question, since the answer is not younger than that
    const at = performance.now();
    if (known && at - known.at < maxAgeMs) return known.actor;
    const forgotten = this.#forgotten;
    const [row] = await this.#ask([key]);
    if (row?.stale) this.#note([key]);
    const actor = row && this.#actor(row);
    if (this.#recent.size >= MOST_RECENT) this.#recent.clear();
    if (!actor) this.#end(key);
    else if (forgotten === this.#forgotten) this.#recent.set(key, { actor, at });
    else this.#recent.delete(key);
    return actor;
  }

  override async standing(tokens: readonly string[]): Promise<ReadonlySet<string>> {
    const byHash = new Map(tokens.map((token) => [tokenHash(token), token]));
    const rows = await this.db.read<Pick<ActorRow, 'tokenHash'>>(STANDING, [[...byHash.keys()], this.config.SESSION_IDLE_MINUTES]);
    return new Set(rows.map((row) => byHash.get(row.tokenHash)!));
  }

  override async actorsOf(tokens: readonly string[]): Promise<ReadonlyMap<string, Actor>> {
    const byHash = new Map(tokens.map((token) => [tokenHash(token), token]));
    const rows = await this.#ask([...byHash.keys()]);
    return new Map(rows.map((row) => [byHash.get(row.tokenHash)!, this.#actor(row)]));
  }

  override seen(tokens: readonly string[]): void {
    const minute = Math.floor(performance.now() / 60_000);
    if (tokens.length === 0 || minute === this.#noted) return;
    this.#noted = minute;
    this.#note(tokens.map(tokenHash));
  }

  #ask(hashes: readonly string[]): Promise<ActorRow[]> {
    return this.db.read<ActorRow>(ACTOR, [hashes, this.config.SESSION_IDLE_MINUTES]);
  }

  /** Beside the request: it never waits for this, and what could not be noted is noted with the next one. */
  #note(hashes: readonly string[]): void {
    this.db.write(SEEN, [hashes, this.config.SESSION_IDLE_MINUTES]).catch((error: unknown) => log('error', 'the use of a session could not be noted', error));
  }

  #actor({ tokenHash: _, stale: __, means, roles: held, ...row }: ActorRow): Actor {
    const roles = held ?? [];
    const permissions = new Set([...OWN, ...actsOf(roles.map(({ role }) => role))]);
    const lacks = this.#lack(means);
    return lacks ? { ...row, roles, lacks, permissions: new Set([...permissions].filter((act) => MEANWHILE[lacks].test(act))) } : { ...row, roles, permissions };
  }

  /** Demonstrations let a password alone pass: their passwords stand on the sign-in page anyway. */
  #lack(means: Means): Lack | undefined {
    if (means === 'first') return 'own-password';
    return means === 'password' && this.config.INSTALLATION === 'production' ? 'second-factor' : undefined;
  }

  #end(key: string): void {
    this.#recent.delete(key);
    if (this.#ended.size >= MOST_ENDED) this.#ended.clear();
    this.#ended.add(key);
  }

  /** After a right ended in this process: nobody is given an older answer. */
  forget(): void {
    this.#forgotten += 1; // an answer that is still on its way is not kept
    this.#recent.clear();
    this.#ended.clear();
  }
}
