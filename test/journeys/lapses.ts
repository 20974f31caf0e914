import { HOLD_KINDS } from '@law';
import { isAct, stoppedBy } from '@procedure';

type Rows = <T extends Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<T[]>;

/** Whose request waits, for which act and on which project; `signed`: by its author. */
export interface Waiting {
  act: string;
  asker: string;
  project: string;
  signed: boolean;
}

/** What ends a right to an act between asking and confirming; `$1` is the person who asked, `$2` the project. */
interface Lapse {
  what: string;
  concerns: (waiting: Waiting) => boolean;
  apply: string;
  /** Puts back what `apply` returned, row by row: `$1` is the row as JSON. */
  undo: string;
  refused: string;
}

const GRANTS = `update role_grant g set ends_at = (r->>'ends_at')::timestamptz, project_id = (r->>'project_id')::uuid from (select $1::jsonb as r) r where g.id = (r->>'id')::uuid`;
/** The rows as they were, which an update cannot give back. */
const grants = (set: string) =>
  `with were as (select * from role_grant where account_id = $1), gone as (update role_grant set ${set} where account_id = $1) select to_jsonb(were) as row from were where $2::text is not null`;
const onProject = ({ project }: Waiting) => project !== '';

/** Holds that refuse an act; of one that is of no procedure, any. */
const stopping = (act: string): readonly string[] => (isAct(act) ? stoppedBy(act) : HOLD_KINDS);

export const LAPSES: readonly Lapse[] = [
  {
    ...{ what: 'the account of the one who asked is suspended', concerns: () => true, refused: 'proposal.asker-lost' },
    apply: `update account set suspended_at = tianping_now() where id = $1 and $2::text is not null returning jsonb_build_object('id', id) as row`,
    undo: `update account set suspended_at = null where id = ($1::jsonb->>'id')::uuid`,
  },
  { what: 'his role ended', concerns: () => true, apply: grants('ends_at = tianping_now()'), undo: GRANTS, refused: 'proposal.asker-lost' },
  { what: 'his role is one for another project', concerns: onProject, apply: grants('project_id = gen_random_uuid()'), undo: GRANTS, refused: 'proposal.asker-lost' },
  {
    ...{ what: 'the certificate ended by which he signed', concerns: ({ signed }) => signed, refused: 'proposal.asker-certificate' },
    apply: `update certificate set ended_at = tianping_now() where account_id = $1 and ended_at is null and $2::text is not null returning jsonb_build_object('id', id) as row`,
    undo: `update certificate set ended_at = null where id = ($1::jsonb->>'id')::uuid`,
  },
  {
    ...{ what: 'a hold was placed on the project', refused: 'intake.held' },
    // some acts no hold stops
    concerns: ({ act, project }) => project !== '' && stopping(act).length > 0,
    apply: `insert into hold (id, project_id, kind, reason, article, placed_at) select gen_random_uuid(), $2, 'HS', '停', 'TBR-62', tianping_now() where $1::text is not null returning jsonb_build_object('id', id) as row`,
    undo: `delete from hold where id = ($1::jsonb->>'id')::uuid`,
  },
];

/** Applies a lapse; gives what undoes it. Throws when it changed nothing: then it would prove nothing. */
export async function lapse(rows: Rows, { apply, undo, what }: Lapse, { asker, project }: Waiting): Promise<() => Promise<void>> {
  const changed = await rows<{ row: object }>(apply, [asker, project]);
  if (changed.length === 0) throw new Error(`nothing to change: ${what}`);
  return async () => {
    for (const { row } of changed) await rows(undo, [JSON.stringify(row)]);
  };
}
