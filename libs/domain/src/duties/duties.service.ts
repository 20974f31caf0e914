import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { sha256Hex } from '@envelope';
import { Db, type DomainEvent, type Statement, type Tx } from '@platform/db';
import type { Among, Duty } from './duty';

const COLUMNS = 'kind, object_id, owner, also, project_id, tender_id, article, opens_at, closes_at, due_at, stopped';

/** What may be another while the same is owed by the same. */
const MOVES = ['also', 'article', 'opens_at', 'closes_at', 'due_at', 'stopped'];
const moves = (row: string): string => MOVES.map((column) => `${row}.${column}`).join(', ');

const answer = ({ kind, article, owed }: Duty, among: Among): string => `select '${kind}'::text as kind, ${article ? `'${article}'` : 'null'}::text as article, o.* from (${owed(among)}) o`;

const answers = (duties: readonly Duty[], among: Among): string => duties.map((duty) => answer(duty, among)).join('\nunion all ');

const named = (duties: readonly Duty[]): string => duties.map(({ kind }) => `'${kind}'`).join();

/** Makes the rows of these kinds what is owed now: what is owed no longer is done, what is owed newly begins. One project, or all of them. */
const settle = (duties: readonly Duty[], among: Among, now = '$2'): string => `with owed as materialized (${answers(duties, among)}),
  ended as (update duty d set done_at = ${now} where d.kind in (${named(duties)}) and ${among('d.project_id')} and d.done_at is null
    and not exists (select 1 from owed o where o.kind = d.kind and o.object_id = d.object_id and o.owner = d.owner))
  insert into duty (id, opened_at, ${COLUMNS}) select gen_random_uuid(), ${now}::timestamptz, ${COLUMNS} from owed order by kind, object_id, owner
  on conflict (kind, object_id, owner) where done_at is null do update
    set (${MOVES.join(', ')}) = row(${moves('excluded')}) where (${moves('duty')}) is distinct from (${moves('excluded')})`;

/** Two acts in one project: the later sees what the earlier left. */
const IN_TURN = 'select pg_advisory_xact_lock(hashtextextended($1::text, 15))';

const OF_ONE: Among = (column) => `${column} = $1`;
const OF_ALL: Among = (column) => `${column} is not null`;

/**
 * What is owed, as rows: opened and closed in the transaction of the act that causes it. An act says nothing of duties; each module says once how what is owed to it
 * follows from its tables, and after which events that may change (docs/decisions/0031).
 */
@Injectable()
export class DutiesService implements OnApplicationBootstrap {
  readonly #duties = new Map<string, Duty>();
  readonly #settlers = new Map<string, string>();

  constructor(private readonly db: Db) {
    db.endWith((events, now) => this.#settling(events, now));
  }

  define(...duties: readonly Duty[]): void {
    for (const duty of duties) {
      if (this.#duties.has(duty.kind)) throw new Error(`two definitions of the duty ${duty.kind}`);
      if (duty.changesWith.length === 0) throw new Error(`nothing changes the duty ${duty.kind}`);
      this.#duties.set(duty.kind, duty);
    }
  }

  get all(): readonly Duty[] {
    return [...this.#duties.values()];
  }

  /** For what changes a project's duties without an event of its own. */
  look(tx: Tx, projectId: string, ...kinds: readonly string[]): void {
    for (const { text, values } of this.#ofProject(projectId, kinds, tx.now)) tx.atEnd(text, values);
  }

  /** An installation from before there were rows, or where something else was owed, or until another day: a term, a stage or a duty that a new version knows, or one that it dropped. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.#duties.size === 0) return;
    const [last] = await this.db.read<{ sha256: string }>('select sha256 from duty_version');
    if (last?.sha256 !== this.#version()) await this.settleAll();
  }

  #version = (): string => sha256Hex(answers(this.all, OF_ALL));

  /** Makes every row what is owed now. */
  async settleAll(): Promise<void> {
    await this.db.system('duty.settle', async (tx) => {
      await tx.query('lock table duty in share row exclusive mode'); // acts that run now settle theirs afterwards
      await tx.query(settle(this.all, OF_ALL, '$1'), [tx.now]);
      await tx.query(`update duty set done_at = $1 where done_at is null and kind not in (${named(this.all)})`, [tx.now]);
      await tx.query('insert into duty_version (sha256, settled_at) values ($1, $2) on conflict (one) do update set sha256 = excluded.sha256, settled_at = excluded.settled_at', [
        this.#version(),
        tx.now,
      ]);
    });
  }

  /** Where rows and what is owed differ; nothing, unless an event is missing in `changesWith` or a question is another than when they were written. */
  drift(): Promise<{ kind: string; objectId: string; owner: string }[]> {
    const SAME = ['kind', 'object_id', 'owner', ...MOVES].join(', ');
    return this.db.read(
      `with owed as (${answers(this.all, OF_ALL)}), there as (select ${SAME} from duty where done_at is null)
       select kind, object_id as "objectId", owner from ((select ${SAME} from owed except all select ${SAME} from there) union all (select ${SAME} from there except all select ${SAME} from owed)) d`,
    );
  }

  #settling(events: readonly DomainEvent[], now: Date): Statement[] {
    const types = new Map<string, Set<string>>();
    for (const { projectId, type } of events) if (projectId) types.set(projectId, (types.get(projectId) ?? new Set()).add(type));
    const changed = (of: ReadonlySet<string>) => this.all.filter(({ changesWith }) => changesWith.some((what) => [...of].some((type) => (what.endsWith('.') ? type.startsWith(what) : type === what))));
    return [...types]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([projectId, of]) =>
        this.#ofProject(
          projectId,
          changed(of).map(({ kind }) => kind),
          now,
        ),
      );
  }

  #ofProject(projectId: string, kinds: readonly string[], now: Date): Statement[] {
    if (kinds.length === 0) return [];
    const key = kinds.join();
    const text =
      this.#settlers.get(key) ??
      settle(
        kinds.map((kind) => this.#duties.get(kind)!),
        OF_ONE,
      );
    this.#settlers.set(key, text);
    return [
      { text: IN_TURN, values: [projectId] },
      { text, values: [projectId, now] },
    ];
  }
}
