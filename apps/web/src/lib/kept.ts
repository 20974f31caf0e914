/**
 * The keys that open this bidder's bids, kept in this browser until the opening. They are encrypted under a key that WebCrypto made in this
 * browser and never gives out, so a copy of the database file alone opens nothing; who can use this browser profile can. The key file that
 * the bidder saves before submitting is the second copy: with it any computer opens the bid. At a sign-out they go, as everything of a person does (device.ts);
 * of a session that ended by itself they stay, for the same account.
 */
const DATABASE = 'tianping';
const STORE = 'bid-keys';

export interface KeptKeys {
  tenderId: string;
  /** Of the sealed file that they open: a second try at the same version, or another window, has keys of its own and takes nobody else's place. */
  cipherSha256: string;
  /** Key of each part by its name, hex: the same object as the kit's keys.json. */
  keys: Record<string, string>;
}

interface Row {
  id: string;
  owner: string;
  iv: Uint8Array;
  sealed: ArrayBuffer;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
  });

async function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE, { keyPath: 'id' });
    opening.result.createObjectStore('key');
  };
  const db = await done(opening);
  db.onversionchange = () => db.close(); // a sign-out deletes it
  return db;
}

const store = (db: IDBDatabase, name: string, mode: IDBTransactionMode) => db.transaction(name, mode).objectStore(name);

/** This browser's own key: made once, usable here, readable nowhere. */
async function ownKey(db: IDBDatabase): Promise<CryptoKey> {
  const found = (await done(store(db, 'key', 'readonly').get('own'))) as CryptoKey | undefined;
  if (found) return found;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await done(store(db, 'key', 'readwrite').put(made, 'own'));
  return made;
}

const idOf = (tenderId: string, cipherSha256: string) => `${tenderId}/${cipherSha256}`;

/** `owner`: the account. */
export async function keep(kept: KeptKeys, owner: string): Promise<void> {
  const db = await database();
  const key = await ownKey(db);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(kept)));
  await done(store(db, STORE, 'readwrite').put({ id: idOf(kept.tenderId, kept.cipherSha256), owner, iv, sealed }));
}

/** Whoever signs in finds nothing of whoever did before him. */
export async function forgetOthers(owner: string): Promise<void> {
  const there = await indexedDB.databases?.(); // not in every browser of an old office
  if (there && !there.some(({ name }) => name === DATABASE)) return;
  const rows = (await done(store(await database(), STORE, 'readonly').getAll())) as Row[];
  for (const row of rows.filter((one) => one.owner !== owner)) await done(store(await database(), STORE, 'readwrite').delete(row.id));
}

export async function findKept(tenderId: string, cipherSha256: string): Promise<KeptKeys | undefined> {
  const db = await database();
  const row = (await done(store(db, STORE, 'readonly').get(idOf(tenderId, cipherSha256)))) as Row | undefined;
  if (!row) return undefined;
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv as Uint8Array<ArrayBuffer> }, await ownKey(db), row.sealed);
  return JSON.parse(new TextDecoder().decode(plain)) as KeptKeys;
}
