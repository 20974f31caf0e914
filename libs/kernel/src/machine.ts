import { type Bilingual, BusinessError, defineRefusals } from './refusal';

const R = defineRefusals('machine', {
  actNotAllowed: {
    status: 409,
    zh: '当前状态“{status}”下不能进行“{act}”；现在可以进行的操作：{allowed}。',
    en: 'In status "{status}" the act "{act}" is not possible; possible now: {allowed}.',
    next: { zh: '请刷新页面查看最新状态。', en: 'Reload to see the present status.' },
  },
});

export interface Machine<S extends string, A extends string> {
  readonly name: string;
  readonly initial: S;
  readonly statuses: readonly S[];
  readonly acts: readonly A[];
  /** Statuses and acts as people read them. */
  readonly words: Readonly<Record<S | A, Bilingual>>;
  /** The status after the act. Throws BusinessError 409 `machine.act-not-allowed`. */
  next(status: S, act: A): S;
  can(status: S, act: A): boolean;
  allowed(status: S): A[];
}

/**
 * A state machine as a table: act -> { from, to }. No callbacks, no I/O.
 * Throws at load when a status is unknown, unreachable, or an act starts nowhere, so a typing error never reaches a running server.
 */
export function defineMachine<const S extends string, const A extends string>(spec: {
  name: string;
  initial: S;
  statuses: readonly S[];
  acts: Record<A, { from: readonly NoInfer<S>[]; to: NoInfer<S> }>;
  words: Readonly<Record<NoInfer<S> | NoInfer<A>, Bilingual>>;
}): Machine<S, A> {
  const acts = Object.keys(spec.acts) as A[];
  const known = new Set<string>(spec.statuses);
  const reached = new Set<string>([spec.initial]);
  for (const act of acts) {
    const { from, to } = spec.acts[act];
    if (from.length === 0) throw new Error(`${spec.name}: act ${act} starts from no status`);
    for (const status of [...from, to]) if (!known.has(status)) throw new Error(`${spec.name}: unknown status ${status}`);
    reached.add(to);
  }
  const lost = spec.statuses.filter((status) => !reached.has(status));
  if (lost.length) throw new Error(`${spec.name}: unreachable ${lost.join(', ')}`);
  const can = (status: S, act: A) => spec.acts[act].from.includes(status);
  const allowed = (status: S) => acts.filter((act) => can(status, act));
  return {
    name: spec.name,
    initial: spec.initial,
    statuses: spec.statuses,
    acts,
    words: spec.words,
    can,
    allowed,
    next(status, act) {
      if (can(status, act)) return spec.acts[act].to;
      const possible = allowed(status).map((one) => spec.words[one]);
      const all = { zh: possible.map(({ zh }) => zh).join('、') || '—', en: possible.map(({ en }) => en).join(', ') || '—' };
      throw new BusinessError([R.actNotAllowed({ status: spec.words[status], act: spec.words[act], allowed: all })]);
    },
  };
}
