import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Client } from 'pg';

/** The class of the advisory locks by which living processes are known. */
const CLASS = 13;

/** As a condition: whether the process of this number lives, or its connection at least. PostgreSQL ends its lock with the connection, whatever ended that. */
export const presentSql = (number: string): string =>
  `exists (select 1 from pg_locks held where held.locktype = 'advisory' and held.classid = ${CLASS} and held.objid = ${number}::oid and held.objsubid = 2 and held.granted
     and held.database = (select oid from pg_database where datname = current_database()))`;

/** A process as others see it. */
export interface Present {
  number: number;
  /** Aborted as soon as others may take the process for dead: what was done in its name has to stop. */
  gone: AbortSignal;
}

/** Says in the database that this process lives: it holds a lock of its own on a connection of its own, from when it is first asked for. */
export class Presence {
  #here: Promise<Present> | undefined;
  #client: Client | undefined;

  constructor(private readonly url: string) {}

  /** The present number; after a lost connection it is another. Throws while there is no database. */
  async now(): Promise<Present> {
    this.#here ??= this.#enter();
    const entering = this.#here;
    try {
      const here = await entering;
      return here.gone.aborted ? await this.#again(entering) : here;
    } catch (error) {
      this.#forget(entering);
      throw error;
    }
  }

  async leave(): Promise<void> {
    await this.#client?.end();
  }

  #again(lost: Promise<Present>): Promise<Present> {
    this.#forget(lost);
    return this.now();
  }

  #forget(entered: Promise<Present>): void {
    if (this.#here === entered) this.#here = undefined;
  }

  async #enter(): Promise<Present> {
    const gone = new AbortController();
    setMaxListeners(0, gone.signal); // one for each upload under way
    const client = new Client({ connectionString: this.url, application_name: 'tianping presence', connectionTimeoutMillis: 5_000, query_timeout: 5_000, keepAlive: true });
    client.on('error', () => gone.abort()).on('end', () => gone.abort());
    await client.connect();
    this.#client = client;
    return { number: await numberOn(client), gone: gone.signal };
  }
}

async function numberOn(client: Client): Promise<number> {
  for (;;) {
    const number = randomInt(1, 2 ** 31);
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [CLASS, number]);
    if (rows[0]!.mine) return number;
  }
}
