import { Client as Pg } from 'pg';

const UUID = (of: string) => `overlay(overlay(md5('${of}' || n) placing '4' from 13) placing '8' from 17)::uuid`;

/** What is written over in the copies. */
const PROJECT = `jsonb_build_object('id', ${UUID('project')}, 'code', p.code || '-' || n, 'name', '第' || n || '号市政道路改造工程',
  'created_at', p.created_at - make_interval(mins => n))`;
const TENDER = `jsonb_build_object('id', ${UUID('tender')}, 'project_id', ${UUID('project')}, 'code', t.code || '-' || n, 'title', '第' || n || '号市政道路改造工程施工标段',
  'created_at', t.created_at - make_interval(mins => n), 'published_at', t.published_at - make_interval(mins => n), 'deadline', t.deadline - make_interval(mins => n), 'next_due_at', null)`;

const COPIES = [
  `insert into project select made.* from project p, generate_series(1, $2::int) n, lateral jsonb_populate_record(p, ${PROJECT}) made where p.id = (select project_id from tender where id = $1)`,
  `insert into tender select made.* from tender t, generate_series(1, $2::int) n, lateral jsonb_populate_record(t, ${TENDER}) made where t.id = $1`,
  `insert into news (id, kind, title, body, source, published_at, account_id)
     select ${UUID('news')}, 'news', '第' || n || '号通知', repeat('交易中心通知。', 200), '', now() - make_interval(mins => n), a.id from generate_series(1, $2::int) n, (select id from account limit 1) a where $1::uuid is not null`,
  `insert into statistics_cell select to_char(date '2000-01-01' + make_interval(months => n % 300), 'YYYY-MM'), (990000 + n / 300)::text, 'construction', 1, 1, 0, 0, 100, 1, 100, 1
     from generate_series(1, $2::int) n where $1::uuid is not null on conflict do nothing`,
  `insert into tender_question (id, tender_id, organisation_id, text, asked_at, answer, answered_at)
     select ${UUID('question')}, t.id, t.tenderer_id, repeat('招标文件第三章的要求是否适用？', 133), now(), repeat('适用，详见招标文件第三章。', 350), now() from tender t, generate_series(1, least($2::int, 2000)) n where t.id = $1`,
];

/** So many tenders like this one, each with its project, and as much of all else that lists show, and 2,000 answered questions about this one, as long as they may be; in seconds, past every rule. */
export async function multiply(ownerUrl: string, tenderId: string, times: number): Promise<void> {
  const owner = new Pg({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('set session_replication_role = replica');
    for (const sql of COPIES) await owner.query(sql, [tenderId, times]);
    await owner.query('analyze');
  } finally {
    await owner.end();
  }
}
