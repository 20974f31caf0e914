import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type RoomId, uuidv7 } from '@kernel';
import { type Actor, type Caller, Db, notFound, type Tx, heldFor } from '@platform/db';
import { uuid } from '@platform/http';
import { Realtime } from '@platform/realtime';
import { z } from 'zod';
import { type RoomEventType, told } from './room-events';

export type RoomKind = 'opening' | 'evaluation';

export interface RoomEvent {
  number: number;
  at: Date;
  type: string;
  /** Who, by seat: names stay with those who may know them. */
  seat: string | null;
  payload: Record<string, unknown>;
}

/** What is said: an event that has a row in room-events.ts, with no more in it than its row allows. */
export interface Said {
  type: RoomEventType;
  seat?: string | null;
  payload?: Record<string, unknown>;
}

/** Whose room it is: of which kind of thing, and which one. */
export interface Owner {
  kind: 'tender';
  id: string;
  projectId: string;
}

/**
 * Who may be in the rooms of a kind, as a condition in SQL on the room `r` (owner_kind, owner_id) and the person `w` (account_id, organisation_id, and roles as
 * `<role>` or `<role>:<project>`); the module that owns them says so. Asked when somebody enters, and twice a second while he is there.
 */
export type Admission = string;

const Enter = z.strictObject({ roomId: uuid, since: z.int32().min(0).default(0) });
const PAGE = 500;

/** In a closed room there is no next number: the null is refused by the column. */
const APPEND = `with numbered as (update room set last_number = last_number + 1 where id = $1 and closed_at is null returning last_number)
insert into room_event (room_id, number, at, type, seat, payload) values ($1, (select last_number from numbered), $2, $3, $4, $5) returning number`;

/**
 * The ordered, stored, replayable event stream behind every hall and room. Numbers have no gaps: the room's row is locked until the commit.
 * Sockets carry events as hints; a client that was away asks `room.since N` and misses nothing.
 */
@Injectable()
export class RoomsService implements OnModuleInit {
  readonly #admissions = new Map<RoomKind, Admission>();

  constructor(
    private readonly db: Db,
    private readonly realtime: Realtime,
  ) {}

  onModuleInit(): void {
    this.realtime.keepRoomsBy((present) => this.#held(present.map(({ actor, room }) => ({ actor, roomId: room.slice('room:'.length) }))));
    this.realtime.on('room.enter', Enter, async (caller, { roomId, since }, socket) => {
      await this.#admit(caller, roomId);
      await socket.join(`room:${roomId}`);
      return this.since(roomId, since);
    });
    this.realtime.on(
      'room.since',
      Enter,
      async (caller, { roomId, since }) => {
        await this.#admit(caller, roomId);
        return this.since(roomId, since);
      },
      'room.enter',
    );
  }

  /** Declares who may be in rooms of a kind. */
  admit(kind: RoomKind, admission: Admission): void {
    this.#admissions.set(kind, admission);
  }

  async open(tx: Tx, kind: RoomKind, owner: Owner): Promise<RoomId> {
    const id = uuidv7<'room'>();
    await tx.query('insert into room (id, kind, owner_kind, owner_id, project_id, opened_at) values ($1, $2, $3, $4, $5, $6)', [id, kind, owner.kind, owner.id, owner.projectId, tx.now]);
    return id;
  }

  /** Appends an event at the end of the transaction, so that the room's row is locked for a moment only; after the commit it is hinted to the room. */
  say(tx: Tx, roomId: string, { type: said, seat: by = null, payload: full = {} }: Said): void {
    const { type, seat, payload } = told({ type: said, seat: by, payload: full });
    tx.atEnd(APPEND, [roomId, tx.now, type, seat, JSON.stringify(payload)], ([row]) =>
      this.realtime.push(`room:${roomId}`, 'room.event', { roomId, number: row!.number, at: tx.now, type, seat, payload }),
    );
  }

  close(tx: Tx, roomId: string): void {
    this.say(tx, roomId, { type: 'room.closed' });
    tx.atEnd('update room set closed_at = $2 where id = $1', [roomId, tx.now]);
  }

  async closeAllOf(tx: Tx, { kind, id: owner }: Pick<Owner, 'kind' | 'id'>): Promise<void> {
    for (const { id } of await tx.query<{ id: string }>('select id from room where owner_kind = $1 and owner_id = $2 and closed_at is null', [kind, owner])) this.close(tx, id);
  }

  /** Events after number `since`, in order, at most 500; `more` says to ask again. */
  async since(roomId: string, since: number): Promise<{ events: RoomEvent[]; last: number; more: boolean }> {
    const events = await this.db.read<RoomEvent>('select number, at, type, seat, payload from room_event where room_id = $1 and number > $2 order by number limit $3', [roomId, since, PAGE]);
    return { events: events.map(told), last: events.at(-1)?.number ?? since, more: events.length === PAGE };
  }

  async #admit(caller: Caller, roomId: string): Promise<void> {
    const [held] = await this.#held([{ actor: caller.actor, roomId }]);
    if (!held) notFound('room');
  }

  /** Which of these may be where they are, or want to be: one question for all. */
  async #held(wanted: readonly { actor: Actor; roomId: string }[]): Promise<boolean[]> {
    const row = ({ actor, roomId }: { actor: Actor; roomId: string }, n: number) => ({
      ...{ n, room_id: roomId, account_id: actor.accountId, organisation_id: actor.organisationId },
      roles: actor.roles.map(({ role, projectId }) => heldFor(role, projectId)),
    });
    const admitted = [...this.#admissions].map(([kind, condition]) => `(r.kind = '${kind}' and ${condition})`).join(' or ');
    const rows = await this.db.read<{ n: number }>(
      `select w.n from jsonb_to_recordset($1) as w(n int, room_id uuid, account_id uuid, organisation_id uuid, roles jsonb)
       join room r on r.id = w.room_id where ${admitted || 'false'}`,
      [JSON.stringify(wanted.map(row))],
    );
    const held = new Set(rows.map(({ n }) => n));
    return wanted.map(({ actor }, n) => actor.permissions.has('room.enter') && held.has(n));
  }
}
