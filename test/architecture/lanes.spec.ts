import 'reflect-metadata';
import { DOMAIN_MODULES } from '@domain/index';
import { type RouteSays, SAYS } from '@platform/auth';

interface Said extends RouteSays {
  path: string;
}

type Handler = () => unknown;

const controllers = DOMAIN_MODULES.flatMap((module) => (Reflect.getMetadata('controllers', module) as { prototype: Record<string, Handler> }[] | undefined) ?? []);
const handlers = controllers.flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype).map((key) => prototype[key]!));
const routes = handlers.flatMap((handler): Said[] => {
  const says = Reflect.getMetadata(SAYS, handler) as RouteSays | undefined;
  return says ? [{ ...says, path: String(Reflect.getMetadata('path', handler)) }] : [];
});

/** Acts that the law, or the platform for it, gives a last moment: late is lost. */
const TIMED = /^(bid\.(upload|submit|withdraw|read)|opening\.(start|decrypt|release-share|draw-coefficient|conclude)|draw\.contribute|call\.answer|objection\.raise)$/;

/** What is wrong with the way that a route says it takes. */
function faultsOf({ act, open, lane, door, path }: Said): string[] {
  return [
    TIMED.test(act) && lane !== 'reserved' ? `${act}: has a deadline, and goes by ${lane ?? 'no lane of its own'}` : '',
    lane === 'reserved' && !TIMED.test(act) ? `${act}: goes by the reserved lane without a deadline` : '',
    open && lane === 'reserved' ? `${act}: strangers in the reserved lane` : '',
    path.endsWith('.xlsx') && lane !== 'slow' ? `${path}: a workbook that is not slow` : '',
    door === 'search' && lane !== 'slow' ? `${path}: a search of strangers that is not slow` : '',
    path.endsWith('.xlsx') && open && door !== 'export' ? `${path}: a workbook for everybody without the door of workbooks` : '',
  ].filter(Boolean);
}

test('acts with a deadline go by the reserved lane, and nothing else does; workbooks and searches go by the slow one', () => {
  expect(routes.length).toBeGreaterThan(100);
  expect(new Set(routes.map(({ act }) => act).filter((act) => TIMED.test(act))).size).toBeGreaterThan(10);
  expect(routes.filter(({ door }) => door === 'search').length).toBeGreaterThan(1);
  expect(routes.flatMap(faultsOf)).toEqual([]);
});

// negative control: without `metered` on a route it is not in the list
test('of what goes by the reserved lane, only beginning and giving up an upload are counted as other acts are', () => {
  expect(routes.filter(({ metered }) => metered).map(({ act, path }) => `${act} ${path}`)).toEqual(['bid.upload tenders/:id/uploads', 'bid.upload uploads/:id']);
});

test('negative control: each fault is found', () => {
  const sound: Said = { act: 'bid.submit', open: false, lane: 'reserved', path: 'api/bids' };
  expect(faultsOf(sound)).toEqual([]);
  const { lane: _, ...unlaned } = sound;
  expect(faultsOf(unlaned)).toHaveLength(1);
  expect(faultsOf({ ...sound, act: 'news.publish' })).toHaveLength(1);
  expect(faultsOf({ ...sound, open: true })).toHaveLength(1);
  expect(faultsOf({ ...sound, act: 'thing.list', lane: 'public', open: true, path: 'api/things.xlsx' })).toHaveLength(2);
  expect(faultsOf({ ...sound, act: 'thing.list', lane: 'public', open: true, door: 'search', path: 'api/things' })).toHaveLength(1);
});
