import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { openStore, sha256, some, type Store, streamOf } from './contents.fixtures';
import { until } from '@test/setup/patience';
import { MOST_UPLOADS } from './quota.rules';

/** The number of a process that is not there: nobody holds its lock. */
const GONE = 1;

describe.each(['disk', 'bucket'] as const)('content on the way into a storage (%s)', (where) => {
  let store: Store;
  beforeAll(async () => void (store = await openStore(where)));
  afterAll(() => store?.close());
  afterEach(async () => expect(await store?.rows('select 1 from storage_claim')).toEqual([]));

  const removals = () => store.rows<{ name: string; reason: string }>('select name, reason from content_removal order by seq');
  const hold = (bytes: Buffer, after: (stored: { sha256: string; size: number }) => Promise<unknown>) =>
    store.contents.within(store.actor, async (take) => after(await take({ purpose: 'document', size: bytes.length }, streamOf(bytes))));

  test.each([10, 9 * 2 ** 20])('%d bytes that a row names stay, and their claim ends', async (size) => {
    const bytes = some(size);
    await hold(bytes, (stored) => store.name(store.actor, stored));
    expect(await store.storage.has(sha256(bytes))).toBe(true);
    expect(await store.rows('select size::int from stored_content where sha256 = $1', [sha256(bytes)])).toEqual([{ size }]);
  });

  test.each([10, 9 * 2 ** 20])('%d bytes of which nothing comes leave nothing but the note that they went', async (size) => {
    const [bytes, before] = [some(size), await store.lying()];
    const failing = hold(bytes, () => Promise.reject(new Error('the tender has closed')));
    await expect(failing).rejects.toThrow('the tender has closed');
    expect(await store.lying()).toEqual(before);
    expect(await store.rows('select 1 from stored_content where sha256 = $1', [sha256(bytes)])).toEqual([]);
    expect((await removals()).at(-1)).toEqual({ name: sha256(bytes), reason: 'nothing came of its upload' });
  });

  test('what is refused while it comes, breaks off, or has no byte was never stored at all', async () => {
    const [lying, gone] = [await store.lying(), (await removals()).length];
    const source = Readable.from(
      (function* () {
        yield some(10);
        throw new Error('cut off');
      })(),
    );
    const see = () => {
      throw new Error('not sealed');
    };
    const held = (content: Readable, size: number | undefined, look = {}) => store.contents.within(store.actor, (take) => take({ purpose: 'document', size }, content, look));
    await expect(held(source, 20)).rejects.toThrow('cut off');
    await expect(held(streamOf(some()), 1000, { see })).rejects.toThrow('not sealed');
    await expect(held(streamOf(), 0)).rejects.toMatchObject({ status: 400 });
    await expect(held(streamOf(some(11)), 10)).rejects.toMatchObject({ status: 413 });
    await expect(held(streamOf(some(10)), 17 * 2 ** 20)).rejects.toMatchObject({ status: 413 });
    expect([await store.lying(), (await removals()).length]).toEqual([lying, gone]);
  });

  // negative control: tried once, the claim stood for twelve hours
  test('a claim whose end the database does not take is ended as soon as it does', async () => {
    const write = store.test.db.write.bind(store.test.db);
    let away = 2;
    const failing = jest.spyOn(store.test.db, 'write').mockImplementation((text, values) => {
      if (text.startsWith('delete from storage_claim where id') && away-- > 0) return Promise.reject(new Error('the line went dead'));
      return write(text, values) as never;
    });
    await hold(some(), (stored) => store.name(store.actor, stored));
    expect(await store.rows('select 1 from storage_claim')).toHaveLength(1);
    await until(async () => (await store.rows('select 1 from storage_claim')).length === 0);
    failing.mockRestore();
  });

  // negative control: without `arrived` in REFER the second is not 0: what was stored counted once more as announced
  test('what has arrived is announced no longer, while its work goes on', async () => {
    const announced = async () => (await store.rows<{ n: number }>('select sum(bytes - arrived)::int as n from storage_claim'))[0]!.n;
    const seen: number[] = [];
    const see = async () => seen.push(await announced());
    await store.contents.within(store.actor, async (take) => {
      const stored = await take(
        { purpose: 'document', size: 1000 },
        Readable.from(
          (async function* () {
            await see();
            yield some(1000);
          })(),
        ),
      );
      await see();
      await store.name(store.actor, stored);
    });
    expect(seen).toEqual([1000, 0]);
  });

  test('content that somebody else has stays when another’s upload of the same comes to nothing', async () => {
    const [bytes, other] = [some(), await store.actorOf()];
    await hold(bytes, (stored) => store.name(other, stored));
    await expect(hold(bytes, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await store.storage.has(sha256(bytes))).toBe(true);
  });

  test('named content cannot be forgotten: the database refuses it', async () => {
    const bytes = some();
    await hold(bytes, (stored) => store.name(store.actor, stored));
    await expect(store.rows('delete from stored_content where sha256 = $1', [sha256(bytes)])).rejects.toMatchObject({ code: '23503' });
    // and a row cannot name what was never stored
    await expect(store.name(store.actor, { sha256: sha256(some()), size: 1 })).rejects.toMatchObject({ code: '23503' });
  });

  /** Negative control: of one that lives, they do. */
  test('what a process left that is gone stands in nobody’s way', async () => {
    const claim = (process: number) => store.test.db.system('test', (tx) => store.contents.claim(tx, store.actor, { purpose: 'document', size: 10 }, { hours: 12, process }));
    const { number } = await store.test.db.present();
    for (let i = 0; i < MOST_UPLOADS.account; i += 1) await claim(GONE);
    for (let i = 0; i < MOST_UPLOADS.account; i += 1) await claim(number);
    await expect(claim(number)).rejects.toMatchObject({ refusals: [{ code: 'files.too-many-uploads' }] });
    expect(await store.rows('select process = $1 as gone, ends_at <= clock_timestamp() as ended, count(*)::int from storage_claim group by 1, 2 order by 1', [GONE])).toEqual([
      { gone: false, ended: false, count: MOST_UPLOADS.account },
      { gone: true, ended: true, count: MOST_UPLOADS.account },
    ]);
    await store.rows('delete from storage_claim');
  });

  describe('a process that ends in the middle leaves what the hourly job finds and removes', () => {
    /** What has happened so far, in the order of `Contents`; nothing after it does. */
    const STEPS: [string, number][] = [
      ['after its claim', 1],
      ['with its bytes and no name', 2],
      ['with its row and no name', 3],
      ['with its name, and nothing that names it', 4],
    ];
    const die = async (steps: number, bytes: Buffer): Promise<string> => {
      const { id } = await store.test.db.system('test', (tx) => store.contents.claim(tx, store.actor, { purpose: 'document', size: bytes.length }, { hours: 12, process: GONE }));
      if (steps < 2) return id;
      const draft = await store.storage.stage(id, streamOf(bytes));
      if (steps > 2) await store.contents.refer(id, draft);
      if (steps > 3) await draft.keep();
      return id;
    };

    test.each(STEPS)('%s', async (_when, steps) => {
      const [bytes, before] = [some(9 * 2 ** 20), await store.lying()];
      await die(steps, bytes);
      await store.collection.run(0);
      expect(await store.rows('select 1 from storage_claim')).toHaveLength(1); // its time is not over
      await store.rows('update storage_claim set ends_at = clock_timestamp()');
      await store.collection.run(0);
      expect(await store.lying()).toEqual(before);
      expect(await store.rows('select 1 from stored_content where sha256 = $1', [sha256(bytes)])).toEqual([]);
    });

    test('after its row was committed: only the claim goes', async () => {
      const bytes = some();
      await die(4, bytes);
      await store.name(store.actor, { sha256: sha256(bytes), size: bytes.length });
      await store.rows('update storage_claim set ends_at = clock_timestamp()');
      await store.collection.run(0);
      expect(await store.storage.has(sha256(bytes))).toBe(true);
    });
  });

  describe('what lies in the storage without a row, from before there were any', () => {
    const stray = async (): Promise<string> => (await store.storage.put(streamOf(some()))).sha256;
    const candidates = () => store.rows<{ name: string }>('select name from content_candidate order by name');
    const note = async (name: string) => store.collection.note(name[0]);

    test('is noted first, asked again after its time, and goes with a note of all that was asked', async () => {
      const name = await stray();
      await note(name);
      expect(await candidates()).toEqual([{ name }]);
      await store.collection.removeDue(24);
      expect(await store.storage.has(name)).toBe(true);
      await store.rows(`update content_candidate set noted_at = clock_timestamp() - interval '25 hours'`);
      await store.collection.removeDue(24);
      expect([await store.storage.has(name), await candidates()]).toEqual([false, []]);
      const [row] = await store.rows<{ size: string; reason: string; asked: string[]; waited: boolean }>(
        `select size::text, reason, asked, removed_at - noted_at > interval '24 hours' as waited from content_removal where name = $1`,
        [name],
      );
      expect(row).toMatchObject({ size: '1000', reason: 'it lies in the storage and has no row', waited: true });
      expect(row!.asked).toEqual(expect.arrayContaining(['bid.cipher_sha256', 'bid_upload.sha256', 'file.sha256', 'opened_bid.price_sheet_sha256', 'opened_part.sha256', 'storage_claim.sha256']));
    });

    test('stays when a row names it in the meantime', async () => {
      const name = await stray();
      await note(name);
      await store.rows('insert into stored_content (sha256, size) values ($1, 1000)', [name]);
      await store.name(store.actor, { sha256: name, size: 1000 });
      await store.collection.removeDue(0);
      expect([await store.storage.has(name), await candidates()]).toEqual([true, []]);
    });

    test('a draft goes too, unless it is claimed', async () => {
      const draft = randomUUID();
      const append = (name: string) => store.storage.append(name, streamOf(some()), { offset: 0, most: 1000, see: () => undefined });
      await append(draft);
      const { id } = await store.test.db.system('test', (tx) => store.contents.claim(tx, store.actor, { purpose: 'bid', size: 1000, tenderId: randomUUID() }));
      await append(id);
      await note('0');
      expect(await candidates()).toEqual([{ name: draft }]);
      await store.collection.removeDue(0);
      expect((await store.lying()).filter((name) => name.length === 36)).toEqual(where === 'disk' ? [id] : [expect.stringContaining(id)]);
      await store.storage.discard(id);
      await store.contents.end(id);
    });

    test('a collection that ends in the middle is done again, once', async () => {
      const name = await stray();
      await note(name);
      const remove = store.storage.remove.bind(store.storage);
      const dying = [() => Promise.reject(new Error('before')), (of: string) => remove(of).then(() => Promise.reject(new Error('after, and before the commit')))];
      for (const death of dying) {
        const spy = jest.spyOn(store.storage, 'remove').mockImplementationOnce(death);
        await expect(store.collection.removeDue(0)).rejects.toThrow();
        spy.mockRestore();
        expect(await candidates()).toEqual([{ name }]);
      }
      await store.collection.removeDue(0);
      expect([await store.storage.has(name), await candidates(), await store.rows('select 1 from content_removal where name = $1', [name])]).toEqual([false, [], [expect.anything()]]);
    });

    test('the note that it went can be changed by nobody', async () => {
      await expect(store.rows('delete from content_removal')).rejects.toMatchObject({ code: '42501' });
    });
  });

  test('a document that nobody used for a month goes, and a day later its content; one that is used stays', async () => {
    const [unused, used, fresh] = [some(), some(), some()];
    for (const bytes of [unused, used, fresh]) await hold(bytes, (stored) => store.name(store.actor, stored));
    await store.rows('create table planted_use (file_id uuid references file)');
    await store.rows(`grant select on planted_use to "${new URL(store.test.url).username}"`);
    await store.rows('insert into planted_use select id from file where sha256 = $1', [sha256(used)]);
    await store.rows(`update file set stored_at = stored_at - interval '31 days' where sha256 <> $1`, [sha256(fresh)]);
    await store.collection.run(0);
    expect(await Promise.all([unused, used, fresh].map((bytes) => store.storage.has(sha256(bytes))))).toEqual([false, true, true]);
    expect(await store.rows(`select 1 from audit_entry where act = 'file.collect' and object_type = 'file'`)).not.toEqual([]);
    await store.rows('drop table planted_use');
  });

  // negative control: asked by the columns that it knew before alone, the process that stands beside a migration removes both
  test('a table that refers to content, and one whose author forgot to, keep it', async () => {
    await hold(some(), async () => undefined); // which columns there are is known from here on
    await store.rows('create table planted_one (content text references stored_content (sha256))');
    await store.rows('create table planted_two (note_sha256 text)');
    await store.rows(`grant select on planted_one, planted_two to "${new URL(store.test.url).username}"`);
    const [one, two] = [some(), some()];
    await hold(one, (stored) => store.rows('insert into planted_one values ($1)', [stored.sha256]));
    await hold(two, (stored) => store.rows('insert into planted_two values ($1)', [stored.sha256]));
    await store.collection.run(0);
    expect([await store.storage.has(sha256(one)), await store.storage.has(sha256(two))]).toEqual([true, true]);
    const before = some();
    await store.collection.run(0);
    await store.rows('drop table planted_one, planted_two');
    await hold(before, async () => undefined);
    expect(await store.storage.has(sha256(before))).toBe(false);
    // negative control: without their tables both go
    await store.collection.run(0);
    expect([await store.storage.has(sha256(one)), await store.storage.has(sha256(two))]).toEqual([false, false]);
  });
});

describe('the same content is brought while it is collected', () => {
  let store: Store;
  beforeAll(async () => void (store = await openStore('disk')));
  afterAll(() => store?.close());

  const ROUNDS = 150;
  const bytes = some(100);
  const name = sha256(bytes);

  /** One brings it and gives it up, again and again; others collect it. Counts the moments in which a row names what is not there, and the times that it was not taken. */
  async function dangling(bring: () => Promise<unknown>): Promise<{ lost: number; refused: number }> {
    let [lost, refused, over] = [0, 0, false];
    const collecting = Array.from({ length: 3 }, async () => {
      while (!over) await store.collection.collect(name, 'test');
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      await bring().catch(() => (refused += 1));
      const [named] = await store.rows('select 1 from file where sha256 = $1', [name]);
      if (named && !(await store.storage.has(name))) lost += 1;
      await store.rows('delete from file where sha256 = $1', [name]);
    }
    over = true;
    await Promise.all(collecting);
    return { lost, refused };
  }

  test('no row ever names what is not there', async () => {
    const bring = () => store.contents.within(store.actor, async (take) => store.name(store.actor, await take({ purpose: 'document', size: 100 }, streamOf(bytes))));
    expect(await dangling(bring)).toEqual({ lost: 0, refused: 0 });
  });

  test('nor where the platform writes it in the transaction that names it', async () => {
    const bring = () =>
      store.test.db.system('test', async (tx) => {
        await store.contents.write(tx, bytes);
        await tx.query(`insert into file (id, name, media_type, size, sha256, organisation_id, uploaded_at) values ($1, 'f', 'a/b', 100, $2, $3, now())`, [
          randomUUID(),
          name,
          store.actor.organisationId,
        ]);
      });
    expect(await dangling(bring)).toEqual({ lost: 0, refused: 0 });
  });

  // negative control: the name before the claim, as it was done when content had no rows
  test('named first and claimed afterwards, it is lost', async () => {
    const bring = async () => {
      await store.storage.put(streamOf(bytes));
      await store.rows('insert into stored_content (sha256, size) values ($1, 100) on conflict do nothing', [name]);
      await store.name(store.actor, { sha256: name, size: 100 });
    };
    expect((await dangling(bring)).lost).toBeGreaterThan(0);
  });
});

// negative control: it went on to its end for nobody: what is refused for want of room decrypted gigabytes every two seconds
test('what is opened and finds no room is read no further', async () => {
  const store = await openStore('disk'); // a bucket does not say how much room it has
  let read = 0;
  const endless = new Readable({ read: () => void ((read += 1), endless.push(some(65_536))) });
  const refused = store.contents.within(store.actor, (take) => take({ purpose: 'opening', size: 2 ** 50, tenderId: randomUUID() }, endless));
  await expect(refused).rejects.toMatchObject({ status: 507 });
  expect(endless.destroyed).toBe(true);
  expect(read).toBeLessThan(10);
  await store.close();
});
